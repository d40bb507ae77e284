/** When a pledge fits a need (matching.md, "Model"). */
import { helps } from "#core/help/index.js";
import type { UnmetReason } from "#core/help/help.js";
import type { Level } from "#core/help/kinds.js";
import type { InstanceArea, InstanceNeed, InstancePledge } from "./instance.js";

/** The area tree by index: parents come before their children. */
export type Areas = readonly Pick<InstanceArea, "parent" | "level">[];

export type Misfit = "other-kind" | "out-of-reach" | "other-category" | "refused" | "aimed-elsewhere" | UnmetReason;

/** The ancestor-or-self at `level`; where that level is missing, the nearest above it, or the root. */
export function ancestorAt(areas: Areas, area: number, level: number): number {
  let at = area;
  for (let node = areas[at]; node && node.level > level && node.parent >= 0; node = areas[at]) at = node.parent;
  return at;
}

/** Levels from the village up. */
export const deepestFirst = [4, 3, 2, 1, 0] as const satisfies readonly Level[];

/** Deepest level that both areas lie in together, or -1 when they share no root. */
export function sharedLevel(areas: Areas, a: number, b: number): Level | -1 {
  let x = a;
  let y = b;
  for (const level of deepestFirst) {
    x = ancestorAt(areas, x, level);
    y = ancestorAt(areas, y, level);
    if (x === y) return level;
  }
  return -1;
}

/** The first reason why the pledge may not serve the need, or null when it fits. Quantities do not matter here. */
export function misfitOf(pledge: InstancePledge, need: InstanceNeed, areas: Areas): Misfit | null {
  if (pledge.kind !== need.kind) return "other-kind";
  const shared = sharedLevel(areas, pledge.area, need.area);
  if (shared === -1 || shared < pledge.reach) return "out-of-reach";
  if (pledge.categories && !pledge.categories.includes(need.category)) return "other-category";
  if (need.refused?.includes(pledge.id)) return "refused";
  if (pledge.only && !pledge.only.includes(need.id)) return "aimed-elsewhere";
  const meets = helps[pledge.kind].meets(pledge.terms ?? {}, need, shared);
  return meets === true ? null : meets;
}

/** Does the pledge fit the need? */
export function fits(pledge: InstancePledge, need: InstanceNeed, areas: Areas): boolean {
  return misfitOf(pledge, need, areas) === null;
}
