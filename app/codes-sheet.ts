/** Single-use codes for an office's first days: for every cadre who has no conversation yet, and for its own people. */
import { codeDigits } from "#core/access/code-digits.js";
import { dayOf } from "#core/calendar.js";
import type { Actor, Code, Post } from "#core/records.js";
import type { Person } from "#core/registry/people.js";
import type { Insert } from "#store/port.js";
import { commitChange } from "./change.js";
import type { AppDeps } from "./deps.js";
import { peopleOf } from "./recipients.js";

/** Days that a code for staff is good: long enough for a sheet to be handed out in the townships. */
export const STAFF_CODE_DAYS = 14;

const DAY_MS = 86_400_000;
/** People whose codes are written, and told of in the audit trail, together. */
const BATCH = 200;
/** Codes are drawn again when one is taken; so often in a row is no chance. */
const TRIES = 20;

/** One line of the sheet that is handed out. */
export interface CodeRow {
  readonly person: string;
  readonly name: string;
  /** Name of the unit; empty for the office's own people. */
  readonly unit: string;
  /** To tell two people of one name apart; empty when no phone is known. */
  readonly phoneEnd: string;
  readonly code: string;
  /** Last day it is good, `YYYY-MM-DD` in the office's time zone. */
  readonly validUntil: string;
  /** Opens the chat with the code typed already; null where no such channel is set up. */
  readonly link: string | null;
}

export type CodesDeps = Pick<AppDeps, "store" | "vault" | "clock" | "ids" | "places" | "wake" | "linkTo">;

/** Who asks for the codes, and for which office. */
export interface CodesRequest {
  readonly office: string;
  readonly by: Actor;
}

/**
 * Makes a code for each cadre who has no conversation yet. Codes made for them before and not used end at once, so
 * that only the newest sheet is good. One audit entry for each batch, which names nobody.
 */
export async function makeCadreCodes(deps: CodesDeps, request: CodesRequest): Promise<CodeRow[]> {
  const { units } = await deps.places.of(request.office);
  const unitNames = new Map(units.map((unit) => [unit._id, unit.name]));
  const waiting = await cadresWithoutTalk(deps, request.office);
  const rows: CodeRow[] = [];
  for (let at = 0; at < waiting.length; at += BATCH) {
    const people = waiting.slice(at, at + BATCH);
    for (const { person, code, validUntil } of await writeCodes(deps, request, people)) {
      const role = person.roles.find((one) => one.as === "cadre");
      rows.push(await rowOf(deps, person, { unit: (role && unitNames.get(role.unit)) ?? "", code, validUntil }));
    }
  }
  return rows.toSorted((a, b) => compare(a.unit, b.unit) || compare(a.name, b.name) || compare(a.person, b.person));
}

/**
 * Finds somebody of the office by name, or makes them, and gives them a code. Codes of theirs from before end.
 * Null for what is no name: empty, longer than 80 characters, or without a letter.
 */
export async function makeOfficeCode(
  deps: CodesDeps,
  request: CodesRequest & { readonly name: string },
): Promise<(CodeRow & { readonly isNew: boolean }) | null> {
  const { office } = request;
  const name = request.name.normalize("NFC").trim();
  if (!isName(name)) return null;
  const known = await peopleOf(deps, office, { as: "office", ref: office });
  const found = known.find((person) => person.name === name);
  const person = found ?? (await newOfficePerson(deps, office, name));
  const [made] = await writeCodes(deps, request, [person], found ? [] : [person]);
  if (!made) throw new Error("no code was made");
  return { ...(await rowOf(deps, person, { unit: "", ...made })), isNew: !found };
}

function isName(name: string): boolean {
  return name.length <= 80 && /\p{L}/u.test(name) && !/\p{C}/u.test(name);
}

async function newOfficePerson(deps: CodesDeps, office: string, name: string): Promise<Person> {
  const { locale } = (await deps.places.of(office)).office;
  const id = deps.ids.id();
  const head = { _id: id, version: 1, office, name, phone: null, phoneKey: `none:${id}` };
  return { ...head, locale, stopped: false, roles: [{ as: "office" }], about: null, other: null };
}

async function cadresWithoutTalk({ store }: CodesDeps, office: string): Promise<Person[]> {
  const ids = new Set<string>();
  for await (const post of store.posts.scan({ index: "byRef", where: { office, as: "cadre" } })) ids.add(post.person);
  const waiting: Person[] = [];
  for (const some of inBatches([...ids])) {
    for (const person of await store.people.getMany(some)) {
      const talks = await store.bindings.count({ index: "byPerson", where: { office, person: person._id } });
      if (talks === 0) waiting.push(person);
    }
  }
  return waiting;
}

interface Made {
  readonly person: Person;
  readonly code: string;
  readonly validUntil: string;
}

/** Ends the old codes of these people, then writes new ones with their audit entry, all or none. */
async function writeCodes(
  deps: CodesDeps,
  { office, by }: CodesRequest,
  people: readonly Person[],
  newcomers: readonly Person[] = [],
): Promise<Made[]> {
  const now = deps.clock.now();
  const place = await deps.places.of(office);
  const expiresAt = now + STAFF_CODE_DAYS * DAY_MS;
  const validUntil = dayOf(expiresAt, place.office.timeZone);
  // first, so that a stop between the two leaves people without a code rather than with two
  const ended = await endCodes(deps, office, new Set(people.map(({ _id }) => _id)));
  for (let tries = 0; tries < TRIES; tries++) {
    const codes = drawCodes(deps, people.length);
    const made = people.map((person, index) => ({ person, code: codes[index] ?? "", validUntil }));
    const docs = made.map(({ person, code }): Insert => {
      const _id = deps.vault.blind("code", `${office} ${code}`);
      const doc: Code = { _id, version: 1, office, person: person._id, madeBy: makerOf(by), expiresAt, used: false };
      return { collection: "codes", doc };
    });
    const outcome = await commitChange(
      deps,
      {
        also: [...newcomers.flatMap(insertsOf), ...docs],
        audit: {
          action: "staff-codes-made",
          subject: { collection: "offices", id: office },
          detail: { count: people.length, ended, days: STAFF_CODE_DAYS },
        },
      },
      { office, actor: by, key: deps.ids.id(), result: null },
    );
    if (outcome.type === "committed") return made;
  }
  throw new Error("no free codes were drawn");
}

function insertsOf(person: Person): Insert[] {
  const { _id, office } = person;
  const post: Post = { _id: `${_id}|office|${office}`, version: 1, office, person: _id, as: "office", ref: office };
  return [
    { collection: "people", doc: person },
    { collection: "posts", doc: post },
  ];
}

/** An old code then answers "expired", which is kinder than "wrong". How many were ended. */
async function endCodes({ store, clock }: CodesDeps, office: string, people: ReadonlySet<string>): Promise<number> {
  const now = clock.now();
  const old: Code[] = [];
  for await (const code of store.codes.scan({ index: "byAge", where: { office }, from: now }))
    if (!code.used && people.has(code.person)) old.push({ ...code, expiresAt: now });
  // one that is used in this very moment keeps its use
  return old.length - (await store.codes.bulk(old)).length;
}

/** Different ones, none with a zero in front: a spreadsheet would take it away. */
function drawCodes({ ids }: CodesDeps, count: number): string[] {
  const drawn = new Set<string>();
  while (drawn.size < count) {
    const code = ids.digits(codeDigits.staff);
    if (!code.startsWith("0")) drawn.add(code);
  }
  return [...drawn];
}

async function rowOf(
  deps: CodesDeps,
  person: Person,
  made: Pick<CodeRow, "unit" | "code" | "validUntil">,
): Promise<CodeRow> {
  const phoneEnd = person.phone === null ? "" : deps.vault.open(person.phone).slice(-4);
  const link = await deps.linkTo(made.code);
  const { unit, code, validUntil } = made;
  return { person: person._id, name: person.name, unit, phoneEnd, code, validUntil, link };
}

function makerOf(by: Actor): string {
  if ("person" in by) return by.person;
  return "job" in by ? by.job : by.system;
}

function inBatches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
