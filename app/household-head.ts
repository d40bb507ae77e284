/** Who speaks for a household in a conversation. */
import type { Household } from "#core/registry/household.js";
import { refOf, type Locale, type Person } from "#core/registry/people.js";
import type { Insert } from "#store/port.js";
import type { AppDeps } from "./deps.js";
import { peopleOf } from "./recipients.js";

/** The person who speaks for the household; made when nobody does yet. */
export async function headOf(
  deps: Pick<AppDeps, "store" | "ids">,
  household: Household,
  locale: Locale,
): Promise<{ person: string; inserts: Insert[] }> {
  const { office } = household;
  const known = await peopleOf(deps, office, { as: "household", ref: household._id });
  const first = known[0];
  if (first) return { person: first._id, inserts: [] };
  const id = deps.ids.id();
  const role = { as: "household", household: household._id, member: null } as const;
  const person: Person = {
    _id: id,
    version: 1,
    office,
    name: household.name,
    phone: null,
    phoneKey: `none:${id}`,
    locale,
    stopped: false,
    roles: [role],
    about: null,
    other: null,
  };
  const ref = refOf(role, office);
  const post = { _id: `${id}|household|${ref}`, version: 1, office, person: id, as: role.as, ref };
  return {
    person: id,
    inserts: [
      { collection: "people", doc: person },
      { collection: "posts", doc: post },
    ],
  };
}
