/** Rows of the sheets as records: what every layout of a kind is read into, and written from. */
import type { Category, HelpKind, Level } from "#core/help/kinds.js";
import type { Cause, HouseholdStatus, Labour, SpecialGroup, Tier } from "#core/registry/household.js";

/** One node of the area tree. */
export interface AreaRecord {
  readonly kind: "areas";
  /** Names from the county down, `[county, township, village, group?]`; the last one is this area. */
  readonly path: readonly string[];
  /** Division code, as far as the sheet has one. */
  readonly code: string | null;
  readonly level: Level;
}

/** One person of a household: a row of the national member export (data-shapes §1). */
export interface MemberRecord {
  readonly kind: "households";
  readonly county: string | null;
  readonly township: string | null;
  readonly village: string;
  /** 自然村 */
  readonly group: string | null;
  /** 户编号 */
  readonly householdNumber: string;
  /** 人编号 */
  readonly memberNumber: string | null;
  readonly name: string;
  /** 证件号码, normalised: 18 digits of an ID card, or 20 or 22 of a disability card. */
  readonly idNumber: string | null;
  /** 与户主关系 as written; `户主` is the head. */
  readonly relation: string;
  readonly head: boolean;
  readonly born: number | null;
  readonly labour: Labour;
  readonly groups: readonly SpecialGroup[];
  readonly mainCause: Cause | null;
  readonly otherCauses: readonly Cause[];
  /** Net income a head, whole yuan a year. */
  readonly income: number | null;
  readonly tier: Tier;
  readonly status: HouseholdStatus;
  readonly householdPhone: string | null;
  readonly phone: string | null;
  /** Phone of the responsible cadre, where the layout has it. */
  readonly cadrePhone: string | null;
  /** Every other column of the household, by its heading in the national layout, as written (dates as YYYY-MM-DD). */
  readonly householdOther: Readonly<Record<string, string>>;
  readonly memberOther: Readonly<Record<string, string>>;
}

/** A helper 帮扶责任人 (data-shapes §4, helper list), or one line of the pairing list, which also names a household. */
export interface CadreRecord {
  readonly kind: "cadres";
  readonly unit: string;
  readonly unitType: string | null;
  /** 帮扶单位隶属关系 */
  readonly unitLevel: string | null;
  readonly name: string;
  readonly phone: string;
  readonly idNumber: string | null;
  /** Remaining columns (性别, 职务级别, 是否第一书记, 职务 …) by heading, as written. */
  readonly other: Readonly<Record<string, string>>;
  /** From the pairing list: the household that this cadre helps. */
  readonly helps: {
    readonly township: string | null;
    readonly village: string;
    readonly head: string;
    readonly idNumber: string | null;
  } | null;
}

export interface NeedRecord {
  readonly kind: "needs";
  /** Our own code of the need, in sheets that we wrote. */
  readonly code: string | null;
  readonly township: string | null;
  readonly village: string;
  /** Names the household: 户编号, ID number, or our code; all null for a need of the village. */
  readonly householdNumber: string | null;
  readonly idNumber: string | null;
  readonly householdCode: string | null;
  readonly help: HelpKind;
  readonly category: Category;
  /** Whole yuan, places, or 1. */
  readonly quantity: number;
  readonly note: string | null;
}

export interface SupporterRecord {
  readonly kind: "supporters";
  readonly sort: "enterprise" | "citizen";
  readonly name: string;
  readonly creditCode: string | null;
  /** Who speaks for it; a citizen speaks for themselves. */
  readonly contact: string;
  readonly phone: string;
  readonly verified: boolean;
}

export interface Records {
  areas: AreaRecord;
  households: MemberRecord;
  cadres: CadreRecord;
  needs: NeedRecord;
  supporters: SupporterRecord;
}
