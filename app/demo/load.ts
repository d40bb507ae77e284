/** Loads the demo, removes it, and lists its people. */
import { collectionNames, type CollectionName } from "#core/documents.js";
import type { Person, Supporter } from "#core/registry/people.js";
import { officeIndex } from "#store/collections.js";
import type { AppDeps } from "../deps.js";
import { DEMO } from "./base.js";
import { demoCounty } from "./county.js";
import { mulberry32 } from "./random.js";

/** The seed of the county that every start shows. */
export const DEMO_SEED = 20_251_017;
/** Writes handed in together, so that they share a commit and an fsync. */
const CHUNK = 500;

const ofDemo = { index: officeIndex, where: { office: DEMO } } as const;

/**
 * Loads the demo county durably. Its office comes last, so an office that is there means a whole demo. Without it,
 * whatever a broken load or removal has left is removed first: two loads of different days must not mix, or sums
 * and clocks would not hold together.
 */
export async function loadDemo(deps: Pick<AppDeps, "store" | "vault" | "clock">): Promise<"loaded" | "present"> {
  const { store, vault, clock } = deps;
  if (await store.offices.get(DEMO)) return "present";
  await removeDemo({ store });
  const { offices, ...rest } = demoCounty({ now: clock.now(), vault, random: mulberry32(DEMO_SEED) });
  const inserts = [
    ...rest.areas.map((doc) => () => store.areas.insert(doc)),
    ...rest.units.map((doc) => () => store.units.insert(doc)),
    ...rest.people.map((doc) => () => store.people.insert(doc)),
    ...rest.posts.map((doc) => () => store.posts.insert(doc)),
    ...rest.supporters.map((doc) => () => store.supporters.insert(doc)),
    ...rest.households.map((doc) => () => store.households.insert(doc)),
    ...rest.members.map((doc) => () => store.members.insert(doc)),
    ...rest.needs.map((doc) => () => store.needs.insert(doc)),
    ...rest.pledges.map((doc) => () => store.pledges.insert(doc)),
    ...rest.matches.map((doc) => () => store.matches.insert(doc)),
    ...rest.contacts.map((doc) => () => store.contacts.insert(doc)),
    ...rest.bindings.map((doc) => () => store.bindings.insert(doc)),
    ...rest.planners.map((doc) => () => store.planners.insert(doc)),
  ];
  await inChunks(inserts);
  await inChunks(offices.map((doc) => () => store.offices.insert(doc)));
  return "loaded";
}

/**
 * Removes every document of the demo's office, and says how many of each collection. The office goes first, so that
 * half a demo is never served; it works without the office too, so the next run finishes what was broken off.
 */
export async function removeDemo(deps: Pick<AppDeps, "store">): Promise<Partial<Record<CollectionName, number>>> {
  const removed: Partial<Record<CollectionName, number>> = {};
  const others = collectionNames.filter((name) => name !== "offices");
  for (const name of ["offices", ...others] as const) {
    const count = await removeFrom(deps, name);
    if (count > 0) removed[name] = count;
  }
  return removed;
}

async function removeFrom({ store }: Pick<AppDeps, "store">, name: CollectionName): Promise<number> {
  const ids: string[] = [];
  for await (const doc of store[name].scan(ofDemo)) ids.push(doc._id);
  const gone = await inChunks(ids.map((id) => () => store[name].remove(id)));
  return gone.filter(Boolean).length;
}

async function inChunks<T>(writes: readonly (() => Promise<T>)[]): Promise<T[]> {
  const outcomes: T[] = [];
  for (let start = 0; start < writes.length; start += CHUNK) {
    outcomes.push(...(await Promise.all(writes.slice(start, start + CHUNK).map((write) => write()))));
  }
  return outcomes;
}

const roles = ["enterprise", "citizen", "cadre", "unit", "township", "household", "office"] as const;

/** A person whom a visitor of the demo may be. */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: (typeof roles)[number];
  /** Who it is, and what there is to do; as it was when the demo was loaded. */
  readonly about: string;
}

/** The demo's people with a story, by role; the first of each role belong together. Empty without the demo. */
export async function demoPeople(deps: Pick<AppDeps, "store">): Promise<DemoPerson[]> {
  const { store } = deps;
  const people: Person[] = [];
  for await (const person of store.people.scan(ofDemo)) if (person.about !== null) people.push(person);
  const held = people.flatMap(({ roles: all }) =>
    all.flatMap((role) => (role.as === "supporter" ? [role.supporter] : [])),
  );
  const supporters = new Map((await store.supporters.getMany(held)).map((one) => [one._id, one]));
  const listed = people.flatMap((person) => listedAs(person, supporters));
  return listed.toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || (a.id < b.id ? -1 : 1));
}

function listedAs(
  { _id, name, about, roles: [first] }: Person,
  supporters: ReadonlyMap<string, Supporter>,
): DemoPerson[] {
  if (!first || about === null) return [];
  const role = first.as === "supporter" ? supporters.get(first.supporter)?.sort : first.as;
  return role ? [{ id: _id, name, role, about }] : [];
}
