/** The demo county 青石县: made up, seeded, whole. Pure, given its arguments. */
import { dayOf } from "#core/calendar.js";
import type { Documents, CollectionName } from "#core/documents.js";
import type { Vault } from "#core/fields.js";
import { helpKinds, TOWNSHIP } from "#core/help/kinds.js";
import type { Match } from "#core/match/match.js";
import type { Planner } from "#core/records.js";
import type { Person, Supporter } from "#core/registry/people.js";
import type { Place } from "../places.js";
import { aboutPeople } from "./about.js";
import { personContact } from "../conversation.js";
import { baseOf, createMaking, DEMO, TIME_ZONE } from "./base.js";
import type { Actors } from "./fates.js";
import { makeHomes } from "./households.js";
import { makeMatches } from "./matches.js";
import { makeNeeds } from "./needs.js";
import { createRoll, makeStaff, makeSupporters, postsOf, type Staff } from "./people.js";
import { makePlace } from "./places.js";
import { makePledges } from "./pledges.js";
import { createCodes, createDraw } from "./random.js";
import { createSpeakers, type Speakers } from "./speakers.js";

/** What the county is made of; `random` gives numbers in [0, 1), `now` is ms since 1970. */
export interface CountyOptions {
  readonly now: number;
  readonly vault: Vault;
  readonly random: () => number;
}

/** The collections the demo fills. */
export type County = Readonly<{
  [
    N in Extract<
      CollectionName,
      | "offices"
      | "areas"
      | "units"
      | "people"
      | "posts"
      | "supporters"
      | "households"
      | "members"
      | "needs"
      | "pledges"
      | "matches"
      | "planners"
      | "contacts"
      | "bindings"
    >
  ]: readonly Documents[N][];
}>;

/** Every document of the demo. The same seed and moment give the same county, but for the vault's nonces. */
export function demoCounty({ now, vault, random }: CountyOptions): County {
  const making = createMaking({ now, vault, draw: createDraw(random), codes: createCodes(random) });
  const { place, areas } = makePlace();
  const roll = createRoll(making);
  const staff = makeStaff(making, roll);
  const supporters = makeSupporters(making, roll);
  const homes = makeHomes(making, staff);
  const speakers = createSpeakers(making, roll, homes);
  const drafts = makeNeeds(making, homes, staff);
  const offered = makePledges(making, supporters, drafts);
  const actors = actorsOf(place, staff, supporters, speakers);
  const { needs, pledges, matches, runs } = makeMatches(making, place, { needs: drafts, offered, actors });
  speakers.fill();
  const households = homes.map((home) => home.household);
  const silent = [...roll.people.values()];
  const told = { place, people: silent, supporters, households, needs, pledges, matches, today: dayOf(now, TIME_ZONE) };
  const about = aboutPeople(told);
  const people: Person[] = silent.map((person) => ({ ...person, about: about.get(person._id) ?? null }));
  // everybody has a chat already, so that what they are told waits for whoever opens it as them
  const chats = people.map((person) => personContact(person, "web", now));
  return {
    offices: [place.office],
    areas,
    units: place.units,
    people,
    posts: postsOf(people),
    supporters,
    households,
    members: homes.flatMap((home) => home.members),
    needs,
    pledges,
    matches,
    planners: plannersOf(runs, now),
    contacts: chats.map(({ contact }) => contact),
    bindings: chats.map(({ binding }) => binding),
  };
}

function actorsOf(place: Place, staff: Staff, supporters: readonly Supporter[], speakers: Speakers): Actors {
  const people = new Map(supporters.map((supporter) => [supporter._id, supporter.person]));
  const answerers = {
    cadre: cadreOf,
    unit(match: Match) {
      const unit = place.units.find(({ villages }) => villages.includes(match.village));
      return staff.leads.get(unit?._id ?? "") ?? cadreOf(match);
    },
    township: (match: Match) =>
      staff.townships.get(place.areas.ancestor(match.village, TOWNSHIP)?._id ?? "") ?? cadreOf(match),
  };
  return {
    answerer: (match) => answerers[match.rung](match),
    supporter: (match) => people.get(match.supporter) ?? cadreOf(match),
    household: (match) => speakers.of(match.household),
  };
}

/** Every household of the demo has its cadre. */
function cadreOf({ cadre }: Match): string {
  if (cadre === null) throw new Error("a demo household without a cadre");
  return cadre;
}

/** The planners as the rounds left them. */
function plannersOf(runs: number, now: number): Planner[] {
  return helpKinds.map((kind) => ({ ...baseOf(`${DEMO}:${kind}`), kind, runs, at: now }));
}
