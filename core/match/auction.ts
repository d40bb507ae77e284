/**
 * An ε-scaled forward auction over one kind (Bertsekas). Needs bid for their best pledge just above what the next
 * best would leave them; the lowest bids give way. So a need with other choices leaves the only pledge of one without.
 * When it ends every unit is within ε of the best at the prices found, which also prove how good the plan is.
 */
import { addBid, takeLowest, type Bid } from "./bids.js";
import type { Market } from "./market.js";
import type { Offer, PriceLists } from "./price-lists.js";

/** First ε as a share of the dearest unit, how fast it falls, and the last. */
const pace = { first: 0.03, factor: 5.5, last: 0.002 } as const;
/**
 * Prices start a round lower by this many of the last round's ε. Too little, and what was dear by chance finds no
 * buyer, which costs value; too much, and the bidding is long. Measured at 500 × 8,000.
 */
const slack = 2;
/** Rounds more, each with twice the slack of the one before, when something still found no buyer. */
const retries = 4;

/** Bids that stand, by pledge; `lists` keeps the prices. */
export function runAuction(market: Market, lists: PriceLists): Bid[][] {
  // 100 is the best fit of the usual table; another table only makes ε a little finer or coarser.
  const top = market.rate.reduce((most, rate) => Math.max(most, rate), 0) * 100;
  const last = top * pace.last;
  const hall = createHall(market, lists);
  let epsilon = top * pace.first;
  hall.sell(epsilon);
  while (epsilon > last) {
    hall.reopen(epsilon * slack);
    epsilon = Math.max(last, epsilon / pace.factor);
    hall.sell(epsilon);
  }
  for (let retry = 1; retry <= retries && hall.hasLeftovers(); retry++) {
    hall.reopen(epsilon * slack * 2 ** retry);
    hall.sell(epsilon);
  }
  if (hall.hasLeftovers()) {
    hall.giveLeftovers();
    hall.sell(epsilon);
  }
  return hall.bids;
}

function createHall(market: Market, lists: PriceLists) {
  const { price, setPrice, findBest } = lists;
  const unsold = Float64Array.from(market.capacity);
  const wanted = Float64Array.from(market.demand);
  /** Least price of units not sold. */
  const floor = new Float64Array(market.pledges.length);
  const bids: Bid[][] = market.pledges.map(() => []);
  const waiting: number[] = [];
  const offer: Offer = { pledge: -1, fit: 0, profit: 0, second: 0 };

  const priceOf = (pledge: number): number => (unsold[pledge]! > 0 ? floor[pledge]! : (bids[pledge]![0]?.level ?? 0));
  const mark = (pledge: number): void => setPrice(pledge, priceOf(pledge));

  const giveWay = (pledge: number, bidder: number, most: number, level: number): number => {
    const lowest = takeLowest(bids[pledge]!);
    if (!lowest) return 0;
    if (lowest.bidder === bidder) {
      lowest.level = level;
      addBid(bids[pledge]!, lowest);
      return 0;
    }
    const quantity = Math.min(most, lowest.quantity);
    if (wanted[lowest.bidder] === 0) waiting.push(lowest.bidder);
    wanted[lowest.bidder]! += quantity;
    if (quantity < lowest.quantity) {
      lowest.quantity -= quantity;
      addBid(bids[pledge]!, lowest);
    }
    return quantity;
  };

  const buy = (bidder: number, epsilon: number): void => {
    const { pledge } = offer;
    /** Up to this price the pledge is the best there is for the bidder. */
    const limit = market.rate[bidder]! * offer.fit - offer.second;
    const level = limit + epsilon;
    // The first time whatever the rounding says: `findBest` has compared already.
    do {
      const free = unsold[pledge]!;
      const quantity = free > 0 ? Math.min(free, wanted[bidder]!) : giveWay(pledge, bidder, wanted[bidder]!, level);
      if (free > 0) unsold[pledge]! -= quantity;
      if (quantity > 0) addBid(bids[pledge]!, { level, bidder, quantity });
      wanted[bidder]! -= quantity;
    } while (wanted[bidder]! > 0 && priceOf(pledge) <= limit);
    mark(pledge);
  };

  return {
    bids,
    /** Lets everyone who lacks something bid until nobody gains by it. */
    sell(epsilon: number): void {
      waiting.length = 0;
      for (let bidder = wanted.length - 1; bidder >= 0; bidder--) if (wanted[bidder]! > 0) waiting.push(bidder);
      for (let bidder = waiting.pop(); bidder !== undefined; bidder = waiting.pop()) {
        while (wanted[bidder]! > 0) {
          findBest(bidder, offer);
          if (offer.pledge < 0) break;
          buy(bidder, epsilon);
        }
      }
    },
    /** Everything back on sale, a little below the prices found; what found no buyer, for nothing. */
    reopen(less: number): void {
      wanted.set(market.demand);
      bids.forEach((heap, pledge) => {
        heap.length = 0;
        floor[pledge] = unsold[pledge]! > 0 ? 0 : Math.max(0, price[pledge]! - less);
        unsold[pledge] = market.capacity[pledge]!;
        mark(pledge);
      });
    },
    /** Is something unsold that has a price? Then the plan may be short of the best by that. */
    hasLeftovers: (): boolean => bids.some((_, pledge) => unsold[pledge]! > 0 && floor[pledge]! > 0),
    /** Offers what found no buyer for nothing, so that nobody goes without what is free. */
    giveLeftovers(): void {
      floor.fill(0);
      bids.forEach((_, pledge) => mark(pledge));
    },
  };
}
