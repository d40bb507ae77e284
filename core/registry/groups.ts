/** Groups that a household belongs to because of who lives in it. */
import type { SpecialGroup } from "./household.js";

/** From this age on somebody living alone counts as elderly (law on the rights of the elderly, article 2). */
const ELDERLY = 60;
/** Below this age somebody is a minor (law on the protection of minors, article 2). */
const OF_AGE = 18;

export interface Dweller {
  /** Year of birth, or null when it is not known. */
  readonly born: number | null;
  readonly groups: readonly SpecialGroup[];
}

/** The members' own groups, and those that only the whole household shows. In the order of `SpecialGroup`. */
export function groupsOf(dwellers: readonly Dweller[], year: number): SpecialGroup[] {
  const ages = dwellers.map(({ born }) => (born === null ? null : year - born));
  const groups = new Set(dwellers.flatMap((dweller) => dweller.groups));
  const [only] = ages;
  if (ages.length === 1 && only !== undefined && only !== null && only >= ELDERLY) groups.add("single-elderly");
  if (ages.length > 0 && ages.every((age) => age !== null && age < OF_AGE)) groups.add("orphaned");
  return (["disabled", "single-elderly", "orphaned", "single-parent"] as const).filter((group) => groups.has(group));
}
