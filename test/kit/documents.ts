/** Documents for tests that write straight into the store; each is sound by itself, and the test says what matters. */
import { documents } from "#core/documents.js";
import type { Match } from "#core/match/match.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { OutboxEntry } from "#core/records.js";
import { smallOfficeId } from "./office.js";

const base = { version: 1, office: smallOfficeId };

/** An open pledge of 青石恒丰 for houses in 板长村's county. */
export function pledge(over: Partial<Pledge> & Pick<Pledge, "_id">): Pledge {
  return documents.pledges.parse({
    ...base,
    code: over._id,
    supporter: "hengfeng",
    person: "zhangheng",
    kind: "funds",
    categories: ["housing"],
    quantity: 10_000,
    area: "banchang",
    reach: 2,
    only: null,
    due: "2027-02-05",
    terms: { kind: "funds", purpose: null },
    state: "open",
    waiting: false,
    confirmedAt: 0,
    ...over,
  });
}

/** A proposal of `p1` for 刘大山's house that waits for 李倩. */
export function match(over: Partial<Match> & Pick<Match, "_id">): Match {
  return documents.matches.parse({
    ...base,
    code: over._id,
    kind: "funds",
    category: "housing",
    pledge: "p1",
    need: "XBC2A",
    supporter: "hengfeng",
    household: "BC-002",
    village: "banchang",
    cadre: "liqian",
    quantity: 1_000,
    state: "proposed",
    holding: true,
    rung: "cadre",
    clockAt: 0,
    answerBy: 0,
    due: "2027-02-05",
    lateSteps: 0,
    reasons: [],
    replay: { weights: 1, priority: 0, fit: 0, pledgeVersion: 1, needVersion: 1, run: "1" },
    answeredBy: null,
    declinedBecause: null,
    declinedWords: null,
    deliveredBy: null,
    deliveredAt: null,
    photo: null,
    confirmedBy: null,
    confirmedAt: null,
    proxy: false,
    question: null,
    at: 0,
    ...over,
  });
}

/** An event that waits to be told: 王建国 is asked to look at a need, unless the test says otherwise. */
export function outboxEntry(over: Partial<OutboxEntry> & Pick<OutboxEntry, "_id">): OutboxEntry {
  const need = { event: "need-recorded", ids: { need: "XYP1D" }, words: null, at: 0, done: false };
  return documents.outbox.parse({ ...base, ...need, ...over });
}
