import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { smallOfficeId as office } from "../kit/office.js";
import { createPushChannel, type PushChannel } from "../kit/push-channel.js";
import { createWorld, type World } from "../kit/world.js";

const NUMBER = "13800005678";
/** As it is stored. */
const STORED = `+86${NUMBER}`;

describe("a phone number that the network vouches for", () => {
  let world: World;
  let channel: PushChannel;
  let count = 0;
  beforeEach(async () => {
    channel = createPushChannel();
    world = await createWorld({ channels: [channel] });
  });
  afterEach(() => world.dispose());

  const key = () => world.house.deps.vault.blind("phone", STORED);
  const said = async (address: string, input: { type: "phone"; phone: string } | { type: "text"; text: string }) => {
    const { replies } = await world.house.receive({ channel: "push", address, externalId: `u${++count}`, input });
    return replies.map((row) => row.keys.join());
  };
  const shares = (address: string) => said(address, { type: "phone", phone: STORED });
  const boundTo = async (address: string) =>
    (await world.house.deps.store.contacts.by("address", { channel: "push", address }))?.active ?? null;

  async function list(person: string): Promise<void> {
    const { store, vault } = world.house.deps;
    const found = await store.people.get(person);
    if (!found) throw new Error(`no ${person}`);
    await store.people.replace({ ...found, phone: vault.seal(STORED), phoneKey: key() });
  }

  /** Joins as a citizen and types the number, which anybody could. */
  async function joinWith(address: string): Promise<void> {
    for (const text of ["我想帮忙", "个人", "马丽", NUMBER]) await said(address, { type: "text", text });
  }

  it("binds the cadre on the list with it, once and for good", async () => {
    await list("liqian");
    expect(await shares("new-phone")).toContain("bind.phone-bound");
    expect(await boundTo("new-phone")).toBe("liqian");
    expect(await shares("new-phone")).toContain("bind.phone-bound");
    const { items } = await world.house.deps.store.audit.find({ index: "office", where: { office }, limit: 1_000 });
    expect(items.filter(({ action }) => action === "conversation-bound")).toHaveLength(1);
  });

  it("binds a member's phone to the household", async () => {
    const { store, vault } = world.house.deps;
    const [member] = (await store.members.find({ index: "office", where: { office }, limit: 1 })).items;
    if (!member) throw new Error("no member");
    await store.members.replace({ ...member, phone: vault.seal(STORED), phoneKey: key() });
    await shares("at-home");
    const person = await store.people.get((await boundTo("at-home")) ?? "");
    expect(person?.roles).toMatchObject([{ as: "household", household: member.household }]);
  });

  it("is nobody's because somebody typed it, and typing it takes it from nobody", async () => {
    await joinWith("a-stranger");
    expect(await boundTo("a-stranger")).not.toBeNull();
    expect(await shares("the-owner")).toContain("bind.phone-unknown");
    expect(await boundTo("the-owner")).toBeNull();
    await list("liqian");
    await shares("the-owner");
    expect(await boundTo("the-owner")).toBe("liqian");
  });

  it("does not decide between two on the list", async () => {
    await list("liqian");
    await list("wangjianguo");
    expect(await shares("a-phone")).toContain("bind.phone-several");
    expect(await boundTo("a-phone")).toBeNull();
  });
});
