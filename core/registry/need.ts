/** Needs 需求: what a household or village lacks. Visible to matching only once `open`. */
import { z } from "zod";
import { Brings } from "#core/help/terms.js";
import { Category, HelpKind, Level } from "#core/help/kinds.js";
import { base, id, p1, p2, Sealed } from "#core/fields.js";
import { Labour } from "./household.js";

export const Review = z.object({ person: id, at: p1(z.number()), verdict: p1(z.enum(["approved", "rejected"])) });
export type Review = z.infer<typeof Review>;

export const Need = z.object({
  ...base,
  code: p1(z.string()),
  scope: p1(z.enum(["household", "village"])),
  /** The household, or null for a village's need. */
  household: id.nullable(),
  village: id,
  kind: p1(HelpKind),
  category: p1(Category),
  /** Whole yuan, places, or 1 for information. */
  quantity: p1(z.int().positive()),
  /** Hundredths of the priority, 100–300 (matching.md). */
  priority: p1(z.int().min(100).max(300)),
  /** Why that priority, as message keys under `priority.`. */
  reasons: z.array(p1(z.string())),
  /** For jobs: who would work, and how far they would go (the level inside which they stay). */
  worker: z.object({ age: p2(z.int()), labour: p2(Labour), travel: p1(Level) }).nullable(),
  /** For industry: what the household can bring. */
  brings: p1(Brings).nullable(),
  /** The recorder's own words, sealed: they may tell of illness. */
  note: Sealed.nullable(),
  source: p1(z.enum(["cadre", "cause"])),
  state: p1(z.enum(["recorded", "open", "closed", "rejected"])),
  reviews: z.array(Review),
  /** How many approvals it takes: 1, or 2 above the office's value. */
  approvals: p1(z.union([z.literal(1), z.literal(2)])),
  /** The household's responsible cadre, as at the match; null where there is none yet. */
  cadre: id.nullable(),
  recordedBy: id,
  at: p1(z.number()),
  closedBecause: p1(z.string()).nullable(),
});
export type Need = z.infer<typeof Need>;
