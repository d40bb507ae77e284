/** Whole lives of pledges, played from outside, until every kill of a plan has happened and every pledge is confirmed. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import type { House } from "./house.js";
import {
  live,
  looksLike,
  openWeb,
  pickFirst,
  press,
  pushLine,
  textOf,
  type,
  webLine,
  type Bubble,
  type Habit,
  type Line,
  type Person,
} from "./people.js";
import type { Tokens } from "./prepare.js";

/** What the world outside knows when it is over. */
export interface Lived {
  readonly rounds: number;
  /** Every conversation and the ids of what was acknowledged in it; the web's by token, the network's by address. */
  readonly spoken: readonly {
    readonly channel: "web" | "push";
    readonly key: string;
    readonly ids: readonly string[];
  }[];
  /** Pledges that people confirmed and were told the code of. */
  readonly pledged: readonly {
    readonly token: string;
    readonly yuan: number;
    readonly codes: readonly string[];
    readonly presses: number;
  }[];
}

/** A house that has not lived through its kills after so many rounds never will. */
const MOST_ROUNDS = 24;
/** One round of three pledges takes two seconds; this long means that something hangs. */
const ROUND_MS = 40_000;
/** Given by new supporters; must be found in no log. */
export const PHONE = "13900990017";

interface Gift {
  readonly yuan: number;
  readonly village: string;
}

interface Supporter {
  readonly person: Person;
  readonly gift: Gift;
  readonly token: string;
  readonly codes: string[];
  /** Yuan that households confirmed, by code: a pledge may be given in parts. */
  readonly confirmed: Map<string, number>;
  presses: number;
}

/** Plays rounds until the house has no more kills to come. `random` decides who says "not yet" and who declines. */
export async function playLives(
  house: Pick<House, "url" | "next">,
  dataDir: string,
  tokens: Tokens,
  random: () => number,
  roundMs = ROUND_MS,
): Promise<Lived> {
  const file = join(dataDir, "push.jsonl");
  const push = (name: string): Line => pushLine(house, file, `push-${name}`);
  const lines = {
    liqian: webLine(house, tokens.liqian),
    wangjianguo: push("wangjianguo"),
    wangxiuying: webLine(house, tokens.wangxiuying),
    liudashan: webLine(house, tokens.liudashan),
    wuchunmei: push("wuchunmei"),
    huangxiaojun: push("huangxiaojun"),
  };
  const supporters: Supporter[] = [];
  const enterprise = createSupporter(house, "青石恒丰养殖有限公司", tokens.zhangheng, {
    yuan: 5_000,
    village: "板长村",
  });
  const spoken: Lived["spoken"][number][] = [];
  // what was overdue when the house first started is struck without anybody's doing
  while (house.next()?.point.startsWith("strike")) await sleep(10);
  await lines.huangxiaojun.say({ text: "退订" });
  let rounds = 0;
  do {
    if (++rounds > MOST_ROUNDS)
      throw new Error(`after ${MOST_ROUNDS} rounds nothing has led to ${house.next()?.point}`);
    const citizens = [
      createSupporter(house, `林晓${rounds}`, await openWeb(house), { yuan: 2, village: "垭坪村" }),
      createSupporter(house, `周望${rounds}`, await openWeb(house), { yuan: 2, village: "河东村" }),
    ];
    supporters.push(...citizens);
    const staff = [
      cadre("liqian", lines.liqian, { decline: true }),
      cadre("wangjianguo", lines.wangjianguo, { decline: random() < 0.3, lookIn: "待办" }),
      household("wangxiuying", lines.wangxiuying, { notYet: random() < 0.6 }),
      household("liudashan", lines.liudashan, { notYet: true }),
      household("wuchunmei", lines.wuchunmei, { notYet: random() < 0.5, lookIn: "我的帮扶" }),
    ];
    const stranger = push(`stranger-${randomBytes(6).toString("hex")}`);
    await playRound([...citizens, enterprise], staff, stranger, { round: rounds, roundMs });
    spoken.push({ channel: "push", key: stranger.address, ids: stranger.acknowledged });
  } while (house.next());
  for (const [name, { acknowledged: ids, address }] of Object.entries(lines)) {
    spoken.push(
      name in tokens
        ? { channel: "web", key: tokens[name as keyof Tokens], ids }
        : { channel: "push", key: address, ids },
    );
  }
  const all = [...supporters, enterprise];
  for (const { token, person } of all) spoken.push({ channel: "web", key: token, ids: person.line.acknowledged });
  return {
    rounds,
    spoken,
    pledged: all.map(({ token, gift, codes, presses }) => ({ token, yuan: gift.yuan, codes, presses })),
  };
}

/** Everybody at once; over when each of the pledges is confirmed by a household, as its supporter reads it. */
async function playRound(
  supporters: Supporter[],
  staff: Person[],
  stranger: Line,
  { round, roundMs }: { round: number; roundMs: number },
): Promise<void> {
  const began = performance.now();
  const wanted = new Map(supporters.map((one) => [one, one.codes.length + 1]));
  const isHelped = ({ codes, confirmed, gift }: Supporter): boolean =>
    codes.every((code) => confirmed.get(code) === gift.yuan);
  const isOpen = (one: Supporter): boolean => one.codes.length < (wanted.get(one) ?? 0) || !isHelped(one);
  const isDone = (): boolean => !supporters.some(isOpen);
  let failed = false;
  const over = (): boolean => {
    if (performance.now() - began > roundMs) {
      const open = supporters.filter(isOpen);
      throw new Error(
        `round ${round} hangs: ${open.map(({ person, codes }) => `${person.name} ${codes.join()}`).join("; ")}`,
      );
    }
    return failed || isDone();
  };
  const lives = [
    ...supporters.map(async ({ person }) => {
      await person.line.say({ text: "我要认捐" });
      await live(person, over);
    }),
    ...staff.map((person) => live(person, over)),
    stranger.say({ text: "你好" }),
  ];
  // the first failure ends the others
  await Promise.all(
    lives.map((life) => life.catch((error: unknown) => ((failed = true), Promise.reject(error as Error)))),
  );
  await sleep(0);
}

function createSupporter(house: Pick<House, "url">, name: string, token: string, gift: Gift): Supporter {
  const confirmed = new Map<string, number>();
  const codes: string[] = [];
  const registered = looksLike("pledge.registered");
  const arrived = [looksLike("notice.confirmed-supporter"), looksLike("notice.confirmed-proxy")];
  const notice = ({ text }: Bubble): void => {
    const code = /[A-Z][A-Z0-9]{2}-\d{3}/.exec(text)?.[0];
    if (code === undefined) return;
    if (registered.test(text)) codes.push(code);
    const yuan = Number(/([\d,]+) ?元/.exec(text)?.[1]?.replaceAll(",", ""));
    if (arrived.some((one) => one.test(text))) confirmed.set(code, (confirmed.get(code) ?? 0) + yuan);
  };
  const supporter: Supporter = {
    token,
    gift,
    codes,
    confirmed,
    presses: 0,
    person: {
      name,
      line: webLine(house, token),
      notice,
      habits: [
        press("join.citizen"),
        type("join.name-citizen", name),
        type("join.phone-citizen", PHONE),
        press("term.funds"),
        type("funds.amount", `${gift.yuan}元`),
        press("funds.any-purpose"),
        type("funds.where", gift.village),
        press("day.within-half-a-year"),
        { ...press("pledge.confirm"), did: () => (supporter.presses += 1) },
        ...delivering,
      ],
    },
  };
  return supporter;
}

const delivering: readonly Habit[] = [
  press("choice.mark-delivered", "later"),
  press("deliver.no-photo"),
  press("deliver.yes"),
];

interface Temper {
  /** Does the first proposal of a round not suit? */
  readonly decline: boolean;
  readonly lookIn?: string;
}

function cadre(name: string, line: Line, { decline, lookIn }: Temper): Person {
  let declines = decline;
  const no = press("choice.decline");
  return {
    name,
    line,
    ...(lookIn === undefined ? {} : { lookIn }),
    habits: [
      { when: "later", at: (bubble) => (declines ? no.at(bubble) : undefined), did: () => (declines = false) },
      press("choice.accept", "later"),
      press("answer.because.wrong-amount"),
      // a household without a phone is visited; the others are given some time to speak for themselves
      {
        when: "later",
        at: (bubble) => (bubble.text.includes("黄小军") ? press("choice.confirm-for-them").at(bubble) : undefined),
      },
      press("choice.confirm-for-them", "patient"),
      press("arrived.yes"),
      ...delivering,
      press("choice.deliver"),
      // what waits, in the order of its list
      press(looksLike("tasks.sort.questioned")),
      press(looksLike("tasks.sort.answer")),
      press(looksLike("tasks.sort.confirm")),
      pickFirst("tasks.which.questioned"),
      pickFirst("tasks.which.answer"),
      pickFirst("tasks.which.confirm"),
    ],
  };
}

function household(name: string, line: Line, { notYet, lookIn }: { notYet: boolean; lookIn?: string }): Person {
  let doubts = notYet;
  const no = press("arrived.not-yet");
  return {
    name,
    line,
    ...(lookIn === undefined ? {} : { lookIn }),
    habits: [
      { when: "later", at: (bubble) => (doubts ? no.at(bubble) : undefined), did: () => (doubts = false) },
      press("arrived.yes", "later"),
      press("choice.no-words"),
      press(new RegExp(textOf("my-help.state.delivered"))),
    ],
  };
}
