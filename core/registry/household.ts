/** Households 户, their members, and why they are poor. */
import { z } from "zod";
import { base, BlindKey, id, p1, p2, Sealed } from "#core/fields.js";

/** 贫困程度 */
export const Tier = z.enum(["light", "moderate", "heavy"]);
export type Tier = z.infer<typeof Tier>;

/** 户状态 */
export const HouseholdStatus = z.enum(["registered", "monitored", "stable", "exited"]);
export type HouseholdStatus = z.infer<typeof HouseholdStatus>;

/** 致贫原因 (national list, reference data-shapes §2): 因病 因残 因学 因灾 缺土地 缺水 缺技术 缺劳力 缺资金 交通条件落后 自身发展动力不足 其他. */
export const Cause = z.enum([
  "illness",
  "disability",
  "schooling",
  "disaster",
  "no-land",
  "no-water",
  "no-skill",
  "no-labour",
  "no-capital",
  "poor-roads",
  "low-motivation",
  "other",
]);
export type Cause = z.infer<typeof Cause>;

/** Groups that wait with more urgency. */
export const SpecialGroup = z.enum(["disabled", "single-elderly", "orphaned", "single-parent"]);
export type SpecialGroup = z.infer<typeof SpecialGroup>;

/** What of a household is P3 and sealed as one JSON value. */
export const Circumstances = z.object({
  mainCause: Cause,
  otherCauses: z.array(Cause),
  groups: z.array(SpecialGroup),
  /** Net income a head, whole yuan a year. */
  income: z.int().nullable(),
});
export type Circumstances = z.infer<typeof Circumstances>;

export const Household = z.object({
  ...base,
  /** Short code that names the household without naming anyone, e.g. `BC-017`; unique in the office. */
  code: p1(z.string().min(1).max(20)),
  /** 户编号 of the national register, or `none:<id>` where it is not known; unique in the office. */
  number: p2(z.string().min(1).max(120)),
  village: id,
  /** Village group 村民小组. */
  group: p2(z.string().max(40)).nullable(),
  /** Name of the head 户主. */
  name: p2(z.string().min(1).max(80)),
  tier: p1(Tier),
  status: p1(HouseholdStatus),
  circumstances: Sealed,
  /** The responsible cadre 帮扶责任人 (a person); null until one is named: then the village's unit or township answers. */
  cadre: id.nullable(),
  since: p1(z.number()),
  /** What the office's list says besides (`HouseholdRest` as JSON), or null where no list was brought in. */
  other: Sealed.nullable(),
});
export type Household = z.infer<typeof Household>;

export const Labour = z.enum(["full", "part", "none"]);
export type Labour = z.infer<typeof Labour>;

export const Member = z.object({
  ...base,
  household: id,
  /** 人编号 of the national register. */
  number: p2(z.string().max(40)).nullable(),
  name: p2(z.string().min(1).max(80)),
  relation: p2(z.string().max(20)),
  /** 证件号码 */
  idNumber: Sealed.nullable(),
  idKey: BlindKey,
  /** Year of birth, sealed because it tells minors; null where it is unknown, or the ID number tells it. */
  born: Sealed.nullable(),
  labour: p2(Labour),
  phone: Sealed.nullable(),
  phoneKey: BlindKey,
  /** What the office's list says besides (`MemberRest` as JSON), or null where no list was brought in. */
  other: Sealed.nullable(),
});
export type Member = z.infer<typeof Member>;

const Columns = z.record(z.string(), z.string());

/** What the list of households says of a household beyond its own fields, sealed as one JSON value. */
export const HouseholdRest = z.object({
  /** Columns of the list that have no field of their own, by heading. */
  columns: Columns,
  /** 户联系电话 */
  phone: z.string().nullable(),
  /** The groups into which its members put it; the others were recorded by hand. */
  groups: z.array(SpecialGroup),
});
export type HouseholdRest = z.infer<typeof HouseholdRest>;

/** The same of a member. */
export const MemberRest = z.object({
  columns: Columns,
  /** The groups that this member alone puts the household into. */
  groups: z.array(SpecialGroup),
});
export type MemberRest = z.infer<typeof MemberRest>;
