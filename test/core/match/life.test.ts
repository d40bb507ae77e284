import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accept,
  confirm,
  decline,
  deliver,
  lapse,
  proposalClock,
  question,
  refuse,
  strike,
  type MatchEvent,
  type Moved,
  type Rules,
  type Unmoved,
} from "#core/match/life.js";
import { holdingStates, MatchState, type Match, type Rung } from "#core/match/match.js";
import { defaultSettings } from "#core/office.js";
import { aMatch } from "../../kit/store.js";

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string | 0 => (ms === 0 ? 0 : new Date(ms).toISOString());
const inChina = (now: string): Rules => ({ now: at(now), timeZone: "Asia/Shanghai", settings: defaultSettings });
const rulesAt = (rules: Rules, now: number): Rules => ({ ...rules, now });

/** Ten in the morning of 24 November in China. */
const rules = inChina("2026-11-24T10:00+08:00");

const transitions = {
  accept: (match, now) => accept(match, "li", now),
  decline: (match) => decline(match, "li", "unwilling"),
  refuse: (match) => refuse(match, "wang"),
  lapse: (match) => lapse(match, "need-closed"),
  deliver: (match, now) => deliver(match, "chen", "photo-1", now),
  confirm: (match, now) => confirm(match, "wang", false, now),
  question: (match, now) => question(match, "one bag is missing", false, now),
  strike,
} satisfies Record<string, (match: Match, rules: Rules) => Moved | Unmoved>;
type Transition = keyof typeof transitions;
const names = Object.keys(transitions) as Transition[];

function moved(outcome: Moved | Unmoved): Moved {
  if (outcome.type === "unmoved") throw new Error("it should have moved");
  return outcome;
}

describe("what each state allows", () => {
  /** A match in a state, whose clock is due. Its delivery is due today. */
  const standing = (state: MatchState): Match =>
    aMatch("m1", { state, holding: holdingStates.has(state), clockAt: rules.now, due: "2026-11-24" });

  type Row = readonly [MatchState, MatchEvent, clock: string | 0];
  const inThreeDays = "2026-11-27T15:59:59.999Z";
  const lateAgain = "2026-11-27T01:00:00.000Z";
  const table: Record<MatchState, Partial<Record<Transition, Row>>> = {
    proposed: {
      accept: ["accepted", "match-accepted", lateAgain],
      decline: ["declined", "match-declined", 0],
      lapse: ["lapsed", "match-lapsed", 0],
      strike: ["proposed", "match-escalated", "2026-11-26T15:59:59.999Z"],
    },
    accepted: {
      refuse: ["declined", "match-refused", 0],
      deliver: ["delivered", "help-delivered", inThreeDays],
      strike: ["accepted", "delivery-late", lateAgain],
    },
    delivered: {
      confirm: ["confirmed", "help-confirmed", 0],
      question: ["questioned", "help-questioned", inThreeDays],
      strike: ["delivered", "help-unconfirmed", 0],
    },
    questioned: {
      deliver: ["delivered", "help-delivered", inThreeDays],
      confirm: ["confirmed", "help-confirmed", 0],
      strike: ["questioned", "question-escalated", inThreeDays],
    },
    confirmed: {},
    declined: {},
    lapsed: {},
  };
  const cases = MatchState.options.flatMap((state) =>
    names.map((name) => ({ state, name, row: table[state][name], leads: table[state][name]?.[0] ?? "nowhere" })),
  );

  it.each(cases)("$state, $name: $leads", ({ state, name, row }) => {
    const before = standing(state);
    const kept = structuredClone(before);
    const outcome = transitions[name](before, rules);

    expect(before).toEqual(kept);
    const told =
      outcome.type === "moved" ? [outcome.match.state, outcome.event, iso(outcome.match.clockAt)] : undefined;
    expect(told).toEqual(row);
    const after = outcome.type === "moved" ? outcome.match : before;
    expect(after.holding).toBe(holdingStates.has(after.state));
  });
});

describe("what a change writes down", () => {
  const proposed = aMatch("m1");
  const accepted = aMatch("m1", { state: "accepted", answeredBy: "li" });
  const delivered = aMatch("m1", { state: "delivered", photo: "photo-0" });

  it.each<[string, Moved | Unmoved, Partial<Match>]>([
    ["who accepted", accept(proposed, "li", rules), { answeredBy: "li", declinedBecause: null, lateSteps: 0 }],
    ["who declined, and why", decline(proposed, "li", "unwilling"), { answeredBy: "li", declinedBecause: "unwilling" }],
    ["that it was the household", refuse(accepted, "wang"), { answeredBy: "wang", declinedBecause: "household" }],
    ["why it lapsed", lapse(proposed, "withdrawn"), { answeredBy: null, declinedBecause: "withdrawn" }],
    [
      "who delivered, when, and the photo",
      deliver(accepted, "chen", "photo-1", rules),
      { deliveredBy: "chen", deliveredAt: rules.now, photo: "photo-1", answeredBy: "li" },
    ],
    [
      "the old photo where no new one came",
      deliver({ ...delivered, state: "questioned" }, "chen", null, rules),
      { photo: "photo-0" },
    ],
    [
      "the household's yes",
      confirm(delivered, "wang", false, rules),
      { confirmedBy: "wang", confirmedAt: rules.now, proxy: false },
    ],
    [
      "a yes by proxy",
      confirm(delivered, "li", true, rules),
      { confirmedBy: "li", confirmedAt: rules.now, proxy: true },
    ],
    [
      "what was wrong, for the cadre first, with the day of the answer",
      question({ ...delivered, rung: "township" }, "one bag is missing", false, rules),
      { question: "one bag is missing", rung: "cadre", proxy: false, answerBy: at("2026-11-27T15:59:59.999Z") },
    ],
  ])("%s", (_, outcome, written) => {
    expect(moved(outcome).match).toMatchObject(written);
  });
});

/** Lets the clock strike each time it is due, and tells each strike. */
function strikes(match: Match, from: Rules): { at: string | 0; event: MatchEvent; match: Match }[] {
  const told: { at: string | 0; event: MatchEvent; match: Match }[] = [];
  let now = match;
  while (now.clockAt > 0 && told.length < 20) {
    const outcome = moved(strike(now, rulesAt(from, now.clockAt)));
    told.push({ at: iso(now.clockAt), event: outcome.event, match: outcome.match });
    now = outcome.match;
  }
  return told;
}
const fresh = (start: Rules): Match => aMatch("m1", { ...proposalClock(start), due: "2027-03-01" });
const climbed = (match: Match, start: Rules) =>
  strikes(match, start).map((one) => [one.at, one.event, one.match.rung, one.match.state]);

describe("silence on a proposal climbs cadre → unit → township, then lapses", () => {
  it("by the office's days, each ending at midnight in its time zone", () => {
    expect(climbed(fresh(rules), rules)).toEqual([
      ["2026-11-26T15:59:59.999Z", "match-escalated", "unit", "proposed"],
      ["2026-11-28T15:59:59.999Z", "match-escalated", "township", "proposed"],
      ["2026-12-01T15:59:59.999Z", "match-lapsed", "township", "lapsed"],
    ]);
  });

  it("also where the clocks change: a day of 25 hours is still a day", () => {
    const berlin: Rules = { now: at("2026-10-23T10:00+02:00"), timeZone: "Europe/Berlin", settings: defaultSettings };
    expect(climbed(fresh(berlin), berlin)).toEqual([
      ["2026-10-25T22:59:59.999Z", "match-escalated", "unit", "proposed"],
      ["2026-10-27T22:59:59.999Z", "match-escalated", "township", "proposed"],
      ["2026-10-30T22:59:59.999Z", "match-lapsed", "township", "lapsed"],
    ]);
  });

  it("and gives a rung its days from when it hears, however long the clock slept", () => {
    const slept = rulesAt(rules, at("2026-12-20T08:00+08:00"));
    const { match, event } = moved(strike(fresh(rules), slept));

    expect([event, match.rung]).toEqual(["match-escalated", "unit"]);
    expect(iso(match.clockAt)).toBe("2026-12-22T15:59:59.999Z");
    expect(match.answerBy).toBe(match.clockAt);
    expect(strike(match, slept)).toEqual({ type: "unmoved" });
  });

  it("says that it was silence, and frees the quantity", () => {
    expect(strikes(fresh(rules), rules).at(-1)?.match).toMatchObject({
      declinedBecause: "silence",
      holding: false,
      clockAt: 0,
    });
  });

  it.each<Rung>(["cadre", "unit", "township"])("ends with a yes of the %s", (rung) => {
    const { match } = moved(accept({ ...fresh(rules), rung }, "somebody", rules));
    expect([match.state, match.rung]).toEqual(["accepted", rung]);
  });

  it("follows the days that the office sets", () => {
    const answerDays = { cadre: 1, unit: 5, township: 1 };
    const own: Rules = { ...rules, settings: { ...defaultSettings, answerDays } };
    expect(climbed(fresh(own), own).map(([when]) => when)).toEqual([
      "2026-11-25T15:59:59.999Z",
      "2026-11-30T15:59:59.999Z",
      "2026-12-01T15:59:59.999Z",
    ]);
  });
});

describe("the ladder of a late delivery", () => {
  const due = "2027-02-05";
  const acceptedAt = (now: string): Match => moved(accept(aMatch("m1", { due }), "li", inChina(now))).match;
  const steps = (match: Match) => strikes(match, rules).map((one) => [one.at, one.event, one.match.lateSteps]);

  it("has each step once, in order, at nine in the morning: -7, 0, +3, +10, +20 days", () => {
    expect(steps(acceptedAt("2026-11-24T10:00+08:00"))).toEqual([
      ["2027-01-29T01:00:00.000Z", "delivery-late", 1],
      ["2027-02-05T01:00:00.000Z", "delivery-late", 2],
      ["2027-02-08T01:00:00.000Z", "delivery-late", 3],
      ["2027-02-15T01:00:00.000Z", "delivery-late", 4],
      ["2027-02-25T01:00:00.000Z", "delivery-late", 5],
    ]);
  });

  it.each([
    ["after the first reminder's day: starts on the due day", "2027-02-01T10:00+08:00", "2027-02-05T01:00:00.000Z", 2],
    ["on the due day: starts three days later", "2027-02-05T10:00+08:00", "2027-02-08T01:00:00.000Z", 3],
    ["when it was late already: says so at once", "2027-02-10T10:00+08:00", "2027-02-10T02:00:00.001Z", 3],
    ["when every step was over: says the last, once", "2027-06-01T10:00+08:00", "2027-06-01T02:00:00.001Z", 5],
  ])("accepted %s", (_, accepted, first, climbs) => {
    const told = steps(acceptedAt(accepted));
    expect(told[0]).toEqual([first, "delivery-late", climbs]);
    expect(told.at(-1)?.[2]).toBe(5);
    expect(told).toHaveLength(6 - climbs);
  });

  it("climbs the steps it slept through as one", () => {
    const awake = inChina("2027-02-09T12:00+08:00");
    const { match } = moved(strike(acceptedAt("2026-11-24T10:00+08:00"), awake));

    expect([match.lateSteps, iso(match.clockAt)]).toEqual([3, "2027-02-15T01:00:00.000Z"]);
    expect(strike(match, awake)).toEqual({ type: "unmoved" });
  });

  it("ends with the delivery, and a second delivery after a question is not late again", () => {
    const late = moved(strike(acceptedAt("2026-11-24T10:00+08:00"), inChina("2027-02-09T12:00+08:00"))).match;
    const delivered = moved(deliver(late, "chen", null, inChina("2027-02-10T12:00+08:00"))).match;
    expect(strikes(delivered, rules).map((one) => one.event)).toEqual(["help-unconfirmed"]);
  });

  it("may be empty", () => {
    const own: Rules = { ...rules, settings: { ...defaultSettings, lateLadder: [] } };
    expect(moved(accept(aMatch("m1"), "li", own)).match.clockAt).toBe(0);
  });
});

describe("after the delivery", () => {
  it("asks the cadre once when the household stays silent for three days", () => {
    const { match } = moved(deliver(aMatch("m1", { state: "accepted" }), "chen", null, rules));
    expect(climbed(match, rules)).toEqual([["2026-11-27T15:59:59.999Z", "help-unconfirmed", "cadre", "delivered"]]);
  });

  it("carries an unanswered question up to the township, and leaves it there, open", () => {
    const { match } = moved(question(aMatch("m1", { state: "delivered" }), null, false, rules));
    const told = strikes(match, rules);

    expect(told.map((one) => [one.at, one.event, one.match.rung, one.match.state])).toEqual([
      ["2026-11-27T15:59:59.999Z", "question-escalated", "unit", "questioned"],
      ["2026-11-30T15:59:59.999Z", "question-escalated", "township", "questioned"],
    ]);
    expect(told.map((one) => iso(one.match.answerBy))).toEqual([
      "2026-11-30T15:59:59.999Z",
      "2026-12-03T15:59:59.999Z",
    ]);
    expect(told.at(-1)?.match).toMatchObject({ clockAt: 0, holding: true });
  });

  it("takes a late yes to an open question, even at the township", () => {
    const open = aMatch("m1", { state: "questioned", rung: "township", clockAt: 0 });
    expect(moved(confirm(open, "wang", false, rules)).match.state).toBe("confirmed");
  });

  it("starts the question anew, with the cadre, when a second delivery is wrong too", () => {
    const escalated = aMatch("m1", { state: "questioned", rung: "township", question: "one bag is missing" });
    const again = moved(deliver(escalated, "chen", null, rules)).match;
    const asked = moved(question(again, null, true, rules)).match;
    expect(asked).toMatchObject({ rung: "cadre", question: null, proxy: true });
  });
});

describe("any life", () => {
  const move = fc.record({ name: fc.constantFrom(...names), hours: fc.integer({ min: 0, max: 24 * 40 }) });
  const zone = fc.constantFrom("Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Pacific/Apia");

  it("keeps its quantity and ids, holds exactly what its state holds, and never leaves its end", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), zone, (moves, timeZone) => {
        let now: Rules = { ...rules, timeZone };
        let match = aMatch("m1", { ...proposalClock(now), due: "2026-12-10" });
        const { _id, pledge, need, supporter, household, quantity, due } = match;
        for (const { name, hours } of moves) {
          now = rulesAt(now, now.now + hours * 3_600_000);
          const outcome = transitions[name](match, now);
          const over = match.state === "confirmed" || match.state === "declined" || match.state === "lapsed";
          const early = name === "strike" && (match.clockAt === 0 || now.now < match.clockAt);
          expect(outcome.type === "moved" && (over || early)).toBe(false);
          if (outcome.type === "unmoved") continue;
          match = outcome.match;
          expect(match).toMatchObject({ _id, pledge, need, supporter, household, quantity, due });
          expect(match.holding).toBe(holdingStates.has(match.state));
          expect(match.clockAt === 0 || match.clockAt > now.now).toBe(true);
          expect(strike(match, now)).toEqual({ type: "unmoved" });
        }
      }),
    );
  });

  it("comes to rest by the clock alone, from wherever it stands", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 10 }), (moves) => {
        let now = rules;
        let match = fresh(now);
        for (const { name, hours } of moves) {
          now = rulesAt(now, now.now + hours * 3_600_000);
          const outcome = transitions[name](match, now);
          if (outcome.type === "moved") match = outcome.match;
        }
        const told = strikes(match, now);
        expect(told.length).toBeLessThanOrEqual(5);
        expect(told.at(-1)?.match.clockAt ?? 0).toBe(0);
      }),
    );
  });
});
