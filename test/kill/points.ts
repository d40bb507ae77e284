/**
 * The moments at which a process may be killed, and what stands between the house and its store to notice them.
 *
 * A batch of an import is killed in `import.test.ts`. Left to later issues because they do not exist yet: a chunk of a
 * broadcast, backup, restore, a migration that changes stored data.
 */
import type { ChatMessage } from "#core/records.js";
import type { Insert, Root, Store } from "#store/port.js";

/** In the life of pledges. `x.before`: nothing of x is durable yet; `x.after`: it is, and nobody knows yet. */
export const lifePoints = [
  // the conversation's own commit: state, replies, and what rides with them
  "conversation.before",
  "conversation.after",
  // the job that a commit should have woken is not in the queue: matching of a new pledge, sending of a notice
  "wake.match",
  "wake.send",
  // a command that changes a document of its own, before the conversation's commit
  "accept.before",
  "accept.after",
  "decline.before",
  "decline.after",
  "deliver.before",
  "deliver.after",
  "question.before",
  "question.after",
  "confirm.before",
  "confirm.after",
  "stop.before",
  "stop.after",
  // between a command's commit and the conversation's
  "gap",
  // jobs
  "plan.before",
  "plan.after",
  "tell.before",
  "tell.after",
  "strike.before",
  "strike.after",
  "settle-need.before",
  "settle-need.after",
  "settle-pledge.before",
  "settle-pledge.after",
  "sweep.begun",
  "sweep.removing",
  "sweep.unknown.before",
  "sweep.unknown.after",
  // a reply that leaves straight away, around the call of the network
  "reply.calling",
  "reply.arrived",
  "reply.answered",
  "reply.sent",
  // a notice in the send ledger, around the call of the network
  "send.before",
  "send.sending",
  "send.calling",
  "send.arrived",
  "send.answered",
  "send.sent",
  // a new conversation: on the web its session is missing; on a network its first message is not answered
  "conversation.opened",
  "conversation.found",
] as const;

/** Between the steps of a commit on MongoDB. */
export const mongoPoints = ["commit.looked", "commit.rooted", "commit.inserted", "commit.finished"] as const;

/** In the order in which a first start passes them. */
export const startPoints = [
  "key.drafted",
  "key.linked",
  "schema.table",
  "schema.index",
  "office.before",
  "office.after",
] as const;

/** While the demo is loaded: before any of its writes. */
export const demoPoint = "demo.write";

export type Point =
  (typeof lifePoints)[number] | (typeof startPoints)[number] | (typeof mongoPoints)[number] | typeof demoPoint;

/** Where to die: at this occurrence of that point in the life of a process. */
export interface Kill {
  readonly point: Point;
  readonly occurrence: number;
}

/** Tells that a point is passed; does not return from the one at which to die. */
export type Pass = (point: Point) => void;

const allPoints: readonly Point[] = [...lifePoints, ...startPoints, ...mongoPoints, demoPoint];

/** Reads `point:occurrence`; throws for a point there is not. */
export function readKill(text: string): Kill {
  const [name, occurrence] = text.split(":");
  const point = allPoints.find((one) => one === name);
  if (!point) throw new Error(`no such point: ${name}`);
  return { point, occurrence: Number(occurrence) };
}

/** Kills this process at its moment, as a power cut would: nothing is finished, nothing is closed. */
export function createPass(kill: Kill | null): Pass {
  let passed = 0;
  return (point) => {
    if (point !== kill?.point) return;
    passed += 1;
    if (passed === kill.occurrence) process.kill(process.pid, "SIGKILL");
  };
}

type Stage = "before" | "after";
const commands: Readonly<Record<string, "accept" | "decline" | "deliver" | "question" | "confirm" | "stop">> = {
  "match-accepted": "accept",
  "match-declined": "decline",
  "help-delivered": "deliver",
  "help-questioned": "question",
  "help-confirmed": "confirm",
  "person-opted-out": "stop",
};

/** The store, with points around what it writes. */
export function watchStore(store: Store, pass: Pass): Store {
  const demo = (): void => pass(demoPoint);
  const watched = withDemoPoints(store, demo);
  const { contacts, sessions, messages, outbox, inbox, offices } = watched;
  let betweenCommits = false;
  return {
    ...watched,
    async commit(root, also) {
      demo();
      if (root.collection === "contacts" && betweenCommits) pass("gap");
      const points = pointsOf(root, also);
      for (const point of points) point("before", pass);
      const outcome = await store.commit(root, also);
      if (outcome.type !== "committed") return outcome;
      betweenCommits = commandOf(root, also) !== undefined;
      for (const point of points) point("after", pass);
      return outcome;
    },
    contacts: {
      ...contacts,
      async insert(doc) {
        const outcome = await contacts.insert(doc);
        if (doc.channel === "push") pass("conversation.found");
        return outcome;
      },
    },
    sessions: {
      ...sessions,
      insert(doc) {
        if (doc.use === "chat") pass("conversation.opened");
        return sessions.insert(doc);
      },
    },
    offices: {
      ...offices,
      async insert(doc) {
        pass("office.before");
        const outcome = await offices.insert(doc);
        pass("office.after");
        return outcome;
      },
    },
    messages: {
      ...messages,
      async replace(doc) {
        passLedger(doc, "before", pass);
        const outcome = await messages.replace(doc);
        if (outcome === "replaced") passLedger(doc, "after", pass);
        return outcome;
      },
    },
    outbox: {
      ...outbox,
      scan(query) {
        if (query.where["done"] === false) pass("sweep.begun");
        return outbox.scan(query);
      },
    },
    inbox: {
      ...inbox,
      scan(query) {
        pass("sweep.removing");
        return inbox.scan(query);
      },
    },
  };
}

/** The demo may be written in any way: every collection's inserts count. */
function withDemoPoints(store: Store, demo: () => void): Store {
  const watched = Object.entries(store).map(([name, part]) => {
    if (typeof part === "function" || !("insert" in part)) return [name, part];
    const insert = (doc: never) => {
      demo();
      return part.insert(doc);
    };
    return [name, { ...part, insert }];
  });
  return Object.fromEntries(watched) as Store;
}

type PointOf = (stage: Stage, pass: Pass) => void;

function pointsOf(root: Root, also: readonly Insert[]): PointOf[] {
  switch (root.collection) {
    case "contacts":
      return [(stage, pass) => passConversation(also, stage, pass)];
    case "planners":
      return also.length > 0 ? [(stage, pass) => pass(`plan.${stage}`)] : [];
    case "outbox":
      return [(stage, pass) => passTelling(also, stage, pass)];
    default:
      return pointsOfAudit(root, also);
  }
}

function passConversation(also: readonly Insert[], stage: Stage, pass: Pass): void {
  if (stage === "after" && also.some(({ collection }) => collection === "pledges")) pass("wake.match");
  pass(`conversation.${stage}`);
}

function passTelling(also: readonly Insert[], stage: Stage, pass: Pass): void {
  if (stage === "after" && also.some(({ collection, doc }) => collection === "messages" && doc.state === "planned")) {
    pass("wake.send");
  }
  pass(`tell.${stage}`);
}

function pointsOfAudit(root: Root, also: readonly Insert[]): PointOf[] {
  const command = commandOf(root, also);
  if (command) return [(stage, pass) => pass(`${command}.${stage}`)];
  const audit = auditOf(root, also);
  if (audit?.action === "need-closed") return [(stage, pass) => pass(`settle-need.${stage}`)];
  if (audit?.action === "pledge-closed") return [(stage, pass) => pass(`settle-pledge.${stage}`)];
  const byClock = audit && "job" in audit.actor && audit.actor.job === "clock";
  return byClock ? [(stage, pass) => pass(`strike.${stage}`)] : [];
}

function auditOf(root: Root, also: readonly Insert[]) {
  if (root.collection === "audit") return root.doc;
  return also.flatMap(({ collection, doc }) => (collection === "audit" ? [doc] : [])).at(0);
}

/** What a person's command does, when it commits a document of its own. */
function commandOf(root: Root, also: readonly Insert[]) {
  const audit = auditOf(root, also);
  if (root.collection === "contacts" || !audit || !("person" in audit.actor)) return undefined;
  return commands[audit.action];
}

function passLedger(row: ChatMessage, stage: Stage, pass: Pass): void {
  if (row.event === null) {
    if (row.state === "sent") pass(stage === "before" ? "reply.answered" : "reply.sent");
    return;
  }
  if (row.state === "sending") pass(stage === "before" ? "send.before" : "send.sending");
  if (row.state === "sent") pass(stage === "before" ? "send.answered" : "send.sent");
  if (row.state === "unknown") pass(`sweep.unknown.${stage}`);
}
