/** The household as the row of its head has it. An empty cell says nothing: it takes nothing away. */
import type { Vault } from "#core/fields.js";
import { groupsOf, type Dweller } from "#core/registry/groups.js";
import { SpecialGroup, type Circumstances, type Household, type HouseholdRest } from "#core/registry/household.js";
import type { MemberRecord } from "#core/sheets/records.js";
import { reseal } from "../sealed.js";
import { groupsByHand, type Home } from "./home.js";
import type { Told } from "./merge-member.js";

/** When the household was registered, as the list has it. */
const SINCE = "首次识别时间";

export interface Leading {
  readonly record: MemberRecord;
  readonly village: string;
  /** The cadre whose phone stands in the row, or null. */
  readonly cadre: string | null;
  readonly told: Told;
}

/** Those who live there, and the year in which their ages are taken. */
export interface Dwellers {
  readonly all: readonly Dweller[];
  readonly year: number;
}

export interface NewHousehold {
  readonly office: string;
  readonly code: string;
  readonly now: number;
  /** The first moment of a day in the office's time zone. */
  startOf(day: string): number;
}

/** A household nobody knew. */
export function newHousehold(
  vault: Vault,
  home: Home,
  made: NewHousehold,
  { record, village, cadre }: Leading,
  dwellers: Dwellers,
): Household {
  const groups = groupsOf(dwellers.all, dwellers.year);
  const rest = { ...restOf(null, record), groups };
  const silent = rest.phone === null && groups.length === 0 && Object.keys(rest.columns).length === 0;
  return {
    _id: home.id,
    version: 1,
    office: made.office,
    code: made.code,
    number: record.householdNumber,
    village,
    group: record.group,
    name: record.name,
    tier: record.tier,
    status: record.status,
    circumstances: reseal(vault, null, circumstancesOf(null, record, groups)),
    cadre,
    since: sinceOf(record, made),
    other: silent ? null : reseal(vault, null, rest),
  };
}

/** A known household, with what the row of its head says of it (null when the list has none), and its members' groups. */
export function mergeHousehold(
  vault: Vault,
  home: Home & { readonly before: Household; readonly circumstances: Circumstances },
  leading: Leading | null,
  dwellers: Dwellers,
): Household {
  const { before, circumstances } = home;
  const rest = leading ? restOf(home.rest, leading.record) : (home.rest ?? nothing);
  const silent = home.rest === null && rest.phone === null && Object.keys(rest.columns).length === 0;
  // of a household without a list nothing is concluded until its members say something
  const quiet = silent && dwellers.all.every(({ groups }) => groups.length === 0);
  const { groups, byList } = quiet ? { groups: circumstances.groups, byList: [] } : groupsNow(home, dwellers);
  const other = quiet ? null : reseal(vault, before.other, { ...rest, groups: byList });
  if (!leading) {
    return { ...before, circumstances: reseal(vault, before.circumstances, { ...circumstances, groups }), other };
  }
  const { record, village, cadre, told } = leading;
  const { tier, status } = told.standing ? record : before;
  return {
    ...before,
    village,
    group: record.group ?? before.group,
    name: record.name,
    tier,
    status,
    circumstances: reseal(vault, before.circumstances, circumstancesOf(circumstances, record, groups)),
    cadre: cadre ?? before.cadre,
    other,
  };
}

const nothing: HouseholdRest = { columns: {}, phone: null, groups: [] };

/** Only groups which a list has brought are taken away again: what somebody recorded by hand stays. */
function groupsNow(home: Home, { all, year }: Dwellers) {
  const byHand = groupsByHand(home);
  const byList = groupsOf(all, year).filter((group) => !byHand.includes(group));
  return { groups: SpecialGroup.options.filter((group) => byHand.includes(group) || byList.includes(group)), byList };
}

function circumstancesOf(
  before: Circumstances | null,
  { mainCause, otherCauses, income }: MemberRecord,
  groups: readonly SpecialGroup[],
): Circumstances {
  const told = mainCause !== null || otherCauses.length > 0;
  return {
    mainCause: mainCause ?? before?.mainCause ?? "other",
    otherCauses: told ? [...otherCauses] : (before?.otherCauses ?? []),
    groups: [...groups],
    income: income ?? before?.income ?? null,
  };
}

function restOf(before: HouseholdRest | null, { householdOther, householdPhone }: MemberRecord): HouseholdRest {
  return {
    columns: { ...before?.columns, ...householdOther },
    phone: householdPhone ?? before?.phone ?? null,
    groups: before?.groups ?? [],
  };
}

function sinceOf({ householdOther }: MemberRecord, { now, startOf }: NewHousehold): number {
  const day = householdOther[SINCE] ?? "";
  const whole = /^\d{4}-\d{2}$/.test(day) ? `${day}-01` : day;
  return /^\d{4}-\d{2}-\d{2}$/.test(whole) ? startOf(whole) : now;
}
