import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tell } from "#app/tell.js";
import { messageOf } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import { createSay } from "#locales/say.js";
import { openPullLine, photosOf, play, press, type Line } from "../kit/line.js";
import { smallOfficeId } from "../kit/office.js";
import type { World } from "../kit/world.js";

/** A foreign channel under test. */
export interface ForeignBench {
  readonly world: World;
  open(person: string): Promise<Line>;
  /** Everything that was ever handed to the network, to anybody, with its buttons. */
  handed(): readonly string[];
}

const DAY_MS = 86_400_000;
/** A sign that no text of ours has: whatever carries it is a person's own. */
const MARK = "§";
const PHOTO =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";

/**
 * Plays lives of pledges with cadre, unit, township and household on the foreign channel, everybody's name and words
 * marked, and looks at all it was handed: no name, no words, no illness, no number of a person (I9).
 */
export function foreignConformance(name: string, make: () => Promise<ForeignBench>): void {
  describe.each(["zh-CN", "en"] as const)(`the foreign channel ${name}, in %s`, (locale) => {
    let bench: ForeignBench;
    beforeEach(async () => {
      bench = await make();
      await markEverybody(bench.world, locale);
    });
    afterEach(() => bench.world.dispose());

    it("is never handed what is personal, in the whole life of a pledge", async () => {
      const { world } = bench;
      const { t, lines } = await wholeLife(bench, locale);
      const handed = bench.handed();
      const everything = handed.join("\n");

      // the life has really been lived, and by code and village people can tell whom it is about
      const states = (await allMatches(world)).map((match) => match.state);
      expect(states).toEqual(expect.arrayContaining(["confirmed", "declined"]));
      for (const line of Object.values(lines)) expect((await line.heard()).length).toBeGreaterThan(4);
      expect(everything).toContain("BC-001");
      expect(everything).toContain("BC-002");
      expect(everything).toContain("板长村");
      expect(everything).toMatch(/\/photo\/[\w-]{20}/);
      expect(everything).toMatch(/\/data\/[\w-]{20}/);

      expect(handed.filter((text) => text.includes(MARK))).toEqual([]);
      // an illness behind a need, and numbers of people
      expect(handed.filter((text) => text.includes(t("category.medical")))).toEqual([]);
      expect(everything).not.toMatch(/\d{17}[\dX]/);
      expect(everything).not.toContain("13800001111");
      expect(world.errors()).toEqual([]);
    });

    it("carries names again once the office has declared it local, and not before", async () => {
      const { world } = bench;
      const line = await bench.open("liqian");
      const review = { _id: "e1", version: 1, office: smallOfficeId, event: "word-to-cadre", words: null, done: false };
      const { deps } = world.house;
      await deps.store.outbox.insert({ ...review, ids: { household: "BC-001", by: "x" }, at: 0 });
      await tell(deps, "e1");
      await world.advance(1_000);
      expect((await line.heard()).at(-1)?.text).not.toContain(MARK);
      const office = await deps.store.offices.get(smallOfficeId);
      if (!office) throw new Error("no office");
      const settings = { ...office.settings, channelClasses: { [name]: "local" as const } };
      await deps.store.offices.replace({ ...office, settings });
      await world.restart();
      const after = world.house.deps;
      await after.store.outbox.insert({ ...review, _id: "e2", ids: { household: "BC-001", by: "x" }, at: 0 });
      await tell(after, "e2");
      await world.advance(1_000);
      expect((await line.heard()).at(-1)?.text).toContain(`${MARK}household:BC-001`);
    });
  });
}

async function wholeLife(bench: ForeignBench, locale: Locale) {
  const { world } = bench;
  const wording = createSay();
  const t = (key: string): string => {
    const message = messageOf(key);
    if (!message) throw new Error(`no message ${key}`);
    return wording.render(message, { locale, dataClass: "local" });
  };
  const lines = {
    cadre: await bench.open("liqian"),
    unit: await bench.open("zhouming"),
    township: await bench.open("zhaomin"),
    household: await bench.open("wangxiuying"),
    other: await bench.open("liudashan"),
    citizen: await bench.open("linxiao"),
  };
  const { cadre, unit, household, citizen } = lines;
  for (const line of Object.values(lines)) await play(world, line, { text: locale === "en" ? "menu" : "菜单" });

  // a citizen on the foreign channel, and an enterprise on the office's own page
  const owner = await openPullLine(world, "web", "zhangheng");
  await pledge(world, owner, t, "3万，板长村，看病");
  await pledge(world, citizen, t, "9000，板长村，修房");
  await world.advance(60_000);

  // 王秀英's: accepted, delivered with a photo, not yet, asked, answered, arrived
  await press(world, cadre, t("choice.accept"), "BC-001");
  await play(world, household, { text: t("choice.my-help") });
  const kept = await photosOf(world.house, world.dataDir).keep(PHOTO, { office: smallOfficeId, person: null });
  if (kept.type !== "kept") throw new Error("the photo was not kept");
  await press(world, owner, t("choice.mark-delivered"));
  await play(world, owner, { photo: kept.photo });
  await press(world, owner, t("deliver.yes"));
  await press(world, household, t("choice.arrived-not-yet"));
  await play(world, household, { text: `${MARK}only half of it` });
  await press(world, cadre, t("choice.answer-them"));
  await play(world, cadre, { text: `${MARK}the rest comes soon` });
  // nobody looks after it, so the question climbs; and 刘大山's match, which nobody answered, has come to the unit
  await world.advance(4 * DAY_MS);
  await play(world, unit, { text: locale === "en" ? "tasks" : "待办" });
  await press(world, unit, t("choice.decline"), "BC-002");
  await press(world, unit, t("answer.because.other"));
  await play(world, unit, { text: `${MARK}they quarrel` });
  await press(world, cadre, t("choice.mark-delivered"), "BC-001");
  await press(world, cadre, t("deliver.no-photo"));
  await press(world, cadre, t("deliver.yes"));
  await press(world, household, t("choice.arrived-yes"));

  // what everybody can look at by themselves
  const looks = locale === "en" ? ["tasks", "my data", "help", "privacy"] : ["待办", "我的数据", "怎么用", "隐私"];
  for (const line of Object.values(lines)) for (const text of looks) await play(world, line, { text });
  await play(world, cadre, { text: locale === "en" ? "invite" : "邀请农户" });
  await play(world, cadre, { text: locale === "en" ? "menu" : "菜单" });
  await press(world, cadre, t("choice.invite"));
  await play(world, cadre, { text: `${MARK}household:BC-002` });
  await press(world, cadre, t("choice.record-need"));
  await play(world, citizen, { text: locale === "en" ? "mine" : "我的" });
  await play(world, household, { text: locale === "en" ? "ask the cadre" : "问干部" });
  await play(world, household, { text: `${MARK}a question` });
  await play(world, household, { unreadable: true });
  return { t, lines };
}

async function pledge(world: World, line: Line, t: (key: string) => string, words: string): Promise<void> {
  await play(world, line, { text: t("choice.pledge") });
  await press(world, line, t("term.funds"));
  await play(world, line, { text: words });
  await play(world, line, { text: "2027-02-05" });
  await press(world, line, t("pledge.confirm"));
}

async function allMatches(world: World) {
  const { items } = await world.house.deps.store.matches.find({ index: "office", where: { office: smallOfficeId } });
  return items;
}

/** Every name becomes a marked one; one need tells of an illness; a phone is known. */
async function markEverybody({ house }: World, locale: Locale): Promise<void> {
  const { store, vault } = house.deps;
  const all = { index: "office", where: { office: smallOfficeId }, limit: 100 };
  for (const one of (await store.people.find(all)).items) {
    const phone = vault.seal("13800001111");
    await store.people.replace({ ...one, name: `${MARK}person:${one._id}`, locale, phone });
  }
  for (const one of (await store.contacts.find(all)).items) await store.contacts.replace({ ...one, locale });
  for (const one of (await store.households.find(all)).items) {
    await store.households.replace({ ...one, name: `${MARK}household:${one.code}` });
  }
  for (const one of (await store.members.find(all)).items) {
    await store.members.replace({ ...one, name: `${MARK}member:${one._id}` });
  }
  for (const one of (await store.supporters.find(all)).items) {
    if (one.sort === "citizen") await store.supporters.replace({ ...one, name: `${MARK}citizen:${one._id}` });
  }
  const need = await store.needs.get("XBC1A");
  if (!need) throw new Error("no need");
  await store.needs.replace({ ...need, category: "medical" });
}
