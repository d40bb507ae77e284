/** Ids made from what a thing is known by, so that a list brought in again meets what it made before. */
import type { Vault } from "#core/fields.js";

/** The signs of every other id, so that these can be read out too. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 16;

export type NaturalSort = "area" | "household" | "member" | "unit" | "person" | "supporter" | "need";

/** 80 bits of a keyed hash: the same key gives the same id, and nothing can be read back from it. */
export function naturalId(vault: Vault, office: string, sort: NaturalSort, key: string): string {
  return idOf(vault.blind("code", `${sort} ${office} ${key}`));
}

/** Signs of a household's id that it shares with its neighbours, and those of its own: 60 bits. */
const SHARED_SIGNS = 5;
const HOME_SIGNS = 12;
/** A household's running number within its village, at the end of its 户编号. */
const RUNNING_DIGITS = 4;

/**
 * The id of a household. Numbers that differ only in their running part give ids that begin alike, so that a village
 * lies together in the store: writing a county's list touches a third of the pages then.
 */
export function householdId(vault: Vault, office: string, number: string): string {
  const village = naturalId(vault, office, "household", number.slice(0, -RUNNING_DIGITS));
  const own = naturalId(vault, office, "household", number);
  return `${village.slice(0, SHARED_SIGNS)}${own.slice(0, HOME_SIGNS)}`;
}

/** The id that belongs to a blind key. */
export function idOf(blindKey: string): string {
  const bytes = Buffer.from(blindKey.slice(blindKey.indexOf(".") + 1, 30), "base64url");
  let id = "";
  for (let at = 0; at < LENGTH; at++) id += ALPHABET.charAt((bytes[at] ?? 0) % ALPHABET.length);
  return id;
}
