/** Looking into JSON that nobody vouches for. */

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Ids are whole numbers; Telegram promises that they fit a double (52 bits), and none is 0 but an update's. */
export function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The items of a list; none for what is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
