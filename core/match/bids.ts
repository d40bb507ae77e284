/** The bids a pledge has accepted, lowest first: a binary heap in an array. */

/** `quantity` units go to `bidder`, which gives way to a bid above `level`. */
export interface Bid {
  level: number;
  bidder: number;
  quantity: number;
}

const before = (a: Bid, b: Bid): boolean => a.level < b.level || (a.level === b.level && a.bidder < b.bidder);

export function addBid(heap: Bid[], bid: Bid): void {
  let at = heap.push(bid) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up]!;
    if (!before(bid, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = bid;
}

/** Takes the lowest bid out. */
export function takeLowest(heap: Bid[]): Bid | undefined {
  const lowest = heap[0];
  const last = heap.pop();
  if (!lowest || !last || heap.length === 0) return lowest;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++;
    if (!before(heap[down]!, last)) break;
    heap[at] = heap[down]!;
    at = down;
  }
  heap[at] = last;
  return lowest;
}
