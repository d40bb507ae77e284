/** When a member was born, from whichever of the sealed fields tells it. */
import type { Vault } from "#core/fields.js";
import type { Member } from "#core/registry/household.js";
import { bornOn } from "#core/text/id-number.js";

/** The year, or null where nothing tells it. Opens one seal. */
export function birthYear(vault: Pick<Vault, "open">, { born, idNumber }: Pick<Member, "born" | "idNumber">) {
  if (born !== null) return Number(vault.open(born));
  const day = idNumber === null ? null : bornOn(vault.open(idNumber));
  return day === null ? null : Number(day.slice(0, 4));
}
