/** The list of helpers 帮扶责任人, and the pairing list, which also names the household each one helps (data-shapes §4). */
import { TOWNSHIP } from "#core/help/kinds.js";
import type { Household } from "#core/registry/household.js";
import { PersonRest, type Person, type Unit } from "#core/registry/people.js";
import type { CadreRecord } from "#core/sheets/records.js";
import { officeIndex } from "#store/collections.js";
import type { CreateDecider, Decided, DeciderContext, Edit, ReadRow, Verdict } from "./decider.js";
import { createDraft, fateBetween, worst, type Step } from "./draft.js";
import { createHouseholdFinder, type HouseholdFinder } from "./find-household.js";
import { followingNeeds } from "./household/follow.js";
import { naturalId } from "./natural-id.js";
import { newPerson, peopleWithPhone, postOf } from "./people/new-person.js";
import { rejected } from "./problems.js";
import { reseal } from "./sealed.js";
import { createVillageFinder, plain } from "./village-finder.js";

export const decideCadres: CreateDecider<"cadres"> = async (context) => {
  const { deps, request } = context;
  const { office } = request;
  const { areas } = await deps.places.of(office);
  const households = createHouseholdFinder(deps, office, createVillageFinder(areas));
  return {
    type: "ready",
    decider: {
      changesPlace: true,
      async decide(rows): Promise<Decided> {
        const batch = await createCadreBatch(context, households);
        const verdicts: Verdict[] = [];
        for (const row of rows) verdicts.push(await batch.take(row));
        return { ...(await batch.end()), verdicts };
      },
    },
  };
};

async function createCadreBatch({ deps, request, header }: DeciderContext<"cadres">, finder: HouseholdFinder) {
  const { store, vault } = deps;
  const { office, locale } = request;
  const place = await deps.places.of(office);
  const units = createDraft("units");
  const people = createDraft("people");
  const homes = createDraft("households");
  const posts = createDraft("posts");
  const before = new Map<string, Household>();
  const unitIds = new Map<string, string>();
  for await (const unit of store.units.scan({ index: officeIndex, where: { office } })) {
    unitIds.set(plain(unit.name), units.stored(unit)._id);
  }

  function unitOf(record: CadreRecord, village: string | null): Step<Unit> {
    const id = unitIds.get(plain(record.unit));
    const was = id === undefined ? undefined : units.get(id);
    const known = was ?? newUnit(record.unit);
    const unit: Unit = {
      ...known,
      ...(village === null ? {} : helping(known, village)),
      sort: record.unitType ?? known.sort,
      level: record.unitLevel ?? known.level,
    };
    units.set(unit);
    unitIds.set(plain(unit.name), unit._id);
    return { doc: unit, fate: fateBetween(was, unit) };
  }

  function newUnit(name: string): Unit {
    const id = naturalId(vault, office, "unit", plain(name));
    return { _id: id, version: 1, office, name, villages: [], township: null, sort: null, level: null };
  }

  /** Whose cadre helps a household of a village helps the village 单位帮村. */
  function helping({ villages, township }: Unit, village: string): Pick<Unit, "villages" | "township"> {
    const own = place.areas.ancestor(village, TOWNSHIP);
    return {
      villages: villages.includes(village) ? villages : [...villages, village],
      township: township ?? own?._id ?? null,
    };
  }

  /** The person of that phone: who is a cadre already, else who has that name. */
  async function knownPerson(record: CadreRecord): Promise<Person | undefined> {
    const id = naturalId(vault, office, "person", `${record.phone} ${record.name}`);
    const made = people.get(id);
    if (made) return made;
    const stored = await peopleWithPhone(deps, office, record.phone);
    const all = stored.map((person) => people.stored(person));
    return all.find(isCadre) ?? all.find(({ name }) => name === record.name);
  }

  async function personOf(record: CadreRecord, unit: string): Promise<Step<Person>> {
    const role = { as: "cadre", unit } as const;
    const was = await knownPerson(record);
    const other = restOf(was, record);
    if (!was) {
      const person = newPerson(deps, { office, name: record.name, phone: record.phone, role, locale, other });
      people.set(person);
      posts.set(postOf(person, role));
      return { doc: person, fate: "created" };
    }
    const others = was.roles.filter((one) => one.as !== "cadre");
    const same = was.roles.some((one) => one.as === "cadre" && one.unit === unit);
    const person: Person = { ...was, name: record.name, roles: same ? was.roles : [...others, role], other };
    people.set(person);
    if (!same && !(await store.posts.get(postOf(person, role)._id))) posts.set(postOf(person, role));
    return { doc: person, fate: fateBetween(was, person) };
  }

  function restOf(was: Person | undefined, record: CadreRecord): Person["other"] {
    const rest = was?.other ? PersonRest.parse(JSON.parse(vault.open(was.other))) : null;
    const columns = { ...rest?.columns, ...record.other };
    const idNumber = record.idNumber ?? rest?.idNumber ?? null;
    if (rest === null && idNumber === null && Object.keys(columns).length === 0) return null;
    return reseal(vault, was?.other ?? null, { idNumber, columns });
  }

  async function take({ row, record }: ReadRow<"cadres">): Promise<Verdict> {
    const helped = record.helps === null ? null : await householdOf(record.helps);
    if (helped && helped.type !== "found") {
      const village = helped.type.startsWith("village-");
      const at = village
        ? { fields: ["village"], value: record.helps?.village ?? null }
        : { fields: ["head"], value: record.helps?.head ?? null };
      return rejected(header, row, helped.type, at);
    }
    const household = helped ? homes.stored(helped.household) : null;
    const unit = unitOf(record, household?.village ?? null);
    const person = await personOf(record, unit.doc._id);
    const fates = [unit.fate, person.fate];
    if (household) {
      if (!before.has(household._id)) before.set(household._id, household);
      const twinned = { ...household, cadre: person.doc._id };
      homes.set(twinned);
      fates.push(fateBetween(household, twinned));
    }
    const touches = [unit.doc._id, person.doc._id, ...(household ? [household._id] : [])];
    return { type: worst(fates), touches };
  }

  async function householdOf(helps: NonNullable<CadreRecord["helps"]>) {
    if (helps.idNumber !== null) {
      const found = await finder.byIdNumber(helps.idNumber);
      if (found.type === "found") return found;
    }
    return finder.byHead(helps.township, helps.village, helps.head);
  }

  return {
    take,
    async end(): Promise<Pick<Decided, "inserts" | "edits">> {
      const edits: Edit[] = [...units.edits(), ...withPosts(people.edits(), posts.inserts()), ...homes.edits()];
      for (const home of homes.all()) {
        const was = before.get(home._id);
        if (was) edits.push(...(await followingNeeds(deps, was, home)));
      }
      const fresh = new Set(people.inserts().map(({ doc }) => doc._id));
      const own = posts.inserts().filter((post) => post.collection === "posts" && fresh.has(post.doc.person));
      return { inserts: [...units.inserts(), ...people.inserts(), ...own], edits };
    },
  };
}

/** A known person's new role is written with them. */
function withPosts(
  edits: readonly Edit[],
  posts: ReturnType<ReturnType<typeof createDraft<"posts">>["inserts"]>,
): Edit[] {
  return edits.map((edit) => {
    const also = posts.filter((post) => post.collection === "posts" && post.doc.person === edit.root.doc._id);
    return also.length === 0 ? edit : { ...edit, also };
  });
}

function isCadre({ roles }: Person): boolean {
  return roles.some(({ as }) => as === "cadre");
}
