import type { Household } from "#core/registry/household.js";

/** What names a household in a list: its number, or our code where it has none. */
export function numberOf({ number, code }: Pick<Household, "number" | "code">): string {
  return number.startsWith("none:") ? code : number;
}
