import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { normalisePhone } from "#core/text/phone.js";
import { idNumberCheck } from "#core/text/id-number.js";
import { approvalsFor } from "#core/registry/review.js";
import { defaultSettings } from "#core/office.js";
import type { Locale, Person, Role } from "#core/registry/people.js";
import { refOf } from "#core/registry/people.js";
import { messageOf } from "#core/message/message.js";
import { createSay } from "#locales/say.js";
import { smallOfficeId as office } from "../../../kit/office.js";
import { createTelegramWorld, type TelegramWorld } from "../../../kit/telegram-line.js";
import { createTelegramTalkers, type TelegramTalker } from "../../../kit/telegram-talker.js";

/** A sign that no text of ours has: whatever carries it is a person's own. */
const MARK = "§";
const HOUSEHOLDS = 10;
const MEMBERS = 20;
const CADRES = 3;
const CITIZENS = 3;
const DAY_MS = 86_400_000;

const two = (n: number): string => String(n).padStart(2, "0");
const codeOf = (home: number): string => `BC-1${two(home)}`;
const phoneOf = (n: number): string => `1390001${String(n).padStart(4, "0")}`;
const idOf = (n: number): string => {
  const first17 = `99999919${50 + (n % 50)}0101${String(n).padStart(3, "0")}`;
  return first17 + idNumberCheck(first17);
};
const localeOf = (n: number): Locale => (n % 2 === 0 ? "zh-CN" : "en");

const wording = createSay();
function t(key: string, locale: Locale): string {
  const message = messageOf(key);
  if (!message) throw new Error(`no message ${key}`);
  return wording.render(message, { locale, dataClass: "local" });
}

/** Two hundred members of ten households, all marked, each household with an illness behind its need; and who serves them. */
describe("two hundred marked people over Telegram", () => {
  let bench: TelegramWorld;
  const jobs: unknown[] = [];
  const marked: string[] = [];
  const told = new Map<string, number>();

  beforeAll(async () => {
    bench = await createTelegramWorld({ webChats: false });
    const { world } = bench;
    const add = vi.spyOn(world.house.queue, "add");
    await fill();
    await live();
    jobs.push(...add.mock.calls.map(([job]) => job));
    add.mockRestore();
  }, 180_000);
  afterAll(() => bench.world.dispose());

  it("have lived: matches were made, answered, delivered, doubted and confirmed, and all heard of it", async () => {
    const { items } = await bench.world.house.deps.store.matches.find({
      index: "office",
      where: { office },
      limit: 200,
    });
    const states = items.map(({ state }) => state);
    expect(states.length).toBeGreaterThan(9);
    expect(states).toEqual(expect.arrayContaining(["accepted", "declined", "delivered", "questioned", "confirmed"]));
    expect(told.size).toBe(HOUSEHOLDS + CADRES + CITIZENS + 1);
    expect(bench.api.messages.length).toBeGreaterThan(150);
    const chats = new Set(bench.api.messages.map(({ chat }) => chat));
    expect(chats.size).toBeGreaterThanOrEqual(HOUSEHOLDS + CADRES + CITIZENS + 1);
    const texts = bench.api.messages.map(({ text }) => text).join("\n");
    expect(texts).toContain(codeOf(7));
    expect(bench.world.errors()).toEqual([]);
  });

  it("are in nothing that the Bot API was ever sent, of no method", () => {
    const { calls } = bench.api;
    expect(new Set(calls.map(({ method }) => method))).toEqual(
      new Set([
        "getMe",
        "setMyCommands",
        "setWebhook",
        "sendMessage",
        "answerCallbackQuery",
        "editMessageReplyMarkup",
        "getFile",
        "file",
      ]),
    );
    const bodies = calls.map(({ method, params }) => `${method} ${JSON.stringify(params)}`);
    expect(bodies.filter((body) => body.includes(MARK))).toEqual([]);
    expect(found(bodies, marked)).toEqual([]);
    // the illness behind a need is said as living; who gives for illness may say so, of no household
    const ill = found(bodies, [t("category.medical", "zh-CN"), t("category.medical", "en")]);
    const givers = ["zhangheng", ...Array.from({ length: CITIZENS }, (_, n) => `citizen${n}`)].map((id) =>
      told.get(id),
    );
    expect(ill.filter((body) => !givers.some((chat) => body.includes(`"chat_id":${chat},`)))).toEqual([]);
    expect(found(ill, ["BC-"])).toEqual([]);
  });

  it("are in no line of the log, and in no payload of a job", () => {
    const lines = bench.world.logs.map((line) => JSON.stringify(line));
    expect(lines.length).toBeGreaterThan(50);
    expect(jobs.length).toBeGreaterThan(50);
    for (const texts of [lines, jobs.map((job) => JSON.stringify(job))]) {
      expect(found(texts, [MARK, ...marked])).toEqual([]);
    }
  });

  it("would be seen: what is looked for is what was written", async () => {
    const { store, vault } = bench.world.house.deps;
    const member = await store.members.get(`${codeOf(3)}-2`);
    if (!member?.idNumber || !member.phone) throw new Error("no such member");
    expect(found([member.name], [MARK])).toHaveLength(1);
    expect(found([vault.open(member.idNumber)], marked)).toHaveLength(1);
    expect(found([vault.open(member.phone)], marked)).toHaveLength(1);
    // and a reader who may know is told of it elsewhere
    const rows = await store.messages.find({ index: "byState", where: { office, state: "sent" }, limit: 1_000 });
    expect(rows.items.filter(({ full }) => full?.includes(MARK)).length).toBeGreaterThan(15);
  });

  async function fill(): Promise<void> {
    const { store, vault, clock } = bench.world.house.deps;
    const now = clock.now();
    const head = (_id: string) => ({ _id, version: 1, office });
    const person = async (_id: string, n: number, role: Role): Promise<void> => {
      const phone = phoneOf(n);
      marked.push(phone);
      await store.people.insert({
        ...head(_id),
        name: `${MARK}${_id}`,
        phone: vault.seal(phone),
        phoneKey: vault.blind("phone", normalisePhone(phone) ?? ""),
        locale: localeOf(n),
        stopped: false,
        roles: [role],
        about: null,
        other: null,
      } satisfies Person);
      const ref = refOf(role, office);
      await store.posts.insert({ ...head(`${_id}|${role.as}|${ref}`), person: _id, as: role.as, ref });
    };
    for (let n = 0; n < CADRES; n++) await person(`cadre${n}`, 1_000 + n, { as: "cadre", unit: "agriculture" });
    for (let n = 0; n < CITIZENS; n++) {
      await person(`citizen${n}`, 2_000 + n, { as: "supporter", supporter: `good${n}` });
      const name = `${MARK}citizen${n}`;
      const supporter = { sort: "citizen", name, creditCode: `none:good${n}`, person: `citizen${n}` } as const;
      await store.supporters.insert({ ...head(`good${n}`), ...supporter, verified: true, area: null });
    }
    for (let n = 0; n < HOUSEHOLDS; n++) {
      const code = codeOf(n);
      const cadre = `cadre${n % CADRES}`;
      const circumstances = { mainCause: "illness", otherCauses: ["disability"], groups: ["disabled"], income: 4_000 };
      await store.households.insert({
        ...head(code),
        code,
        number: `none:${code}`,
        village: "banchang",
        group: null,
        name: `${MARK}head${n}`,
        tier: "heavy",
        status: "registered",
        circumstances: vault.seal(JSON.stringify(circumstances)),
        cadre,
        since: now - 500 * DAY_MS,
        other: null,
      });
      for (let m = 1; m <= MEMBERS; m++) {
        const number = n * MEMBERS + m;
        marked.push(idOf(number), phoneOf(number));
        await store.members.insert({
          ...head(`${code}-${m}`),
          household: code,
          number: null,
          name: `${MARK}member${number}`,
          relation: m === 1 ? "户主" : "之子",
          idNumber: vault.seal(idOf(number)),
          idKey: vault.blind("id-number", idOf(number)),
          born: vault.seal("1970"),
          labour: "part",
          phone: vault.seal(phoneOf(number)),
          phoneKey: vault.blind("phone", normalisePhone(phoneOf(number)) ?? ""),
          other: null,
        });
      }
      await person(`home${n}`, 3_000 + n, { as: "household", household: code, member: `${code}-1` });
      const lack = { kind: "funds", category: "medical", quantity: 5_000 } as const;
      await store.needs.insert({
        ...head(`XM${two(n)}`),
        code: `XM${two(n)}`,
        scope: "household",
        household: code,
        village: "banchang",
        worker: null,
        brings: null,
        note: vault.seal(`${MARK}dialysis`),
        ...lack,
        priority: 200,
        reasons: [],
        source: "cadre",
        state: "open",
        reviews: [],
        approvals: approvalsFor(lack, defaultSettings),
        cadre,
        recordedBy: cadre,
        at: now - 30 * DAY_MS,
        closedBecause: null,
      });
    }
  }

  async function live(): Promise<void> {
    const { world } = bench;
    const talkers = createTelegramTalkers(bench);
    const opened = async (id: string, locale: Locale): Promise<TelegramTalker> => {
      const talker = await talkers.of(id, locale);
      await talker.say(locale === "en" ? "menu" : "菜单");
      told.set(id, bench.api.messages.at(-1)?.chat ?? 0);
      return talker;
    };
    const homes: TelegramTalker[] = [];
    for (let n = 0; n < HOUSEHOLDS; n++) homes.push(await opened(`home${n}`, localeOf(3_000 + n)));
    const cadres: TelegramTalker[] = [];
    for (let n = 0; n < CADRES; n++) cadres.push(await opened(`cadre${n}`, localeOf(1_000 + n)));
    const citizens: TelegramTalker[] = [];
    for (let n = 0; n < CITIZENS; n++) citizens.push(await opened(`citizen${n}`, localeOf(2_000 + n)));

    for (const [n, citizen] of citizens.entries()) await pledge(citizen, localeOf(2_000 + n), n);
    const firm = await opened("zhangheng", "zh-CN");
    await firm.say("认捐20万块，板长村，看病");
    await firm.say("年前");
    await firm.say("确认");
    await world.advance(2 * 60_000);
    await answers(cadres);
    await world.advance(2 * 60_000);
    const delivered = await deliver(firm);
    await world.advance(60_000);
    await homesTalk(homes, delivered);
    await world.advance(2.5 * DAY_MS);
    for (const [n, cadre] of cadres.entries()) {
      const en = localeOf(1_000 + n) === "en";
      const looks = en
        ? ["tasks", "my data", "help", "privacy", "invite"]
        : ["待办", "我的数据", "怎么用", "隐私", "邀请"];
      for (const text of looks) await cadre.say(text);
      await cadre.say(`${MARK}head${n}`);
      await cadre.say(en ? "record a need" : "登记需求");
      await cadre.say(`${MARK}head${n + CADRES}`);
    }
    await world.advance(60_000);
  }

  async function pledge(citizen: TelegramTalker, locale: Locale, n: number): Promise<void> {
    await citizen.say(locale === "en" ? "donate 9000 for medical costs in 板长村" : "认捐9000块，板长村，看病");
    await citizen.say(locale === "en" ? "before Spring Festival" : "年前");
    await citizen.say(locale === "en" ? "confirm" : "确认");
    await citizen.say(locale === "en" ? "mine" : "我的");
    await citizen.send("contact", `86${phoneOf(2_000 + n)}`);
  }

  /** Most are accepted, one of each cadre declined with a reason that tells too much. */
  async function answers(cadres: readonly TelegramTalker[]): Promise<void> {
    for (const [n, cadre] of cadres.entries()) {
      const locale = localeOf(1_000 + n);
      for (let home = n; home < HOUSEHOLDS; home += CADRES) {
        if (home < CADRES) {
          await cadre.press(t("choice.decline", locale), codeOf(home));
          await cadre.press(t("answer.because.other", locale));
          await cadre.say(`${MARK}head${home} has ${MARK}cancer, ${idOf(home * MEMBERS + 1)}`);
        } else await cadre.press(t("choice.accept", locale), codeOf(home));
      }
    }
  }

  /** What the firm sees on one page is there; the codes of those households. */
  async function deliver(firm: TelegramTalker): Promise<string[]> {
    await firm.say("我的");
    const [card = ""] = await firm.say("1");
    const codes = [...card.matchAll(/送到了板长村 (BC-\d+)/g)].map(([, code = ""]) => code);
    for (const [at, code] of codes.entries()) {
      if (at > 0) {
        await firm.say("我的");
        await firm.say("1");
      }
      await firm.press(`送到了板长村 ${code}`);
      await firm.send("photo");
      await firm.press(t("deliver.yes", "zh-CN"));
    }
    return codes;
  }

  /** The first whose help is said to be there has it, all others have not. */
  async function homesTalk(homes: readonly TelegramTalker[], delivered: readonly string[]): Promise<void> {
    for (const [n, home] of homes.entries()) {
      const locale = localeOf(3_000 + n);
      const en = locale === "en";
      const at = delivered.indexOf(codeOf(n));
      if (at === 0) await home.press(t("choice.arrived-yes", locale));
      if (at === 1) {
        await home.press(t("choice.arrived-not-yet", locale));
        await home.say(`${MARK}only half, and the ${MARK}medicine is missing`);
      }
      await home.say(en ? "my family" : "我家");
      await home.say(en ? "ask the cadre" : "问干部");
      await home.say(`${MARK}I am ill, ${idOf(n * MEMBERS + 1)}, ${phoneOf(n * MEMBERS + 1)}`);
      if (n % 4 === 0) await home.send("photo");
      if (n % 5 === 0) await home.send("contact", `86${phoneOf(n * MEMBERS + 1)}`);
    }
  }
});

function found(texts: readonly string[], marks: readonly string[]): string[] {
  return texts.filter((text) => marks.some((mark) => text.includes(mark)));
}
