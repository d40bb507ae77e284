/** Who is behind a party, and where they can be reached. */
import type { Contact } from "#core/records.js";
import type { Person, RoleName } from "#core/registry/people.js";
import type { AppDeps } from "./deps.js";

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
 * conversation once, nobody who opted out (I7, I12).
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
    const last = contacts.toSorted((a, b) => b.lastAt - a.lastAt || (a._id < b._id ? -1 : 1))[0];
    if (last && !reached.has(last._id)) reached.set(last._id, { contact: last, person });
  }
  return [...reached.values()];
}
