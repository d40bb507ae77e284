/** One kind's problem as plain arrays. Order is by id, so a plan does not depend on the order of the input. */
import { misfitOf, type Areas } from "./fits.js";
import { firstHalf, fitOf, priorityPoints, type Weights } from "./weights.js";
import type { Instance, InstanceNeed, InstancePledge, PlanKind } from "./instance.js";

/** A pledge that only some needs may have, as seen from such a need. */
interface Aim {
  readonly pledge: number;
  readonly fit: number;
}

/**
 * Each need bids twice: bidder `2n` for its first half, `2n + 1` for the rest. `rate` is the value of a unit at
 * fit 1 (hundredths of priority × half), so `rate × fit` is the value of a unit.
 */
export interface Market {
  readonly areas: Areas;
  readonly pledges: readonly InstancePledge[];
  readonly needs: readonly InstanceNeed[];
  readonly capacity: Float64Array;
  readonly demand: Float64Array;
  readonly rate: Float64Array;
  /** `ancestors[5 × area + level]`. */
  readonly ancestors: Int32Array;
  /** Pledges aimed at a need, by need. */
  readonly aims: ReadonlyMap<number, readonly Aim[]>;
  /** Needs for which a pledge on their lists may yet be wrong: refusals, a worker, what a household brings. */
  readonly picky: Uint8Array;
  readonly table: Weights;
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The ancestor of every area at every level, five per area. */
export function ancestorsOf(areas: Areas): Int32Array {
  const ancestors = new Int32Array(areas.length * 5);
  areas.forEach((area, i) => {
    for (let level = 0; level < 5; level++) {
      const climbs = area.level > level && area.parent >= 0;
      ancestors[i * 5 + level] = climbs ? (ancestors[area.parent * 5 + level] ?? i) : i;
    }
  });
  return ancestors;
}

/** Needs and pledges of one kind that still have something to ask or to give. */
export function openMarket(instance: Instance, kind: PlanKind, ancestors: Int32Array, table: Weights): Market {
  const needs = instance.needs.filter((need) => need.kind === kind && need.quantity > 0).toSorted(byId);
  const pledges = instance.pledges.filter((pledge) => pledge.kind === kind && pledge.quantity > 0).toSorted(byId);
  const demand = new Float64Array(needs.length * 2);
  const rate = new Float64Array(needs.length * 2);
  needs.forEach((need, n) => {
    const first = firstHalf(need);
    demand[2 * n] = first;
    demand[2 * n + 1] = need.quantity - first;
    rate[2 * n] = priorityPoints(need) * table.half.first;
    rate[2 * n + 1] = priorityPoints(need) * table.half.rest;
  });
  return {
    areas: instance.areas,
    pledges,
    needs,
    capacity: Float64Array.from(pledges, (pledge) => pledge.quantity),
    demand,
    rate,
    ancestors,
    aims: aimsOf(pledges, needs, instance.areas, table),
    picky: Uint8Array.from(needs, (need) => (need.refused?.length || need.worker || need.brings ? 1 : 0)),
    table,
  };
}

function aimsOf(
  pledges: readonly InstancePledge[],
  needs: readonly InstanceNeed[],
  areas: Areas,
  table: Weights,
): Map<number, Aim[]> {
  const aims = new Map<number, Aim[]>();
  if (!pledges.some((pledge) => pledge.only)) return aims;
  const indexOf = new Map(needs.map((need, n) => [need.id, n]));
  pledges.forEach((pledge, p) => {
    for (const id of new Set(pledge.only)) {
      const n = indexOf.get(id);
      const need = n === undefined ? undefined : needs[n];
      if (n === undefined || !need || misfitOf(pledge, need, areas)) continue;
      const list = aims.get(n);
      const aim = { pledge: p, fit: fitOf(pledge, need, areas, table) };
      if (list) list.push(aim);
      else aims.set(n, [aim]);
    }
  });
  return aims;
}
