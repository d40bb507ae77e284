/** The short codes people use for pledges and needs: no look-alike letters, unique in the office by the store's keys. */
import type { Ids } from "#core/clock.js";

const LETTERS = "ABCDEFGHJKMNPQRTUVWXY";
const MIXED = `${LETTERS}346789`;

function pick(alphabet: string, ids: Ids): string {
  return alphabet[Math.floor(ids.random() * alphabet.length)] ?? "X";
}

/** `K7Q-204`: 21 × 27 × 27 × 1,000 of them; a taken one is drawn again at the next try. */
export function pledgeCode(ids: Ids): string {
  const number = Math.floor(ids.random() * 1000);
  return `${pick(LETTERS, ids)}${pick(MIXED, ids)}${pick(MIXED, ids)}-${String(number).padStart(3, "0")}`;
}

/** `M4H7K2`-like number of a match, `X…` of a need. */
export function shortCode(prefix: string, ids: Ids): string {
  return `${prefix}${pick(MIXED, ids)}${pick(MIXED, ids)}${pick(MIXED, ids)}${pick(MIXED, ids)}${pick(MIXED, ids)}`;
}
