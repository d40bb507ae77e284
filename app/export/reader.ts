/** Whose rights an export goes by. Default deny: what a role is not granted is left out, and P3 stays empty. */
import { authorize, type Action, type Subject } from "#core/access/access.js";
import type { Role } from "#core/registry/people.js";
import type { AppDeps } from "../deps.js";
import type { Place } from "../places.js";

export interface Reader {
  /** May this be in the list at all? */
  mayHave(subject: Omit<Subject, "office">): boolean;
  /** May its sensitive columns be filled? */
  maySee(subject: Omit<Subject, "office">): boolean;
}

/** The office's own rights, or those of one person; nobody's when there is no such person. */
export async function readerOf(
  { store }: Pick<AppDeps, "store">,
  place: Place,
  who: { readonly as: "office" } | { readonly person: string },
): Promise<Reader> {
  const { _id: office } = place.office;
  const person = "person" in who ? await store.people.get(who.person) : undefined;
  const roles: readonly Role[] = "as" in who ? [{ as: "office" }] : person?.office === office ? person.roles : [];
  const actor = { person: person?._id ?? "", office, roles };
  const may = (action: Action, subject: Omit<Subject, "office">): boolean =>
    authorize(actor, action, { office, ...subject }, place, true) !== null;
  return {
    mayHave: (subject) => may("registry.export", subject),
    maySee: (subject) => may("registry.export-sensitive", subject),
  };
}
