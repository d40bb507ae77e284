import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tell, type TellDeps } from "#app/tell.js";
import type { Match } from "#core/match/match.js";
import type { ChatMessage, OutboxEntry } from "#core/records.js";
import type { Store } from "#store/port.js";
import { match, outboxEntry, pledge } from "../kit/documents.js";
import { smallOfficeId } from "../kit/office.js";
import { createPushChannel, type PushChannel } from "../kit/push-channel.js";
import type { Talker } from "../kit/talker.js";
import { createWorld, type World } from "../kit/world.js";

const DAY = 86_400_000;
const office = smallOfficeId;

describe("telling", () => {
  let world: World;
  let channel: PushChannel;
  beforeEach(async () => {
    channel = createPushChannel();
    world = await createWorld({ channels: [channel] });
  });
  afterEach(() => world.dispose());

  const deps = () => world.house.deps;
  const happened = (event: string, ids: Record<string, string>, over: Partial<OutboxEntry> = {}) =>
    deps().store.outbox.insert(outboxEntry({ _id: `e:${event}`, event, ids, at: world.timers.now(), ...over }));
  const rowsOf = async (entry: string): Promise<ChatMessage[]> => {
    const rows: ChatMessage[] = [];
    const all = { index: "office", where: { office } };
    for await (const row of deps().store.messages.scan(all)) if (row.event === entry) rows.push(row);
    return rows;
  };
  /** Conversation → texts of the rows of an entry. */
  const heard = async (entry: string): Promise<Record<string, string[]>> => {
    const texts: Record<string, string[]> = {};
    for (const row of await rowsOf(entry)) (texts[row.contact] ??= []).push(row.text);
    return texts;
  };
  const given = async (over: Partial<Match> = {}) => {
    await deps().store.pledges.insert(pledge({ _id: "p1" }));
    await deps().store.matches.insert(match({ _id: "m1", code: "M1", state: "accepted", ...over }));
  };
  const setStopped = async (person: string) => {
    const found = await deps().store.people.get(person);
    if (found) await deps().store.people.replace({ ...found, stopped: true });
  };

  it("writes one row for each person and notice, however often and at once it is told", async () => {
    await given();
    await happened("match-accepted", { match: "m1" });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => tell(deps(), "e:match-accepted")));
    expect(outcomes.filter((outcome) => outcome === "told")).toHaveLength(1);
    expect(await tell(deps(), "e:match-accepted")).toBe("done");
    const rows = await rowsOf("e:match-accepted");
    expect(rows.map((row) => row._id).toSorted()).toEqual([
      "e:match-accepted.0.web-zhangheng",
      "e:match-accepted.1.web-liudashan",
    ]);
    for (const row of rows) expect(row).toMatchObject({ state: "sent", inbound: null, from: "bot" });
    expect(await deps().store.outbox.get("e:match-accepted")).toMatchObject({ done: true });
  });

  it("does nothing for an entry that is gone, and ends one that it does not know", async () => {
    expect(await tell(deps(), "nowhere")).toBe("gone");
    await happened("from-a-later-version", {});
    expect(await tell(deps(), "e:from-a-later-version")).toBe("told");
    expect(await rowsOf("e:from-a-later-version")).toEqual([]);
    await happened("match-accepted", { match: "no-such-match" });
    expect(await tell(deps(), "e:match-accepted")).toBe("told");
    expect(await rowsOf("e:match-accepted")).toEqual([]);
  });

  it.each([
    ["match-proposed", "accepted"],
    ["match-escalated", "lapsed"],
    ["match-accepted", "declined"],
    ["help-delivered", "confirmed"],
    ["delivery-late", "delivered"],
  ] as const)("does not tell %s when it is %s by now", async (event, state) => {
    await given({ state, holding: !["lapsed", "declined"].includes(state) });
    await happened(event, { match: "m1" });
    await tell(deps(), `e:${event}`);
    expect(await rowsOf(`e:${event}`)).toEqual([]);
  });

  it("asks the cadre to pass on what a household cannot be told by chat", async () => {
    await given({ household: "HD-001", need: "XHD1A", village: "hedong" });
    await happened("match-accepted", { match: "m1" });
    await tell(deps(), "e:match-accepted");
    const texts = await heard("e:match-accepted");
    expect(Object.keys(texts).toSorted()).toEqual(["web-liqian", "web-zhangheng"]);
    expect(texts["web-liqian"]?.[0]).toContain("黄小军");
    expect(texts["web-liqian"]?.[0]).toContain("转告");
    // and its buttons are not the cadre's to press
    expect((await rowsOf("e:match-accepted")).find((row) => row.contact === "web-liqian")?.choices).toEqual([]);
  });

  it("leaves out who has opted out, on every channel", async () => {
    await world.house.chat.openAs("push", "zhangheng");
    await given();
    for (const person of ["zhangheng", "liudashan"]) await setStopped(person);
    await happened("match-accepted", { match: "m1" });
    await tell(deps(), "e:match-accepted");
    await world.advance(60_000);
    // the household's cadre tells it instead, in person
    expect(Object.keys(await heard("e:match-accepted"))).toEqual(["web-liqian"]);
    expect(channel.handed).toEqual([]);
  });

  it("tells a shared phone once, and each person where they spoke last", async () => {
    const { store } = deps();
    const son = await store.people.get("liudashan");
    const phone = await store.contacts.get("web-liudashan");
    if (!son || !phone) throw new Error("the little office has changed");
    const base = { version: 1, office };
    await store.people.insert({ ...son, _id: "wife", name: "刘大山的妻子", phoneKey: "none:wife" });
    await store.posts.insert({ ...base, _id: "wife|household|BC-002", person: "wife", as: "household", ref: "BC-002" });
    await store.bindings.insert({ ...base, _id: "wife|web-liudashan", person: "wife", contact: phone._id, at: 0 });
    await store.contacts.replace({ ...phone, people: ["liudashan", "wife"] });
    // the supporter wrote last on the other channel
    await world.house.chat.openAs("push", "zhangheng");
    const other = await store.contacts.get("push-zhangheng");
    if (other) await store.contacts.replace({ ...other, lastAt: world.timers.now() });

    await given();
    await happened("match-accepted", { match: "m1" });
    await tell(deps(), "e:match-accepted");
    await world.advance(1_000);
    expect(Object.keys(await heard("e:match-accepted")).toSorted()).toEqual(["push-zhangheng", "web-liudashan"]);
    expect(channel.handed).toHaveLength(1);
  });

  it("takes back a proposal nobody has heard of when its pledge was withdrawn, and troubles nobody with it", async () => {
    await deps().store.pledges.insert(pledge({ _id: "p1", state: "withdrawn" }));
    await deps().store.matches.insert(match({ _id: "m1", code: "M1", clockAt: world.timers.now() + DAY }));
    await happened("match-proposed", { match: "m1" });
    await tell(deps(), "e:match-proposed");
    await world.advance(2 * DAY);
    expect(await deps().store.matches.get("m1")).toMatchObject({
      state: "lapsed",
      holding: false,
      clockAt: 0,
      declinedBecause: "withdrawn",
    });
    expect(await deps().store.audit.get("lapsed:m1")).toMatchObject({ action: "match-lapsed" });
    const all = await deps().store.messages.count({ index: "office", where: { office } });
    expect(all).toBe(0);
  });

  it("takes back a proposal for a need that has closed, and gives its quantity to another", async () => {
    const { store } = deps();
    const need = await store.needs.get("XBC2A");
    if (need) await store.needs.replace({ ...need, state: "closed", closedBecause: "solved" });
    await store.pledges.insert(pledge({ _id: "p1", quantity: 9_000 }));
    await store.matches.insert(match({ _id: "m1", code: "M1", quantity: 9_000 }));
    await happened("match-proposed", { match: "m1" });
    await tell(deps(), "e:match-proposed");
    await world.advance(1_000);
    expect(await store.matches.get("m1")).toMatchObject({ state: "lapsed", declinedBecause: "need-closed" });
    const { items } = await store.matches.find({
      index: "byPledge",
      where: { office, pledge: "p1", state: "proposed" },
    });
    expect(items).toMatchObject([{ need: "XBC1A", quantity: 9_000 }]);
  });

  it("numbers its rows behind all that was said while it looked for whom to tell", async () => {
    const { store } = deps();
    await given();
    await happened("match-accepted", { match: "m1" });
    let said = 0;
    // 张恒 speaks while the telling still looks for the household
    const find: Store["bindings"]["find"] = async (query) => {
      const found = await store.bindings.find(query);
      if (query.where["person"] === "liudashan") {
        const input = { type: "text", text: "我的" } as const;
        await world.house.receive({ channel: "web", address: "web-zhangheng", externalId: `s${(said += 1)}`, input });
      }
      return found;
    };
    const slow: TellDeps = { ...deps(), store: { ...store, bindings: { ...store.bindings, find } } };
    await tell(slow, "e:match-accepted");
    expect(said).toBe(1);
    const { items } = await store.messages.find({ index: "byContact", where: { contact: "web-zhangheng" } });
    expect(items.at(-1)?.event).toBe("e:match-accepted");
  });
});

describe("silence", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.dispose());

  const matches = async (pledgeOf: string): Promise<Match[]> => {
    const { store } = world.house.deps;
    const all = await store.matches.find({ index: "office", where: { office } });
    return all.items.filter((one) => one.supporter === pledgeOf);
  };
  const pledges = async (who: Talker, words: string) => {
    await who.say("认捐");
    await who.press("帮资金");
    await who.say(words);
    await who.say("2027-02-05");
    await who.press("确认认捐");
    await world.settle();
  };

  it("climbs cadre → unit → township, then gives the quantity back, and it is matched anew to somebody else", async () => {
    const [owner, citizen] = [await world.as("张恒"), await world.as("林晓")];
    const [cadre, unit, township] = [await world.as("李倩"), await world.as("周明"), await world.as("赵敏")];
    // one house to be built: one pledge meets it whole, the other waits
    const { store } = world.house.deps;
    const other = await store.needs.get("XBC2A");
    if (other) await store.needs.replace({ ...other, state: "closed", closedBecause: "solved" });
    await pledges(owner, "18000，板长村，修房");
    const [first] = await matches("hengfeng");
    expect(first).toMatchObject({ state: "proposed", rung: "cadre", need: "XBC1A", quantity: 18_000 });
    await pledges(citizen, "20000，板长村，修房");
    expect(await matches("linxiao-citizen")).toEqual([]);
    const code = first?.code ?? "";

    const rungs: string[] = [];
    const news: Record<string, string[]> = { cadre: [], unit: [], township: [] };
    for (let day = 0; day <= 8; day++) {
      const found = await store.matches.get(first?._id ?? "");
      rungs.push(found?.state === "lapsed" ? "lapsed" : (found?.rung ?? ""));
      for (const [name, talker] of Object.entries({ cadre, unit, township })) {
        news[name]?.push(...(await talker.inbox()).filter((text) => text.includes("[接受]")));
      }
      await world.advance(DAY);
    }
    // answered by the end of the second day, then two days, then three (design §3.5)
    expect(rungs).toEqual([
      ...["cadre", "cadre", "cadre"],
      ...["unit", "unit"],
      ...["township", "township", "township"],
      "lapsed",
    ]);
    const askedOf = (about: string) =>
      Object.values(news).map((texts) => texts.filter((text) => text.includes(about)).length);
    expect(askedOf(code)).toEqual([1, 1, 1]);

    const again = await matches("hengfeng");
    expect(again.find(({ _id }) => _id === first?._id)).toMatchObject({ state: "lapsed", holding: false, clockAt: 0 });
    // the pair is closed; the quantity was free again, and so was the need
    expect(again.filter(({ need, holding }) => need === "XBC1A" && holding)).toEqual([]);
    const now = await matches("linxiao-citizen");
    expect(now).toMatchObject([{ need: "XBC1A", quantity: 18_000, state: "proposed", holding: true }]);
    expect(askedOf(now[0]?.code ?? "?")).toEqual([1, 0, 0]);
    expect((await owner.inbox()).some((text) => text.includes("一直没有人答复"))).toBe(true);
    expect(world.errors()).toEqual([]);
  });
});
