/** People whom a list brings: made, given a role, found by their phone. */
import type { Sealed } from "#core/fields.js";
import type { Post } from "#core/records.js";
import { refOf, type Person, type Role } from "#core/registry/people.js";
import type { Locale } from "#core/registry/people.js";
import { naturalId } from "../natural-id.js";
import type { ImportDeps } from "../request.js";

export interface PersonFacts {
  readonly office: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly role: Role;
  readonly locale: Locale;
  readonly other: Sealed | null;
}

/** Somebody new; the id is made from phone and name, since several may share a phone. */
export function newPerson({ vault }: Pick<ImportDeps, "vault">, facts: PersonFacts): Person {
  const { office, name, phone, role, locale, other } = facts;
  return {
    _id: naturalId(vault, office, "person", `${phone} ${name}`),
    version: 1,
    office,
    name,
    phone: vault.seal(phone),
    phoneKey: vault.blind("phone", phone),
    locale,
    stopped: false,
    roles: [role],
    about: null,
    other,
  };
}

/** The index entry of a role. */
export function postOf(person: Pick<Person, "_id" | "office">, role: Role): Post {
  const ref = refOf(role, person.office);
  return {
    _id: `${person._id}|${role.as}|${ref}`,
    version: 1,
    office: person.office,
    person: person._id,
    as: role.as,
    ref,
  };
}

/** Everyone of the office with that phone. */
export async function peopleWithPhone(
  { store, vault }: Pick<ImportDeps, "store" | "vault">,
  office: string,
  phone: string,
): Promise<Person[]> {
  const where = { office, phoneKey: vault.blind("phone", phone) };
  const { items } = await store.people.find({ index: "byPhone", where, limit: 50 });
  return items;
}
