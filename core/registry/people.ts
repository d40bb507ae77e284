/** People who speak with Fourhelp, whom they speak for, units and supporters. */
import { z } from "zod";
import { base, BlindKey, id, p0, p1, p2, Sealed } from "#core/fields.js";

/** What a person may speak as. One person may hold several. */
export const Role = z.discriminatedUnion("as", [
  z.object({ as: p1(z.literal("supporter")), supporter: id }),
  /** Named helper of households 帮扶责任人; which ones is written at the household. */
  z.object({ as: p1(z.literal("cadre")), unit: id }),
  z.object({ as: p1(z.literal("unit")), unit: id }),
  z.object({ as: p1(z.literal("township")), area: id }),
  z.object({ as: p1(z.literal("office")) }),
  z.object({ as: p1(z.literal("household")), household: id, member: id.nullable() }),
]);
export type Role = z.infer<typeof Role>;
export const roleNames = ["supporter", "cadre", "unit", "township", "office", "household"] as const;
export type RoleName = Role["as"];

/** What a role is held of: the supporter, unit, area, household, or the office itself. */
export function refOf(role: Role, office: string): string {
  switch (role.as) {
    case "supporter":
      return role.supporter;
    case "cadre":
    case "unit":
      return role.unit;
    case "township":
      return role.area;
    case "household":
      return role.household;
    case "office":
      return office;
  }
}

export const Locale = z.enum(["zh-CN", "en"]);
export type Locale = z.infer<typeof Locale>;

export const Person = z.object({
  ...base,
  name: p2(z.string().min(1).max(80)),
  phone: Sealed.nullable(),
  phoneKey: BlindKey,
  locale: p1(Locale),
  /** Opted out: gets nothing but the confirmation of that (reliability I12). */
  stopped: p1(z.boolean()),
  roles: z.array(Role).max(20),
  /** Shown in the demo's list of people; null elsewhere. */
  about: p1(z.string().max(200)).nullable(),
  /** What the office's list of cadres says besides (`PersonRest` as JSON), or null. */
  other: Sealed.nullable(),
});
export type Person = z.infer<typeof Person>;

/** What a list of cadres says of one beyond name, phone and unit, sealed as one JSON value. */
export const PersonRest = z.object({
  idNumber: z.string().nullable(),
  /** Columns of the list that have no field of their own (职务级别, 是否第一书记 …), by heading. */
  columns: z.record(z.string(), z.string()),
});
export type PersonRest = z.infer<typeof PersonRest>;

/** 帮扶单位: an organisation that helps villages 单位帮村. */
export const Unit = z.object({
  ...base,
  name: p0(z.string().min(1).max(120)),
  villages: z.array(id),
  /** The township it works in; null until that is known. */
  township: id.nullable(),
  /** 帮扶单位类型 and 帮扶单位隶属关系, as the office's list has them. */
  sort: p1(z.string().max(40)).nullable(),
  level: p1(z.string().max(40)).nullable(),
});
export type Unit = z.infer<typeof Unit>;

/** 帮扶方: an enterprise or a citizen who pledges. */
export const Supporter = z.object({
  ...base,
  sort: p1(z.enum(["enterprise", "citizen"])),
  /** An enterprise's registered name; a citizen's own. */
  name: p2(z.string().min(1).max(120)),
  /** Unified social credit code 统一社会信用代码 (GB 32100-2015), or `none:<id>` until it is given. */
  creditCode: p1(z.string()),
  /** The person who speaks for it. */
  person: id,
  /** An enterprise's pledges count only after the office has verified it; a citizen's at once. */
  verified: p1(z.boolean()),
  area: id.nullable(),
});
export type Supporter = z.infer<typeof Supporter>;
