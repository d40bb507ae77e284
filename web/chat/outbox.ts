/** Messages on their way out, oldest first. Pure: the same box and event always give the same box. */
import type { Outgoing } from "./api.js";

export interface Item extends Outgoing {
  /** When the person sent it, in milliseconds; also the order. */
  readonly at: number;
  /** What the person sees of it: the text, or the pressed button's label. Empty: not shown (a greeting asked for). */
  readonly shown: string;
  /** The message whose button was pressed. */
  readonly on?: string;
  /** A small picture, as a data URL. */
  readonly thumb?: string;
  /** Why it was not taken; it then waits for the person, not for the line. */
  readonly refused?: string;
}

export type Outbox = readonly Item[];

/** What is stored may be old or damaged: only whole items come back, in order. */
export function restore(values: readonly unknown[]): Outbox {
  return values.filter(isItem).sort((a, b) => a.at - b.at);
}

function isItem(value: unknown): value is Item {
  if (typeof value !== "object" || value === null) return false;
  const item: Partial<Record<keyof Item, unknown>> = value;
  const optional = [item.text, item.choice, item.photo, item.on, item.thumb, item.refused];
  return (
    typeof item.id === "string" &&
    typeof item.at === "number" &&
    typeof item.shown === "string" &&
    optional.every((field) => field === undefined || typeof field === "string")
  );
}

/** Adds at the end; one that is there already stays once. Time never runs backwards in a box. */
export function add(box: Outbox, item: Item): Outbox {
  if (box.some((other) => other.id === item.id)) return box;
  const last = box[box.length - 1]?.at ?? 0;
  return [...box, { ...item, at: Math.max(item.at, last + 1) }];
}

/** Puts one before all others: the greeting or the code comes before anything typed while the page opened. */
export function addFirst(box: Outbox, item: Item): Outbox {
  const first = box[0]?.at;
  return [{ ...item, at: first === undefined ? item.at : Math.min(item.at, first - 1) }, ...box];
}

/** The next to send: the oldest that was not refused. */
export function next(box: Outbox): Item | undefined {
  return box.find((item) => item.refused === undefined);
}

/** Takes one out: it was delivered, or the person took it back. */
export function remove(box: Outbox, id: string): Outbox {
  return box.filter((item) => item.id !== id);
}

/** Marks one as not taken. */
export function refuse(box: Outbox, id: string, why: string): Outbox {
  return box.map((item) => (item.id === id ? { ...item, refused: why } : item));
}

/** Is it something the person said? A greeting asked for is not. */
export function isShown(item: Item): boolean {
  return item.shown !== "" || item.photo !== undefined;
}

/** What goes over the line of an item. */
export function outgoing({ id, text, choice, photo }: Item): Outgoing {
  return {
    id,
    ...(text === undefined ? {} : { text }),
    ...(choice === undefined ? {} : { choice }),
    ...(photo === undefined ? {} : { photo }),
  };
}

/**
 * The session ended. What the person wrote is kept, and waits for a word: it was meant for the old talk.
 * Pressed buttons belonged to the old talk and go.
 */
export function hold(box: Outbox, why: string): Outbox {
  return box.flatMap((item) => (item.choice === undefined ? [{ ...item, refused: why }] : []));
}
