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

/** The id that belongs to a blind key. */
export function idOf(blindKey: string): string {
  const bytes = Buffer.from(blindKey.slice(blindKey.indexOf(".") + 1, 30), "base64url");
  let id = "";
  for (let at = 0; at < LENGTH; at++) id += ALPHABET.charAt((bytes[at] ?? 0) % ALPHABET.length);
  return id;
}
