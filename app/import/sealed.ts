/** Sealed JSON that is compared in the clear: equal content keeps its seal, so that nothing seems to change. */
import type { Sealed, Vault } from "#core/fields.js";

/** The sealed form of a value: the one before when it holds the same. */
export function reseal(vault: Vault, before: Sealed | null, value: unknown): Sealed {
  const plain = JSON.stringify(value);
  if (before === null) return vault.seal(plain);
  const was = vault.open(before);
  return was === plain || canonical(JSON.parse(was)) === canonical(value) ? before : vault.seal(plain);
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Names of the top fields in which two documents differ, but for the version. */
export function differing(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(after).filter((field) => {
    const [was, is] = [before[field], after[field]];
    if (was === is || field === "version") return false;
    return typeof is !== "object" || is === null || canonical(was) !== canonical(is);
  });
}
