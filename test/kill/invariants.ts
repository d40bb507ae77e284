/** What must be true of a house that has ended, whatever moments it was killed at (reliability.md). Returns what is not. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CollectionName, Documents } from "#core/documents.js";
import type { ChatMessage, Contact } from "#core/records.js";
import type { Store } from "#store/port.js";
import { openVault, type OpenVault } from "#store/vault.js";
import type { Stack } from "./stack.js";
import { smallOfficeId as office } from "../kit/office.js";
import { PHONE, type Lived } from "./life.js";
import { readTaken, type Taken } from "./push.js";

/** One breach: the invariant and what broke it. */
export type Breach = string;

interface Ended {
  readonly store: Store;
  readonly vault: OpenVault;
  readonly lived: Lived;
  readonly taken: readonly Taken[];
  readonly log: string;
  readonly all: All;
  readonly contacts: ReadonlyMap<string, Contact>;
}

type Kept = "pledges" | "matches" | "needs" | "audit" | "outbox" | "messages" | "contacts" | "inbox";
type All = { readonly [N in Kept]: readonly Documents[N][] };

/** Opens the folder of a house that has ended and checks I1–I7, I9 (as far as it shows here) and I12. */
export async function checkInvariants(dataDir: string, stack: Stack, lived: Lived): Promise<Breach[]> {
  const vault = await openVault({ keyPath: join(dataDir, "fourhelp.key"), expectExisting: true });
  const store = await stack.openStore();
  try {
    const all = await readAll(store);
    const contacts = new Map(all.contacts.map((contact) => [contact._id, contact]));
    const taken = readTaken(join(dataDir, "push.jsonl"));
    const log = await readFile(join(dataDir, "house.log"), "utf8");
    const ended: Ended = { store, vault, lived, taken, log, all, contacts };
    const found = [
      await acknowledgedIsKept(ended),
      changedOnce(ended),
      await pledgedAsConfirmed(ended),
      sumsBalance(ended),
      everyChangeIsAudited(ended),
      ledgerIsWhole(ended),
      nobodyIsToldTwice(ended),
      optedOutIsLeftAlone(ended),
      nothingLeaks(ended),
    ];
    return found.flat();
  } finally {
    await store.close();
  }
}

async function readAll(store: Store): Promise<All> {
  return {
    pledges: await everything(store, "pledges"),
    matches: await everything(store, "matches"),
    needs: await everything(store, "needs"),
    audit: await everything(store, "audit"),
    outbox: await everything(store, "outbox"),
    messages: await everything(store, "messages"),
    contacts: await everything(store, "contacts"),
    inbox: await everything(store, "inbox"),
  };
}

async function everything<N extends CollectionName>(store: Store, name: N): Promise<Documents[N][]> {
  const docs: Documents[N][] = [];
  const scan = store[name].scan({ index: "office", where: { office } }) as AsyncIterable<Documents[N]>;
  for await (const doc of scan) docs.push(doc);
  return docs;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** I1: what was answered 2xx is in the conversation, once. */
async function acknowledgedIsKept(ended: Ended): Promise<Breach[]> {
  const inbox = new Set(ended.all.inbox.map(({ _id }) => _id));
  const rows = countBy(ended.all.messages, ({ _id }) => _id);
  const breaches: Breach[] = [];
  let checked = 0;
  for (const { channel, key, ids } of ended.lived.spoken) {
    const contact =
      channel === "web"
        ? await contactOf(ended, key)
        : [...ended.contacts.values()].find((one) => one.address === key)?._id;
    for (const id of ids) {
      checked += 1;
      if (!inbox.has(`${id}.${contact}`) || rows.get(`${id}.${contact}.me`) !== 1)
        breaches.push(`I1: ${contact}.${id} was acknowledged and is lost`);
    }
  }
  return checked > 0 ? breaches : [...breaches, "I1: nothing was acknowledged"];
}

async function contactOf({ store, vault }: Ended, token: string): Promise<string | undefined> {
  return (await store.sessions.get(vault.blind("session", token)))?.subject;
}

/** I2: no step of a match's life was taken twice. */
function changedOnce({ all }: Ended): Breach[] {
  const of = (match: string, action: string): number =>
    all.audit.filter(({ subject, action: one }) => subject.id === match && one === action).length;
  return all.matches.flatMap(({ _id }) => {
    const once = ["match-proposed", "match-accepted", "match-declined", "match-lapsed", "help-confirmed"];
    const twice = once.filter((action) => of(_id, action) > 1);
    const delivered = of(_id, "help-delivered");
    const again = delivered > of(_id, "help-questioned") + 1 ? ["help-delivered"] : [];
    return [...twice, ...again].map((action) => `I2: ${action} happened twice to ${_id}`);
  });
}

/** I3: each confirmation made one pledge, with the amount that was said. */
async function pledgedAsConfirmed(ended: Ended): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { token, yuan, codes, presses } of ended.lived.pledged) {
    const contact = ended.contacts.get((await contactOf(ended, token)) ?? "");
    const own = ended.all.pledges.filter(({ person }) => person === contact?.active);
    const stored = own
      .map(({ code }) => code)
      .toSorted()
      .join();
    if (own.length !== presses || stored !== codes.toSorted().join()) {
      breaches.push(`I3: ${contact?._id} confirmed ${presses} and was told ${codes.join()}; stored are ${stored}`);
    }
    for (const { code, quantity, kind } of own) {
      if (quantity !== yuan || kind !== "funds") breaches.push(`I3: ${code} became ${quantity} of ${kind}`);
    }
  }
  return breaches;
}

/** I4: held never exceeds pledged or needed; what is confirmed is exactly what was pledged. */
function sumsBalance({ all, lived }: Ended): Breach[] {
  const held = (by: "pledge" | "need", id: string): number =>
    all.matches.filter((match) => match[by] === id && match.holding).reduce((sum, { quantity }) => sum + quantity, 0);
  const over = [
    ...all.pledges.filter(({ _id, quantity }) => held("pledge", _id) > quantity),
    ...all.needs.filter(({ _id, quantity }) => held("need", _id) > quantity),
  ];
  const codes = new Set(lived.pledged.flatMap((one) => one.codes));
  const unsettled = all.pledges.filter((pledge) => codes.has(pledge.code) && pledge.state !== "closed");
  const open = all.needs.filter(({ _id, state, quantity }) => {
    const confirmed = all.matches.filter((match) => match.need === _id && match.state === "confirmed");
    return state !== "closed" && confirmed.reduce((sum, match) => sum + match.quantity, 0) >= quantity;
  });
  return [
    ...over.map(({ _id }) => `I4: more is held than there is of ${_id}`),
    ...unsettled.map(({ code, state }) => `I4: ${code} was confirmed whole and is ${state}`),
    ...open.map(({ _id }) => `I4: ${_id} was met whole and is still open`),
  ];
}

/** I5: each version of what people care for has its audit entry. */
function everyChangeIsAudited({ all }: Ended): Breach[] {
  const entries = countBy(all.audit, ({ subject }) => `${subject.collection} ${subject.id}`);
  return (["pledges", "matches", "needs"] as const).flatMap((collection) =>
    all[collection].flatMap(({ _id, version }) => {
      const count = entries.get(`${collection} ${_id}`) ?? 0;
      return count === version ? [] : [`I5: ${collection} ${_id} is at version ${version} with ${count} audit entries`];
    }),
  );
}

/** I6: each message is one row in an end state, and the network has what the ledger says. */
function ledgerIsWhole({ all, taken, contacts }: Ended): Breach[] {
  const handed = countBy(taken, ({ id }) => id);
  const rows = new Map(all.messages.map((row) => [row._id, row]));
  const breaches = all.messages.flatMap((row) => {
    if (row.from === "me") return [];
    if (!["sent", "failed", "unknown"].includes(row.state)) return [`I6: ${row._id} is still ${row.state}`];
    if (contacts.get(row.contact)?.channel !== "push")
      return row.state === "sent" ? [] : [`I6: ${row._id} is ${row.state} on the web`];
    const count = handed.get(row._id) ?? 0;
    // a reply may be said once more when nobody knows whether it arrived; a notice never
    const most = row.event === null ? row.attempts : 1;
    const least = row.state === "sent" ? 1 : 0;
    const fits = count >= least && count <= (row.state === "failed" ? 0 : most);
    return fits ? [] : [`I6: ${row._id} is ${row.state} and was handed over ${count} times`];
  });
  const strange = taken.filter(({ id }) => !rows.has(id)).map(({ id }) => `I6: ${id} was handed over without a row`);
  const undone = all.outbox.filter(({ done }) => !done).map(({ _id }) => `I6: ${_id} was never told`);
  return [...breaches, ...strange, ...undone];
}

/** I7: the network never got a notice twice, and each thing that happened was told of once. */
function nobodyIsToldTwice({ all, taken }: Ended): Breach[] {
  const replies = new Set(all.messages.flatMap((row) => (row.event === null ? [row._id] : [])));
  const twice = [...countBy(taken, ({ id }) => id)].filter(([id, count]) => count > (replies.has(id) ? 2 : 1));
  const notices = all.messages.filter((row): row is ChatMessage & { event: string } => row.event !== null);
  const told = [...countBy(notices, ({ event, contact, keys }) => `${event} ${contact} ${keys.join()}`)].filter(
    ([, count]) => count > 1,
  );
  const happened = countBy(all.audit, ({ action, subject }) => `${action} ${subject.id}`);
  const events = countBy(all.outbox, ({ event, ids }) => `${event} ${ids["match"] ?? ids["pledge"] ?? ""}`);
  const more = [...events].filter(([key, count]) =>
    key.startsWith("match-") || key.startsWith("help-") ? count !== happened.get(key) : false,
  );
  return [
    ...twice.map(([id]) => `I7: ${id} was sent twice`),
    ...told.map(([key]) => `I7: told twice: ${key}`),
    ...more.map(([key, count]) => `I7: ${key} happened ${happened.get(key) ?? 0} times and is told of ${count} times`),
  ];
}

/** I12: who opted out got the confirmation of that, and nothing else. */
function optedOutIsLeftAlone({ all, taken, contacts }: Ended): Breach[] {
  const contact = [...contacts.values()].find(({ address }) => address === "push-huangxiaojun");
  const rows = all.messages.filter((row) => row.contact === contact?._id && row.from === "bot");
  const [confirmation, ...more] = rows;
  const got = taken.filter(({ address }) => address === contact?.address);
  const strange = got.filter(({ id }) => id !== confirmation?._id);
  return [
    ...(confirmation?.keys.join() === "stop.done" ? [] : ["I12: the confirmation is missing"]),
    ...more.map(({ _id }) => `I12: ${_id} was written for somebody who opted out`),
    ...strange.map(({ id }) => `I12: ${id} was sent to somebody who opted out`),
  ];
}

/** Marked data of the people who live here; ID numbers all begin with the area code of nowhere. */
const p3 = [PHONE, "999999"];
const householdNames = ["王秀英", "刘大山", "吴春梅", "黄小军"];

/** I9: no P3 in the log, no household's name there or on the foreign network; and nothing broke on the way. */
function nothingLeaks({ log, taken }: Ended): Breach[] {
  const sent = JSON.stringify(taken);
  // a server that was taken away may be told of
  const told = /"level":"(info|warn|debug)"|"type":"StoreAway"/;
  const errors = log.split("\n").filter((line) => line !== "" && !told.test(line));
  return [
    ...[...p3, ...householdNames].filter((mark) => log.includes(mark)).map((mark) => `I9: the log holds ${mark}`),
    ...[...p3, ...householdNames].filter((mark) => sent.includes(mark)).map((mark) => `I9: the network got ${mark}`),
    ...errors.slice(0, 5).map((line) => `the log tells of an error: ${line.slice(0, 600)}`),
  ];
}
