/** One row of the list against the member it speaks of. An empty cell says nothing: it takes nothing away. */
import type { Vault } from "#core/fields.js";
import type { Member, MemberRest } from "#core/registry/household.js";
import type { MemberRecord } from "#core/sheets/records.js";
import { reseal } from "../sealed.js";
import { groupsByHand, type Home, type Kin } from "./home.js";

/** The column that says who is disabled; where it is missing, what is known stays. */
const HEALTH = "健康状况";

/** What the file speaks of at all. */
export interface Told {
  readonly labour: boolean;
  /** Tier and status. */
  readonly standing: boolean;
}

export interface Given {
  readonly record: MemberRecord;
  /** Blind key of its ID number. */
  readonly idKey: string | null;
}

/** The member of this household that a row means: by ID number, by its own number, else by name and relation. */
export function findKin(kin: readonly Kin[], { record, idKey }: Given, claimed: ReadonlySet<string>): Kin | undefined {
  if (idKey !== null) {
    const known = kin.find(({ doc }) => doc.idKey === idKey);
    if (known) return known;
  }
  const free = kin.filter(({ touched }) => !touched);
  const numbered =
    record.memberNumber === null ? undefined : free.find(({ doc }) => doc.number === record.memberNumber);
  if (numbered) return numbered;
  const alike = kin.filter(({ doc }) => doc.name === record.name && doc.relation === record.relation);
  // somebody whose ID number was written wrong is still the same; somebody whose number stands in another row is not
  const same = alike.find(({ doc, touched }) => !touched && !claimed.has(doc.idKey));
  if (same || idKey !== null) return same;
  return alike.find(({ doc }) => doc.idNumber === null && doc.number === record.memberNumber);
}

interface Place {
  readonly office: string;
  /** The member's id. */
  readonly id: string;
  readonly home: Home;
  readonly told: Told;
}

/** The member as the row has it. */
export function mergeMember(
  vault: Vault,
  at: Place,
  before: Kin | undefined,
  given: Given,
): { doc: Member; rest: MemberRest | null } {
  const { record } = given;
  const was = before?.doc ?? nobody(at, record);
  const rest = restOf(at.home, before?.rest ?? null, record);
  const doc: Member = {
    ...was,
    number: record.memberNumber ?? was.number,
    name: record.name,
    relation: record.relation,
    ...idNumberOf(vault, was, given),
    born: bornOf(vault, was, record),
    // without its column it was only guessed from the age
    labour: at.told.labour ? record.labour : was.labour,
    ...phoneOf(vault, at.home, was, record),
    other: rest === null ? null : reseal(vault, was.other, rest),
  };
  return { doc, rest };
}

function nobody({ office, id, home }: Place, { name, relation, labour }: MemberRecord): Member {
  const none = `none:${id}`;
  const unknown = { number: null, idNumber: null, idKey: none, born: null, phone: null, phoneKey: none, other: null };
  return { _id: id, version: 1, office, household: home.id, name, relation, labour, ...unknown };
}

function idNumberOf(vault: Vault, { idNumber, idKey: known }: Member, { record, idKey }: Given) {
  if (idKey === null || record.idNumber === null || idKey === known) return { idNumber, idKey: known };
  return { idNumber: vault.seal(record.idNumber), idKey };
}

/** An ID number tells it already, and every seal takes its time. */
function bornOf(vault: Vault, { born }: Member, record: MemberRecord): Member["born"] {
  if (record.born === null || (record.idNumber !== null && born === null)) return born;
  return sealedText(vault, born, String(record.born));
}

function sealedText(vault: Vault, before: Member["born"], text: string): Member["born"] {
  return before !== null && vault.open(before) === text ? before : vault.seal(text);
}

/** The head is reached under the household's number where the list has none of their own. */
function phoneOf(
  vault: Vault,
  home: Home,
  was: Member,
  { phone, head, householdPhone }: MemberRecord,
): Pick<Member, "phone" | "phoneKey"> {
  const own = phone ?? (head && sharesPhone(vault, home, was) ? householdPhone : null);
  if (own === null) return { phone: was.phone, phoneKey: was.phoneKey };
  const phoneKey = vault.blind("phone", own);
  return { phone: phoneKey === was.phoneKey ? was.phone : vault.seal(own), phoneKey };
}

function sharesPhone(vault: Vault, { rest }: Home, { phone, phoneKey }: Member): boolean {
  if (phone === null) return true;
  const shared = rest?.phone ?? null;
  return shared !== null && vault.blind("phone", shared) === phoneKey;
}

function restOf(home: Home, before: MemberRest | null, record: MemberRecord): MemberRest | null {
  const columns = { ...before?.columns, ...record.memberOther };
  const known = record.groups.length > 0 || Object.hasOwn(record.memberOther, HEALTH);
  const own = before?.groups ?? [];
  // what was recorded of the household by hand is written into its head's row, and does not become the head's
  const byHand = new Set(groupsByHand(home).filter((group) => !own.includes(group)));
  const groups = known ? record.groups.filter((group) => !byHand.has(group)) : own;
  return before === null && groups.length === 0 && Object.keys(columns).length === 0 ? null : { columns, groups };
}
