/** What one unit of a match is worth (matching.md): priority × half × fit. */
import { isPlanKind, type Allotment, type ByKind, type Instance, type InstancePledge } from "./instance.js";
import { sharedLevel, type Areas } from "./fits.js";

/** The one table an office can change; a plan records its version. */
export interface Weights {
  readonly version: number;
  /** Hundredths. `near` is by the deepest shared level: nation, province, county, township, village. */
  readonly fit: {
    readonly base: number;
    readonly exact: number;
    readonly any: number;
    readonly near: readonly [number, number, number, number, number];
  };
  /** The first half of a need counts more than the rest: help spreads before it piles up. */
  readonly half: { readonly first: number; readonly rest: number };
}

export const weights: Weights = {
  version: 1,
  fit: { base: 40, exact: 30, any: 15, near: [0, 3, 9, 18, 30] },
  half: { first: 1, rest: 0.5 },
};

/** How well a fitting pledge suits a need, in hundredths: 40–100 by the table above. */
export function fitOf(
  pledge: Pick<InstancePledge, "categories" | "area">,
  need: { readonly area: number },
  areas: Areas,
  table: Weights = weights,
): number {
  const shared = sharedLevel(areas, pledge.area, need.area);
  const { base, exact, any, near } = table.fit;
  return base + (pledge.categories ? exact : any) + (shared === -1 ? 0 : near[shared]);
}

/** Hundredths of the priority, whole. */
export const priorityPoints = (need: { readonly priority: number }): number => Math.round(need.priority * 100);

/** Units of `quantity` that still belong to the first half, when `given` are held already. */
export function firstHalf(need: { readonly quantity: number; readonly given?: number | null | undefined }): number {
  const given = need.given ?? 0;
  return Math.min(need.quantity, Math.max(0, Math.ceil((need.quantity + given) / 2) - given));
}

/** Value of a plan per kind, as `match-bench/check.mjs` computes it; best fits count as the first half. */
export function valueOf(instance: Instance, matches: readonly Allotment[], table: Weights = weights): ByKind {
  const value: ByKind = { funds: 0, jobs: 0, industry: 0 };
  const pledges = new Map(instance.pledges.map((pledge) => [pledge.id, pledge]));
  const got = new Map<string, { quantity: number; pledge: InstancePledge }[]>();
  for (const { need, pledge: id, quantity } of matches) {
    const pledge = pledges.get(id);
    if (!pledge) continue;
    const list = got.get(need);
    if (list) list.push({ quantity, pledge });
    else got.set(need, [{ quantity, pledge }]);
  }
  for (const need of instance.needs) {
    const parts = got.get(need.id);
    if (!parts || !isPlanKind(need.kind)) continue;
    const valued = parts.map((part) => ({ ...part, fit: fitOf(part.pledge, need, instance.areas, table) }));
    let left = firstHalf(need);
    for (const { quantity, fit } of valued.toSorted((a, b) => b.fit - a.fit)) {
      const whole = Math.min(left, quantity);
      left -= whole;
      value[need.kind] +=
        priorityPoints(need) * fit * (whole * table.half.first + (quantity - whole) * table.half.rest);
    }
  }
  return value;
}
