/** Plans one run of matching (matching.md): which pledge gives how much to which need, and how good that is. */
import { runAuction } from "./auction.js";
import { boundAt } from "./bound.js";
import { informPairs } from "./inform.js";
import { planKinds, type Allotment, type ByKind, type Instance, type PlanKind } from "./instance.js";
import { ancestorsOf, openMarket } from "./market.js";
import { createPriceLists } from "./price-lists.js";
import { reasonsOf, type MatchReason } from "./reasons.js";
import { fitOf, valueOf, weights, type Weights } from "./weights.js";

/** One proposal. `fit` is in hundredths. */
export interface PlannedMatch extends Allotment {
  readonly fit: number;
  readonly reasons: MatchReason[];
}

/** A plan for what is free; `bound` is never below the best possible value. */
export interface Planned {
  readonly matches: PlannedMatch[];
  readonly value: ByKind;
  readonly bound: ByKind;
  /** Version of the weights it was made by. */
  readonly weights: number;
}

export interface PlanOptions {
  /** Held proposals and accepted matches whose quantities are still in the instance; they stay as they are. */
  readonly held?: readonly Allotment[];
  readonly weights?: Weights;
}

/**
 * Plans what is free. The same needs, pledges and weights give the same plan, whatever their order. Matches are
 * listed by need, then pledge. Throws nothing; the instance must have come through `readInstance` or be as sound.
 */
export function plan(instance: Instance, options: PlanOptions = {}): Planned {
  const table = options.weights ?? weights;
  const free = options.held?.length ? without(instance, options.held) : instance;
  const ancestors = ancestorsOf(free.areas);
  const bound: ByKind = { funds: 0, jobs: 0, industry: 0 };
  const allotments: Allotment[] = informPairs(free, ancestors).map(({ need, pledge }) => ({
    pledge: pledge.id,
    need: need.id,
    quantity: 1,
  }));
  for (const kind of planKinds) {
    const planned = planKind(free, kind, ancestors, table);
    bound[kind] = planned.bound;
    for (const allotment of planned.allotments) allotments.push(allotment);
  }
  return {
    matches: explain(free, allotments.toSorted(byNeedAndPledge), table),
    value: valueOf(free, allotments, table),
    bound,
    weights: table.version,
  };
}

function planKind(instance: Instance, kind: PlanKind, ancestors: Int32Array, table: Weights) {
  const market = openMarket(instance, kind, ancestors, table);
  const lists = createPriceLists(market);
  const bids = runAuction(market, lists);
  const allotments: Allotment[] = [];
  bids.forEach((heap, p) => {
    // The two halves of a need may have come to the same pledge: one match.
    const sums = new Map<number, number>();
    for (const bid of heap) sums.set(bid.bidder >> 1, (sums.get(bid.bidder >> 1) ?? 0) + bid.quantity);
    for (const [n, quantity] of sums)
      allotments.push({ pledge: market.pledges[p]!.id, need: market.needs[n]!.id, quantity });
  });
  return { allotments, bound: boundAt(market, lists) };
}

function explain(instance: Instance, allotments: readonly Allotment[], table: Weights): PlannedMatch[] {
  const needs = new Map(instance.needs.map((need) => [need.id, need]));
  const pledges = new Map(instance.pledges.map((pledge) => [pledge.id, pledge]));
  return allotments.flatMap((allotment) => {
    const need = needs.get(allotment.need);
    const pledge = pledges.get(allotment.pledge);
    if (!need || !pledge) return [];
    const fit = fitOf(pledge, need, instance.areas, table);
    return [{ ...allotment, fit, reasons: reasonsOf(pledge, need, instance.areas) }];
  });
}

/** The instance less what is held: pledges give less, needs lack less and remember what they were given. */
function without(instance: Instance, held: readonly Allotment[]): Instance {
  const given = new Map<string, number>();
  const taken = new Map<string, number>();
  for (const { pledge, need, quantity } of held) {
    taken.set(pledge, (taken.get(pledge) ?? 0) + quantity);
    given.set(need, (given.get(need) ?? 0) + quantity);
  }
  return {
    areas: instance.areas,
    pledges: instance.pledges.map((pledge) => ({
      ...pledge,
      quantity: Math.max(0, pledge.quantity - (taken.get(pledge.id) ?? 0)),
    })),
    needs: instance.needs.map((need) => {
      const got = given.get(need.id) ?? 0;
      return { ...need, quantity: Math.max(0, need.quantity - got), given: (need.given ?? 0) + got };
    }),
  };
}

function byNeedAndPledge(a: Allotment, b: Allotment): number {
  if (a.need !== b.need) return a.need < b.need ? -1 : 1;
  return a.pledge < b.pledge ? -1 : a.pledge > b.pledge ? 1 : 0;
}
