/** Who is behind a party, and where they can be reached. */
import type { Contact } from "#core/records.js";
import { TOWNSHIP } from "#core/help/kinds.js";
import type { Person, RoleName } from "#core/registry/people.js";
import type { AppDeps } from "./deps.js";
import type { Place } from "./places.js";

type Deps = Pick<AppDeps, "store">;

/** Everyone who holds a role of something, or one person by id. */
export type Recipients = { readonly person: string } | { readonly as: RoleName; readonly ref: string };

export async function peopleOf(deps: Deps, office: string, to: Recipients): Promise<Person[]> {
  if ("person" in to) {
    const person = await deps.store.people.get(to.person);
    return person ? [person] : [];
  }
  const { items } = await deps.store.posts.find({
    index: "byRef",
    where: { office, as: to.as, ref: to.ref },
    limit: 50,
  });
  return deps.store.people.getMany(items.map((post) => post.person));
}

/**
 * The conversations in which these recipients hear of something: for each person the one they used last, each
 * conversation once, nobody who opted out or whom the network cannot reach there (I7, I12).
 */
export async function contactsOf(
  deps: Deps,
  office: string,
  to: Recipients,
): Promise<{ contact: Contact; person: Person }[]> {
  const reached = new Map<string, { contact: Contact; person: Person }>();
  for (const person of await peopleOf(deps, office, to)) {
    if (person.stopped) continue;
    const { items } = await deps.store.bindings.find({
      index: "byPerson",
      where: { office, person: person._id },
      limit: 20,
    });
    const contacts = await deps.store.contacts.getMany(items.map((binding) => binding.contact));
    const last = contacts
      .filter((contact) => !contact.unreachable)
      .toSorted((a, b) => b.lastAt - a.lastAt || (a._id < b._id ? -1 : 1))[0];
    if (last && !reached.has(last._id)) reached.set(last._id, { contact: last, person });
  }
  return [...reached.values()];
}

/**
 * Who answers for a household or village: its cadre; where it has none yet, the village's unit, else the township,
 * else the office. The name is for sentences such as "ask …".
 */
export async function answererOf(
  deps: Deps,
  place: Place,
  tied: { readonly cadre: string | null; readonly village: string },
): Promise<{ readonly to: Recipients; readonly name: string }> {
  if (tied.cadre !== null) {
    const cadre = await deps.store.people.get(tied.cadre);
    return { to: { person: tied.cadre }, name: cadre?.name ?? "" };
  }
  return standIn(place, tied.village);
}

/** Who answers where there is no cadre. */
export function standIn(place: Place, village: string): { readonly to: Recipients; readonly name: string } {
  const unit = place.units.find(({ villages }) => villages.includes(village));
  if (unit) return { to: { as: "unit", ref: unit._id }, name: unit.name };
  const township = place.areas.ancestor(village, TOWNSHIP);
  if (township?.level === TOWNSHIP) return { to: { as: "township", ref: township._id }, name: township.name };
  return { to: { as: "office", ref: place.office._id }, name: place.office.name };
}
