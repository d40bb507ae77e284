/** Who speaks in a conversation, with what a dialogue may know of them. */
import type { Speaker } from "#core/message/speaker.js";
import type { Person } from "#core/registry/people.js";
import type { AppDeps } from "./deps.js";
import { answererOf } from "./recipients.js";

export async function loadSpeaker(deps: Pick<AppDeps, "store" | "places">, id: string | null): Promise<Speaker | null> {
  const person = id === null ? undefined : await deps.store.people.get(id);
  if (!person) return null;
  const [supporter, household] = await Promise.all([supporterOf(deps, person), householdOf(deps, person)]);
  const { name, locale, stopped, roles } = person;
  return { person: person._id, name, locale, stopped, roles, supporter, household };
}

async function supporterOf(deps: Pick<AppDeps, "store">, person: Person): Promise<Speaker["supporter"]> {
  const role = person.roles.find((one) => one.as === "supporter");
  const supporter = role ? await deps.store.supporters.get(role.supporter) : undefined;
  if (!supporter) return null;
  const { _id, sort, name, verified, area } = supporter;
  return { id: _id, sort, name, verified, area };
}

async function householdOf(deps: Pick<AppDeps, "store" | "places">, person: Person): Promise<Speaker["household"]> {
  const role = person.roles.find((one) => one.as === "household");
  const household = role ? await deps.store.households.get(role.household) : undefined;
  if (!household) return null;
  const place = await deps.places.of(household.office);
  const { name: cadreName } = await answererOf(deps, place, household);
  return {
    id: household._id,
    code: household.code,
    name: household.name,
    village: place.nameOf(household.village),
    cadre: household.cadre,
    cadreName,
  };
}
