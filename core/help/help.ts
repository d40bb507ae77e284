/** What every file of a help kind offers, and the two sides it compares. */
import { z } from "zod";
import { Labour } from "#core/registry/household.js";
import { Level, type CategoryOf, type HelpKind } from "./kinds.js";
import { Brings, type PledgeTerms } from "./terms.js";

/** For jobs: who would work, and the level inside which they would travel. */
export const Worker = z.object({ age: z.int().min(0).max(130), labour: Labour, travel: Level });
export type Worker = z.infer<typeof Worker>;

/** The part of a pledge's terms that decides whether it meets a need; what is missing decides nothing. */
export const MeetingTerms = z.object({
  /** Jobs: youngest and oldest age, both included. */
  ageFrom: z.int().optional(),
  ageTo: z.int().optional(),
  /** Industry: what a household must put in. */
  brings: Brings.optional(),
});
export type MeetingTerms = z.infer<typeof MeetingTerms>;

/** The part of a need that a pledge's terms are held against; null or missing means not known, which excludes nothing. */
export interface MeetingNeed {
  readonly category: string;
  readonly worker?: Worker | null | undefined;
  readonly brings?: Brings | null | undefined;
}

/** Why a pledge does not meet a need it otherwise fits. */
export type UnmetReason =
  "age-outside" | "no-labour" | "work-too-heavy" | "too-far" | "labour-missing" | "land-missing";

/** One help kind: what its pledges are made of, and when one meets a need. */
export interface Help<K extends HelpKind = HelpKind> {
  readonly kind: K;
  readonly categories: readonly CategoryOf<K>[];
  /** What a pledge of the kind says besides kind, quantity, categories, area and reach: field → meaning, for the docs. */
  readonly fields: Readonly<Record<Exclude<keyof Extract<PledgeTerms, { kind: K }>, "kind">, string>>;
  /** Has it no quantity, so that every open need it fits gets it? */
  readonly unlimited: boolean;
  /**
   * Do the terms meet the need? `shared` is the deepest level in which the pledge's anchor and the need lie together.
   * Compare with `=== true`: the other answers are the first reason why not.
   */
  meets(terms: MeetingTerms, need: MeetingNeed, shared: Level): true | UnmetReason;
}

/** The terms that decide, out of a stored pledge's terms. */
export function meetingTerms(terms: PledgeTerms): MeetingTerms {
  if (terms.kind === "jobs") return { ageFrom: terms.ageFrom, ageTo: terms.ageTo };
  if (terms.kind === "industry") return { brings: terms.brings };
  return {};
}
