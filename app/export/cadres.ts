import { PersonRest, type Person, type Unit } from "#core/registry/people.js";
import type { CadreRecord } from "#core/sheets/records.js";
import type { Household } from "#core/registry/household.js";
import { placeNames } from "./names.js";
import { householdsInOrder } from "./order.js";
import type { Exported, Exporting } from "./records.js";

/** One row for each cadre; in the layout of the pairing list one for each household with a cadre. */
export function cadreRecords(exporting: Exporting): AsyncGenerator<Exported<"cadres">> {
  return exporting.layout === "pairing" ? pairs(exporting) : helpers(exporting);
}

async function* helpers(exporting: Exporting): AsyncGenerator<Exported<"cadres">> {
  const { deps, office, place, reader } = exporting;
  const units = new Map(place.units.map((unit) => [unit._id, unit]));
  for await (const person of deps.store.people.scan({ index: "office", where: { office } })) {
    const unit = unitOf(person, units);
    if (!unit) continue;
    // a unit answers for those who help in its villages
    const subjects = [null, ...unit.villages].map((village) => ({ cadre: person._id, village }));
    if (!subjects.some((subject) => reader.mayHave(subject))) continue;
    const sensitive = subjects.some((subject) => reader.maySee(subject));
    yield { record: { ...cadreOf(exporting, person, unit, sensitive), helps: null }, sensitive };
  }
}

async function* pairs(exporting: Exporting): AsyncGenerator<Exported<"cadres">> {
  const { deps, place, reader } = exporting;
  const units = new Map(place.units.map((unit) => [unit._id, unit]));
  const known = new Map<string, Person | undefined>();
  for await (const household of householdsInOrder(exporting)) {
    const { cadre, village } = household;
    const subject = { household: household._id, cadre, village };
    if (cadre === null || !reader.mayHave(subject)) continue;
    if (!known.has(cadre)) known.set(cadre, await deps.store.people.get(cadre));
    const person = known.get(cadre);
    const unit = person && unitOf(person, units);
    if (!person || !unit) continue;
    const sensitive = reader.maySee(subject);
    const { township, village: name } = placeNames(place, village);
    const idNumber = sensitive ? await headId(exporting, household) : null;
    const helps = { township, village: name, head: household.name, idNumber };
    yield { record: { ...cadreOf(exporting, person, unit, sensitive), helps }, sensitive };
  }
}

function unitOf({ roles }: Person, units: ReadonlyMap<string, Unit>): Unit | undefined {
  const role = roles.find((one) => one.as === "cadre");
  return role && units.get(role.unit);
}

function cadreOf({ deps }: Exporting, person: Person, unit: Unit, sensitive: boolean): Omit<CadreRecord, "helps"> {
  const { vault } = deps;
  const rest = sensitive && person.other !== null ? PersonRest.parse(JSON.parse(vault.open(person.other))) : null;
  return {
    kind: "cadres",
    unit: unit.name,
    unitType: unit.sort,
    unitLevel: unit.level,
    name: person.name,
    phone: sensitive && person.phone !== null ? vault.open(person.phone) : "",
    idNumber: rest?.idNumber ?? null,
    other: rest?.columns ?? {},
  };
}

/** The ID number that tells two heads of one name apart. */
async function headId({ deps, office }: Exporting, { _id, name }: Household): Promise<string | null> {
  const { items } = await deps.store.members.find({
    index: "byHousehold",
    where: { office, household: _id },
    limit: 500,
  });
  const head = items.find((member) => member.name === name && member.idNumber !== null);
  return head?.idNumber ? deps.vault.open(head.idNumber) : null;
}
