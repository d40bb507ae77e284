/** Valid documents for tests of the store, and short ways to read it. All people are made up. */
import type { Clock } from "#core/clock.js";
import type { AuditEntry, Contact, OutboxEntry } from "#core/records.js";
import type { Match } from "#core/match/match.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { Need } from "#core/registry/need.js";
import type { Collection, Find, Stored } from "#store/port.js";

export const office = "office-1";
export const at = Date.UTC(2026, 9, 17);
export const fixedClock: Clock = { now: () => at };

/** An open need of a household; its code is its id. */
export function aNeed(id: string, changes: Partial<Need> = {}): Need {
  return {
    _id: id,
    version: 0,
    office,
    code: id,
    scope: "household",
    household: "household-1",
    village: "village-1",
    kind: "funds",
    category: "schooling",
    quantity: 500,
    priority: 200,
    reasons: [],
    worker: null,
    brings: null,
    note: null,
    source: "cadre",
    state: "open",
    reviews: [],
    approvals: 1,
    cadre: "cadre-1",
    recordedBy: "cadre-1",
    at,
    closedBecause: null,
    ...changes,
  };
}

/** An open pledge of money; its code is its id. */
export function aPledge(id: string, changes: Partial<Pledge> = {}): Pledge {
  return {
    _id: id,
    version: 0,
    office,
    code: id,
    supporter: "supporter-1",
    person: "person-1",
    kind: "funds",
    categories: null,
    quantity: 1_000,
    area: "village-1",
    reach: 2,
    only: null,
    due: "2026-12-31",
    terms: { kind: "funds", purpose: null },
    state: "open",
    waiting: false,
    confirmedAt: at,
    ...changes,
  };
}

/** A proposed match; its code is its id. */
export function aMatch(id: string, changes: Partial<Match> = {}): Match {
  return {
    _id: id,
    version: 0,
    office,
    code: id,
    kind: "funds",
    category: "schooling",
    pledge: "pledge-1",
    need: "need-1",
    supporter: "supporter-1",
    household: "household-1",
    village: "village-1",
    cadre: "cadre-1",
    quantity: 100,
    state: "proposed",
    holding: true,
    rung: "cadre",
    clockAt: 0,
    answerBy: at,
    due: "2026-12-31",
    lateSteps: 0,
    reasons: [],
    replay: { weights: 1, priority: 200, fit: 1, pledgeVersion: 1, needVersion: 1, run: "run-1" },
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
    at,
    ...changes,
  };
}

export function anAudit(id: string, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    _id: id,
    version: 0,
    office,
    at,
    actor: { job: "test" },
    action: "tested",
    subject: { collection: "needs", id: "need-1" },
    detail: {},
    result: null,
    ...changes,
  };
}

export function anOutbox(id: string, changes: Partial<OutboxEntry> = {}): OutboxEntry {
  return { _id: id, version: 0, office, event: "tested", ids: {}, words: null, at, done: false, ...changes };
}

/** A conversation; its address is its id. */
export function aContact(id: string, changes: Partial<Contact> = {}): Contact {
  return {
    _id: id,
    version: 0,
    office,
    channel: "terminal",
    address: id,
    people: [],
    active: null,
    locale: "zh-CN",
    dialogue: null,
    lastAt: at,
    lastSeq: 0,
    unreachable: false,
    wrongCodes: { count: 0, since: 0 },
    ...changes,
  };
}

/** All documents of an index walk, page by page. */
export async function allPages<T extends Stored>(collection: Collection<T>, query: Omit<Find, "after">): Promise<T[]> {
  const items: T[] = [];
  let page = await collection.find(query);
  items.push(...page.items);
  while (page.next !== undefined) {
    page = await collection.find({ ...query, after: page.next });
    items.push(...page.items);
  }
  return items;
}

/** Everything an async walk gives. */
export async function collect<T>(walk: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of walk) items.push(item);
  return items;
}

export const ids = (docs: readonly Stored[]): string[] => docs.map((doc) => doc._id);
