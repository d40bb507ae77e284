/** An item of a heap carries its own place, so that it can leave from the middle in O(log n). */
export interface Slotted {
  /** Kept by the heap; −1 outside. */
  slot: number;
}

/** A priority queue: the item before all others is at the top. */
export interface Heap<T extends Slotted> {
  size(): number;
  peek(): T | undefined;
  push(item: T): void;
  pop(): T | undefined;
  /** Takes this item out; nothing happens when it is not in. Its order must not have changed meanwhile. */
  remove(item: T): void;
}

/** Makes an empty binary heap ordered by `before`; every change costs O(log n). */
export function createHeap<T extends Slotted>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  function put(item: T, slot: number): void {
    items[slot] = item;
    item.slot = slot;
  }

  function rise(item: T): void {
    let slot = item.slot;
    while (slot > 0) {
      const above = (slot - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !before(item, parent)) break;
      put(parent, slot);
      slot = above;
    }
    put(item, slot);
  }

  function sink(item: T): void {
    let slot = item.slot;
    for (;;) {
      const left = items[2 * slot + 1];
      const right = items[2 * slot + 2];
      if (left === undefined) break;
      const child = right !== undefined && before(right, left) ? right : left;
      if (!before(child, item)) break;
      const below = child.slot;
      put(child, slot);
      slot = below;
    }
    put(item, slot);
  }

  function push(item: T): void {
    put(item, items.length);
    rise(item);
  }

  function remove(item: T): void {
    if (items[item.slot] !== item) return;
    const hole = item.slot;
    const last = items.pop();
    item.slot = -1;
    if (last === undefined || last === item) return;
    put(last, hole);
    rise(last);
    sink(last);
  }

  function pop(): T | undefined {
    const top = items[0];
    if (top !== undefined) remove(top);
    return top;
  }

  return { size: () => items.length, peek: () => items[0], push, pop, remove };
}
