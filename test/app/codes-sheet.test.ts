import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeCadreCodes, makeOfficeCode, STAFF_CODE_DAYS } from "#app/codes-sheet.js";
import { smallOfficeId } from "../kit/office.js";
import { createWorld, type World } from "../kit/world.js";

const DAY = 86_400_000;
const by = { system: "test" };

describe("codes for staff", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.dispose());

  const office = smallOfficeId;
  const cadres = () => makeCadreCodes(world.house.deps, { office, by });
  /** A cadre of the office who has no conversation yet. */
  const addCadre = async (id: string, name: string, phone: string | null) => {
    const { store, vault } = world.house.deps;
    const like = await store.people.get("liqian");
    if (!like) throw new Error("the little office has changed");
    const key = phone === null ? `none:${id}` : vault.blind("phone", phone);
    await store.people.insert({
      ...like,
      _id: id,
      name,
      phone: phone === null ? null : vault.seal(phone),
      phoneKey: key,
    });
    const post = { _id: `${id}|cadre|agriculture`, version: 1, office, person: id, as: "cadre", ref: "agriculture" };
    await store.posts.insert({ ...post, as: "cadre" });
  };
  const audits = async () => {
    const { items } = await world.house.deps.store.audit.find({ index: "byTime", where: { office }, limit: 1_000 });
    return items.filter(({ action }) => action === "staff-codes-made");
  };
  const type = async (code: string, who = `stranger ${code}`) => (await (await world.as(who)).say(code)).join("\n");

  it("are made for cadres without a conversation, and for nobody else", async () => {
    expect(await cadres()).toEqual([]);
    expect(await audits()).toEqual([]);
    await addCadre("newone", "马丽", "13800000012");
    await addCadre("other", "白云", null);
    const rows = await cadres();
    expect(rows.map(({ name, unit, phoneEnd, link }) => ({ name, unit, phoneEnd, link }))).toEqual([
      { name: "白云", unit: "青石县农业农村局", phoneEnd: "", link: null },
      { name: "马丽", unit: "青石县农业农村局", phoneEnd: "0012", link: null },
    ]);
    expect(new Set(rows.map(({ code }) => code)).size).toBe(2);
    for (const { code, validUntil } of rows) {
      expect(code).toMatch(/^[1-9]\d{9}$/);
      expect(validUntil).toBe("2026-12-08");
    }
    expect(await audits()).toMatchObject([{ detail: { count: 2, ended: 0, days: 14 }, actor: by }]);
    expect(JSON.stringify(await audits())).not.toMatch(/马丽|0012|\d{6}"/);
  });

  it("end the codes that were made before and not used", async () => {
    await addCadre("newone", "马丽", null);
    const [before] = await cadres();
    const [after] = await cadres();
    if (!before || !after) throw new Error("no codes");
    expect((await audits()).map(({ detail }) => detail["ended"])).toEqual([0, 1]);
    expect(await type(before.code)).toContain("过期");
    expect(await type(after.code)).toContain("马丽");
    // who has come in gets no further code
    expect(await cadres()).toEqual([]);
  });

  it("are good for fourteen days", async () => {
    await addCadre("newone", "马丽", null);
    const [made] = await cadres();
    if (!made) throw new Error("no code");
    await world.timers.advance(STAFF_CODE_DAYS * DAY - 1_000);
    expect(await type(made.code)).toContain("马丽");
  });

  it("are drawn again when one is taken", async () => {
    await addCadre("newone", "马丽", null);
    await addCadre("other", "白云", null);
    const drawn = ["012345", "123456", "123456", "234567", "345678", "456789"];
    const { deps } = world.house;
    const ids = { ...deps.ids, digits: () => drawn.shift() ?? "999999" };
    const taken = deps.vault.blind("code", `${office} 234567`);
    const code = { _id: taken, version: 1, office, person: "liqian", madeBy: "test", expiresAt: 9e15, used: false };
    await deps.store.codes.insert(code);
    const rows = await makeCadreCodes({ ...deps, ids }, { office, by });
    expect(rows.map((row) => row.code).toSorted()).toEqual(["345678", "456789"]);
    expect(await audits()).toHaveLength(1);
  });

  it("carry a link where a channel gives one", async () => {
    await addCadre("newone", "马丽", null);
    const linkTo = (code: string) => Promise.resolve(`https://example.org/${code}`);
    const [row] = await makeCadreCodes({ ...world.house.deps, linkTo }, { office, by });
    expect(row?.link).toBe(`https://example.org/${row?.code}`);
  });

  it("find somebody of the office by name, or make them", async () => {
    const { deps } = world.house;
    const known = await makeOfficeCode(deps, { office, by, name: " 陈静 " });
    expect(known).toMatchObject({ person: "chenjing", name: "陈静", isNew: false });
    const made = await makeOfficeCode(deps, { office, by, name: "高明" });
    expect(made).toMatchObject({ name: "高明", isNew: true, unit: "" });
    const again = await makeOfficeCode(deps, { office, by, name: "高明" });
    expect(again).toMatchObject({ person: made?.person, isNew: false });
    expect(await type(made?.code ?? "")).toContain("过期");
    const talker = await world.as("newcomer");
    expect((await talker.say(again?.code ?? "")).join("\n")).toContain("高明");
    expect(await deps.store.people.get(made?.person ?? "")).toMatchObject({ roles: [{ as: "office" }] });
  });

  it("want a person's name", async () => {
    const { deps } = world.house;
    for (const name of ["", "   ", "12345", "x".repeat(81), "高\u0007明", "\u202e高明"])
      expect([name, await makeOfficeCode(deps, { office, by, name })]).toEqual([name, null]);
    expect(await audits()).toEqual([]);
  });
});
