/** A batch of the list of households: each household is decided as a whole. */
import type { Household, Member } from "#core/registry/household.js";
import type { FoundHeader } from "#core/sheets/header.js";
import type { MemberRecord } from "#core/sheets/records.js";
import type { Insert } from "#store/port.js";
import type { Decided, Edit, ReadRow, Verdict } from "../decider.js";
import type { Fate } from "../draft.js";
import type { HouseholdCodes } from "../household-codes.js";
import type { Seen } from "../households.js";
import { householdId, idOf, naturalId } from "../natural-id.js";
import { rejected } from "../problems.js";
import type { ImportDeps } from "../request.js";
import { differing } from "../sealed.js";
import type { FindVillage } from "../village-finder.js";
import { birthYear } from "../../birth-year.js";
import { createAccept, type Taken } from "./accept.js";
import { followingNeeds } from "./follow.js";
import { loadHome, type Home, type Kin } from "./home.js";
import { mergeHousehold, newHousehold, type Dwellers, type Leading } from "./merge-household.js";
import { findKin, mergeMember, type Told } from "./merge-member.js";

export interface HouseholdTools {
  readonly deps: ImportDeps;
  readonly office: string;
  readonly header: FoundHeader;
  readonly codes: HouseholdCodes;
  readonly seen: Seen | null;
  readonly now: number;
  readonly year: number;
  startOf(day: string): number;
  readonly findVillage: FindVillage;
  findCadre(phone: string | null): Promise<string | null>;
}

export type Row = ReadRow<"households">;

/** A row with the member it speaks of. */
interface Placed extends Taken {
  readonly kin: Kin;
}

/** Members of a household lie together in the store, which is what makes writing a county fast. */
const OWN_SIGNS = 8;
/** Fields from which tier and status are read, in any layout. */
const STANDING = ["sort", "watch", "risk", "exit", "property"];

export function createBatch(tools: HouseholdTools, rows: readonly Row[], carefully: boolean) {
  const { deps, office, header, seen } = tools;
  const { store, vault } = deps;
  const { columnOf } = header;
  const told: Told = { labour: columnOf.has("skill"), standing: STANDING.some((field) => columnOf.has(field)) };
  const inserts: Insert[] = [];
  const edits: Edit[] = [];
  const verdicts: Verdict[] = [];
  const accept = createAccept(tools, carefully);

  async function homeOf(number: string): Promise<Home> {
    const known = await loadHome(deps, office, number);
    const id = householdId(vault, office, number);
    return known ?? { id, before: null, circumstances: null, rest: null, kin: [] };
  }

  async function take(home: Home, indexes: readonly number[]): Promise<Placed[]> {
    const taken: Taken[] = [];
    for (const index of indexes) {
      const row = rows[index];
      const answer = row && (await accept(home, index, row));
      if (answer && "type" in answer) verdicts[index] = answer;
      else if (answer) taken.push(answer);
    }
    const claimed = new Set(taken.flatMap(({ idKey }) => idKey ?? []));
    return taken.flatMap((one) => place(home, one, claimed) ?? []);
  }

  function place(home: Home, taken: Taken, claimed: ReadonlySet<string>): Placed | null {
    const { record, idKey } = taken;
    const known = findKin(home.kin, taken, claimed);
    if (known?.touched) {
      const at = { fields: ["name"], value: record.name };
      verdicts[taken.index] = rejected(header, taken.row, "member-twice", at);
      return null;
    }
    const own = idKey === null ? namedId(record) : idOf(idKey);
    const id = known?.doc._id ?? `${home.id}${own.slice(0, OWN_SIGNS)}`;
    const merged = mergeMember(vault, { office, id, home, told }, known, taken);
    const now = { ...merged, touched: true, born: record.born };
    if (known) return { ...taken, kin: Object.assign(known, now) };
    const kin: Kin = { before: null, ...now };
    home.kin.push(kin);
    return { ...taken, kin };
  }

  /** Without an ID number somebody is known by number, name and place in the household. */
  function namedId({ householdNumber, memberNumber, name, relation }: MemberRecord): string {
    return naturalId(vault, office, "member", [householdNumber, memberNumber ?? "", name, relation].join(" "));
  }

  async function writeHome(home: Home, leading: Leading | null): Promise<Fate> {
    const dwellers: Dwellers = { year: tools.year, all: home.kin.map((kin) => dwellerOf(tools, kin)) };
    const { before, circumstances } = home;
    if (before === null || circumstances === null) {
      if (!leading) throw new Error("a new household without a row");
      const code = seen ? "-" : await tools.codes.next(leading.village, carefully);
      inserts.push({
        collection: "households",
        doc: newHousehold(vault, home, { ...tools, code }, leading, dwellers),
      });
      return "created";
    }
    const household = mergeHousehold(vault, { ...home, before, circumstances }, leading, dwellers);
    const fields = differing(before, household);
    if (fields.length === 0) return "unchanged";
    edits.push(replaceHousehold(household, fields), ...(await followingNeeds(deps, before, household)));
    return "changed";
  }

  function writeMember({ before, doc }: Kin): Fate {
    if (before === null) {
      inserts.push({ collection: "members", doc });
      return "created";
    }
    const fields = differing(before, doc);
    if (fields.length === 0) return "unchanged";
    edits.push(replaceMember(doc, fields));
    return "changed";
  }

  async function leadingOf(leader: Placed | null): Promise<Leading | null> {
    if (!leader) return null;
    const { record, village } = leader;
    return { record, village, cadre: await tools.findCadre(record.cadrePhone), told };
  }

  return {
    /** Decides the rows of one household. */
    async decide(number: string, indexes: readonly number[]): Promise<void> {
      const home = await homeOf(number);
      const placed = await take(home, indexes);
      if (placed.length === 0) return;
      const leader = leaderOf(home, placed);
      // a dry run meets the later rows of a household as if it were new again
      const met = seen?.households.has(number) === true && home.before === null;
      const fate = met ? "unchanged" : await writeHome(home, await leadingOf(leader));
      for (const one of placed) {
        const leads = one === leader;
        const type = rowFate(writeMember(one.kin), fate, leads);
        verdicts[one.index] = { type, touches: [one.kin.doc._id, ...(leads ? [home.id] : [])] };
        if (one.idKey !== null) seen?.ids.set(one.idKey, home.id);
      }
      seen?.households.add(number);
    },
    /** Everything decided. A member's id that a wrong number has taken before is drawn anew. */
    async end(): Promise<Decided> {
      if (!carefully) return { inserts, edits, verdicts };
      const ids = inserts.flatMap(({ collection, doc }) => (collection === "members" ? [doc._id] : []));
      const taken = new Set((await store.members.getMany(ids)).map(({ _id }) => _id));
      return { inserts: inserts.map((insert) => redrawn(deps, insert, taken)), edits, verdicts };
    },
  };
}

/** What a row did: to its member, to a household that is new with it, or to the household as the row of its head. */
function rowFate(member: Fate, home: Fate, leads: boolean): Fate {
  if (home === "created") return "created";
  return member === "unchanged" && leads ? home : member;
}

/** The row of the head; of a household without one, the row that it is named after. */
function leaderOf(home: Home, placed: readonly Placed[]): Placed | null {
  const head = placed.find(({ record }) => record.head);
  if (head) return head;
  if (home.before === null) return placed[0] ?? null;
  const { name } = home.before;
  const hasHead = home.kin.some(({ doc }) => doc.relation === "户主");
  return hasHead ? null : (placed.find(({ record }) => record.name === name) ?? null);
}

function dwellerOf({ deps }: HouseholdTools, { doc, rest, born }: Kin) {
  // what a row has said is at hand; only of others the seal is opened
  return { born: born ?? birthYear(deps.vault, doc), groups: rest?.groups ?? [] };
}

function redrawn({ ids }: ImportDeps, insert: Insert, taken: ReadonlySet<string>): Insert {
  if (insert.collection !== "members" || !taken.has(insert.doc._id)) return insert;
  return { collection: "members", doc: { ...insert.doc, _id: ids.id() } };
}

function replaceHousehold(doc: Household, fields: readonly string[]): Edit {
  return { root: { op: "replace", collection: "households", doc }, fields };
}

function replaceMember(doc: Member, fields: readonly string[]): Edit {
  return { root: { op: "replace", collection: "members", doc }, fields };
}
