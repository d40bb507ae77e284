/** How good any plan could be (matching.md, "Quality and speed"): weak duality of the transportation problem. */
import type { Market } from "./market.js";
import type { Offer, PriceLists } from "./price-lists.js";

/** Σ capacity · price + Σ demand · max(0, best value − price) ≥ the optimum, at any prices. Rounded up. */
export function boundAt(market: Market, lists: PriceLists): number {
  const offer: Offer = { pledge: -1, fit: 0, profit: 0, second: 0 };
  let bound = 0;
  market.capacity.forEach((quantity, pledge) => (bound += quantity * lists.price[pledge]!));
  market.demand.forEach((quantity, bidder) => {
    if (quantity === 0) return;
    lists.findBest(bidder, offer);
    bound += quantity * offer.profit;
  });
  return Math.ceil(bound);
}
