/**
 * Pledges by list, cheapest first. A list is an area node at a level × a category (or "any"); a pledge stands on the
 * lists of its anchor's ancestors down from its reach. A need looks at the heads of at most ten lists, never at
 * every pledge.
 */
import { deepestFirst, misfitOf } from "./fits.js";
import type { Market } from "./market.js";

/** The best pledge for a bidder at today's prices; `pledge` is -1 and `profit` 0 when none is worth its price. */
export interface Offer {
  pledge: number;
  fit: number;
  /** Value of a unit less its price. */
  profit: number;
  /** Profit of the next best pledge, 0 at least. */
  second: number;
}

export interface PriceLists {
  /** Price of a unit of each pledge. */
  readonly price: Float64Array;
  setPrice(pledge: number, price: number): void;
  /** Fills `offer` for the bidder (`market.ts`: two per need). */
  findBest(bidder: number, offer: Offer): void;
}

interface Shelves {
  /** Members of list `l`: `members[start[l] … start[l + 1])`. */
  readonly start: Int32Array;
  readonly members: Int32Array;
  /** Lists of each pledge. */
  readonly listsOf: readonly (readonly number[])[];
  /** Lists of each need and the fit of what stands there, best first; needs of one area and category share one array. */
  readonly sightOf: readonly Sight[];
}

interface Sight {
  readonly lists: readonly number[];
  readonly fits: readonly number[];
}

/** Sets up the lists with every price 0. */
export function createPriceLists(market: Market): PriceLists {
  const { start, members, listsOf, sightOf } = fillShelves(market);
  const { aims, picky, rate } = market;
  const aimed = Uint8Array.from(market.needs, (_, need) => (aims.has(need) ? 1 : 0));
  const price = new Float64Array(market.pledges.length);

  /** Moves a pledge to where its new price belongs; `price[pledge]` still holds the old one. */
  const shift = (list: number, pledge: number, old: number, now: number): void => {
    const from = start[list]!;
    const to = start[list + 1]!;
    let low = from;
    for (let high = to; low < high;) {
      const middle = (low + high) >> 1;
      const other = members[middle]!;
      if (price[other]! < old || (price[other] === old && other < pledge)) low = middle + 1;
      else high = middle;
    }
    let at = low;
    if (now > old) {
      for (; at + 1 < to; at++) {
        const next = members[at + 1]!;
        if (price[next]! > now || (price[next] === now && next > pledge)) break;
        members[at] = next;
      }
    } else {
      for (; at > from; at--) {
        const next = members[at - 1]!;
        if (price[next]! < now || (price[next] === now && next < pledge)) break;
        members[at] = next;
      }
    }
    members[at] = pledge;
  };

  const consider = (offer: Offer, pledge: number, fit: number, profit: number): void => {
    if (profit > offer.profit) {
      offer.second = offer.profit;
      offer.pledge = pledge;
      offer.fit = fit;
      offer.profit = profit;
    } else if (profit > offer.second) offer.second = profit;
  };

  const mayHave = (need: number, pledge: number): boolean =>
    picky[need] === 0 || misfitOf(market.pledges[pledge]!, market.needs[need]!, market.areas) === null;

  return {
    price,
    setPrice(pledge, now) {
      const old = price[pledge]!;
      if (now === old) return;
      for (const list of listsOf[pledge]!) shift(list, pledge, old, now);
      price[pledge] = now;
    },
    findBest(bidder, offer) {
      const need = bidder >> 1;
      const worth = rate[bidder]!;
      offer.pledge = -1;
      offer.profit = offer.second = offer.fit = 0;
      const { lists, fits } = sightOf[need]!;
      for (let i = 0; i < lists.length; i++) {
        const value = worth * fits[i]!;
        const to = start[lists[i]! + 1]!;
        let seen = 0;
        for (let at = start[lists[i]!]!; at < to && seen < 2; at++) {
          const pledge = members[at]!;
          const profit = value - price[pledge]!;
          if (profit <= offer.second) break;
          // The same pledge on a wider list: its nearer one came first and fits better.
          if (pledge === offer.pledge || !mayHave(need, pledge)) continue;
          consider(offer, pledge, fits[i]!, profit);
          seen++;
        }
      }
      if (aimed[need])
        for (const aim of aims.get(need)!) consider(offer, aim.pledge, aim.fit, worth * aim.fit - price[aim.pledge]!);
    },
  };
}

/** Numbers for the places where lists may hang: an area node at a level, and a category; 0 is "any". */
function createSigns({ ancestors, pledges, needs }: Market) {
  const words = new Map<string, number>();
  const learn = (category: string): void => {
    if (!words.has(category)) words.set(category, words.size + 1);
  };
  for (const pledge of pledges) pledge.categories?.forEach(learn);
  for (const need of needs) learn(need.category);
  const width = words.size + 1;
  return {
    wordOf: (category: string): number => words.get(category)!,
    signOf: (area: number, level: number, word: number): number =>
      (ancestors[area * 5 + level]! * 5 + level) * width + word,
    spotOf: (area: number, word: number): number => area * width + word,
  };
}

function fillShelves(market: Market): Shelves {
  const { wordOf, signOf, spotOf } = createSigns(market);
  const listAt = new Map<number, number>();
  const onList: number[][] = [];
  const listsOf = market.pledges.map((pledge, p) => {
    const mine: number[] = [];
    if (pledge.only) return mine;
    const words = pledge.categories ? [...new Set(pledge.categories)].map(wordOf) : [0];
    for (const level of deepestFirst.filter((one) => one >= pledge.reach))
      for (const word of words) {
        const sign = signOf(pledge.area, level, word);
        const list = listAt.get(sign) ?? onList.push([]) - 1;
        listAt.set(sign, list);
        onList[list]!.push(p);
        mine.push(list);
      }
    return mine;
  });

  const { base, exact, any, near } = market.table.fit;
  const look = (area: number, word: number): Sight => {
    const sight = { lists: [] as number[], fits: [] as number[] };
    for (const level of deepestFirst)
      for (const shelf of [word, 0]) {
        const list = listAt.get(signOf(area, level, shelf));
        if (list === undefined) continue;
        sight.lists.push(list);
        sight.fits.push(base + (shelf ? exact : any) + near[level]);
      }
    return sight;
  };
  const sights = new Map<number, Sight>();
  const sightOf = market.needs.map((need) => {
    const word = wordOf(need.category);
    const spot = spotOf(need.area, word);
    const sight = sights.get(spot) ?? look(need.area, word);
    sights.set(spot, sight);
    return sight;
  });

  const start = new Int32Array(onList.length + 1);
  onList.forEach((list, l) => (start[l + 1] = start[l]! + list.length));
  return { start, members: Int32Array.from(onList.flat()), listsOf, sightOf };
}
