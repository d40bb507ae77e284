/** Why a pledge was matched with a need, as message keys under `reason.`. */
import { z } from "zod";
import { PriorityReason } from "#core/registry/priority.js";
import { sharedLevel, type Areas } from "./fits.js";
import type { InstanceNeed, InstancePledge } from "./instance.js";

/** Every reason there is, most telling first; a match's reasons stand in this order. */
export const MatchReason = z.enum([
  "aimed",
  "heavy",
  "orphaned",
  "disabled",
  "single-elderly",
  "single-parent",
  "shares-without-labour",
  "exact-category",
  "same-village",
  "same-township",
  "waited-long",
  "moderate",
  "same-county",
  "waited",
  "any-category",
  "same-province",
  "light",
  "received-before",
]);
export type MatchReason = z.infer<typeof MatchReason>;

const near: readonly (MatchReason | null)[] = [null, "same-province", "same-county", "same-township", "same-village"];

/** The reasons of one match; the need's own known ones pass through. */
export function reasonsOf(pledge: InstancePledge, need: InstanceNeed, areas: Areas): MatchReason[] {
  const reasons = new Set<string | null>(need.reasons?.filter((reason) => PriorityReason.safeParse(reason).success));
  reasons.add(pledge.categories ? "exact-category" : "any-category");
  reasons.add(near[sharedLevel(areas, pledge.area, need.area)] ?? null);
  if (pledge.only) reasons.add("aimed");
  if (pledge.terms?.brings === "nothing" && (need.brings === "nothing" || need.brings === "land"))
    reasons.add("shares-without-labour");
  return MatchReason.options.filter((reason) => reasons.has(reason));
}
