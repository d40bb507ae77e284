/** Asks `core/access` with what a conversation knows of its speaker. */
import { authorize, type Action, type Authorized, type Subject } from "#core/access/access.js";
import type { Household } from "#core/registry/household.js";
import type { Match } from "#core/match/match.js";
import type { Need } from "#core/registry/need.js";
import type { Asker } from "./receive.js";

/** The thing, allowed for the action, or null: then the answer is that there is no such thing. */
export function allow<A extends Action, T>(
  who: Pick<Asker, "speaker" | "contact" | "place">,
  action: A,
  subject: Omit<Subject, "office"> & { office?: string },
  value: T,
): Authorized<A, T> | null {
  const { office } = who.contact;
  const actor = who.speaker && { person: who.speaker.person, office, roles: who.speaker.roles };
  return authorize(actor, action, { office, ...subject }, who.place, value);
}

/** A match, as rights see it. */
export function ofMatch(match: Match): Subject {
  const { office, household, cadre, village, supporter } = match;
  return { office, household, cadre, village, supporter };
}

/** Who confirms in others' stead: a household's cadre; for a village's own need whoever answers for the village. */
export function proxyOf(match: Match): "match.proxy" | "match.answer" {
  return match.household === null ? "match.answer" : "match.proxy";
}

export function ofNeed(need: Need): Subject {
  const { office, household, cadre, village } = need;
  return { office, household, cadre, village };
}

export function ofHousehold(household: Household): Subject {
  const { office, _id, cadre, village } = household;
  return { office, household: _id, cadre, village };
}
