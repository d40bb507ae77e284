import { birthYear } from "../birth-year.js";
import { Circumstances, HouseholdRest, MemberRest, type Household, type Member } from "#core/registry/household.js";
import type { MemberRecord } from "#core/sheets/records.js";
import { householdsInOrder } from "./order.js";
import { numberOf } from "./number-of.js";
import { placeNames } from "./names.js";
import type { Exported, Exporting } from "./records.js";

const HEAD = "户主";
/** The layout with one row for each household. */
const HEADS = "heads";

/** One row for each member, village by village, the head first. */
export async function* householdRecords(exporting: Exporting): AsyncGenerator<Exported<"households">> {
  const { deps, office, reader } = exporting;
  const phoneOf = cadrePhones(exporting);
  for await (const household of householdsInOrder(exporting)) {
    const subject = { household: household._id, cadre: household.cadre, village: household.village };
    if (!reader.mayHave(subject)) continue;
    const sensitive = reader.maySee(subject);
    const where = { office, household: household._id };
    const { items } = await deps.store.members.find({ index: "byHousehold", where, limit: 500 });
    const home = homeOf(exporting, household, sensitive ? await phoneOf(household.cadre) : null);
    const members = items.toSorted((a, b) => rank(a) - rank(b) || (order(a) < order(b) ? -1 : 1));
    const written = exporting.layout === HEADS ? members.slice(0, 1) : members;
    for (const [index, member] of written.entries()) {
      yield { record: sensitive ? inFull(exporting, home, member, index === 0) : inPart(home, member), sensitive };
    }
  }
}

function rank({ relation }: Member): number {
  return relation === HEAD ? 0 : 1;
}

function order({ number, _id }: Member): string {
  return number ?? _id;
}

interface Home {
  readonly household: Household;
  readonly names: ReturnType<typeof placeNames>;
  readonly cadrePhone: string | null;
}

function homeOf({ place }: Exporting, household: Household, cadrePhone: string | null): Home {
  return { household, names: placeNames(place, household.village), cadrePhone };
}

/** Without what is sensitive: names, places and standing. */
function inPart({ household, names }: Home, member: Member): MemberRecord {
  return {
    kind: "households",
    ...names,
    group: household.group,
    householdNumber: numberOf(household),
    memberNumber: member.number,
    name: member.name,
    idNumber: null,
    relation: member.relation,
    head: member.relation === HEAD,
    born: null,
    labour: member.labour,
    groups: [],
    mainCause: null,
    otherCauses: [],
    income: null,
    tier: household.tier,
    status: household.status,
    householdPhone: null,
    phone: null,
    cadrePhone: null,
    householdOther: {},
    memberOther: {},
  };
}

function inFull({ deps }: Exporting, home: Home, member: Member, first: boolean): MemberRecord {
  const { vault } = deps;
  const { household } = home;
  const open = (sealed: Member["other"]): unknown => (sealed === null ? null : JSON.parse(vault.open(sealed)));
  const circumstances = Circumstances.parse(open(household.circumstances));
  const rest = HouseholdRest.nullable().parse(open(household.other));
  const own = MemberRest.nullable().parse(open(member.other));
  // groups that no list has brought stand in the first row, so that they are not lost
  const byHand = first ? circumstances.groups.filter((group) => !rest?.groups.includes(group)) : [];
  const phone = member.phone === null ? null : vault.open(member.phone);
  return {
    ...inPart(home, member),
    idNumber: member.idNumber === null ? null : vault.open(member.idNumber),
    born: birthYear(vault, member),
    groups: [...new Set([...(own?.groups ?? []), ...byHand])],
    mainCause: circumstances.mainCause,
    otherCauses: circumstances.otherCauses,
    income: circumstances.income,
    householdPhone: rest?.phone ?? null,
    phone,
    cadrePhone: home.cadrePhone,
    householdOther: rest?.columns ?? {},
    memberOther: own?.columns ?? {},
  };
}

/** Phones of cadres, each opened once. */
function cadrePhones({ deps }: Exporting) {
  const known = new Map<string, string | null>();
  return async (cadre: string | null): Promise<string | null> => {
    if (cadre === null) return null;
    const told = known.get(cadre);
    if (told !== undefined) return told;
    const person = await deps.store.people.get(cadre);
    const phone = person?.phone ? deps.vault.open(person.phone) : null;
    known.set(cadre, phone);
    return phone;
  };
}
