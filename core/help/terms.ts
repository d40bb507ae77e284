/** What a pledge of each kind says besides kind, quantity, categories, area and reach; one shape per kind. */
import { z } from "zod";
import { Day, p1 } from "#core/fields.js";

const words = p1(z.string().min(1).max(200));

/** Funds: `quantity` is whole yuan. */
export const FundsTerms = z.object({ kind: p1(z.literal("funds")), purpose: words.nullable() });

/** Jobs: `quantity` is places. Wages are whole yuan a month. */
export const JobsTerms = z.object({
  kind: p1(z.literal("jobs")),
  title: words,
  wageFrom: p1(z.int().positive()),
  wageTo: p1(z.int().positive()),
  /** Where the work is, in the supporter's words. */
  place: words,
  ageFrom: p1(z.int().min(16).max(80)),
  ageTo: p1(z.int().min(16).max(80)),
  start: Day,
});

/** How firm, base and households go together (clause 3.3.1). */
export const IndustryMode = z.enum(["company-base-household", "company-cooperative-household"]);
export type IndustryMode = z.infer<typeof IndustryMode>;

/** What a household puts in; `nothing` is the share model for households without labour (clause 3.3.1). */
export const Brings = z.enum(["labour", "land", "labour-and-land", "nothing"]);
export type Brings = z.infer<typeof Brings>;

/** Industry: `quantity` is places for households in the project. */
export const IndustryTerms = z.object({
  kind: p1(z.literal("industry")),
  project: words,
  mode: p1(IndustryMode),
  brings: p1(Brings),
  /** What the household gets, in the supporter's words. */
  gets: words,
  months: p1(z.int().min(1).max(240)),
});

/** Information: no quantity limit; every open need it fits gets it until `until`. */
export const InformationTerms = z.object({
  kind: p1(z.literal("information")),
  topic: words,
  what: p1(z.string().min(1).max(1000)),
  /** For whom, in the supporter's words. */
  audience: words,
  until: Day,
});

export const PledgeTerms = z.discriminatedUnion("kind", [FundsTerms, JobsTerms, IndustryTerms, InformationTerms]);
export type PledgeTerms = z.infer<typeof PledgeTerms>;
