/** The list of households: one row per person, as the national register exports it (data-shapes §1). */
import { dayOf, startOfDay } from "#core/calendar.js";
import { VILLAGE } from "#core/help/kinds.js";
import { say } from "#core/message/message.js";
import type { CreateDecider, Decided, ReadRow } from "./decider.js";
import { createHouseholdCodes } from "./household-codes.js";
import { createBatch, type HouseholdTools } from "./household/batch.js";
import { createCadreFinder } from "./household/find-cadre.js";
import { createVillageFinder } from "./village-finder.js";

/** What a dry run has seen, since nothing of it is in the store. */
export interface Seen {
  readonly households: Set<string>;
  /** Household number by blind key of an ID number. */
  readonly ids: Map<string, string>;
}

export const decideHouseholds: CreateDecider<"households"> = async ({ deps, request, header }) => {
  const { office } = request;
  const { areas, office: own } = await deps.places.of(office);
  if (!areas.all().some(({ level }) => level === VILLAGE)) {
    return { type: "refused", problem: say("import.refused-no-areas") };
  }
  const codes = createHouseholdCodes(deps, request);
  const seen: Seen | null = request.dryRun ? { households: new Set(), ids: new Map() } : null;
  const now = deps.clock.now();
  const tools: HouseholdTools = {
    deps,
    office,
    header,
    codes,
    seen,
    now,
    year: Number(dayOf(now, own.timeZone).slice(0, 4)),
    startOf: remembered((day) => startOfDay(day, own.timeZone)),
    findVillage: createVillageFinder(areas),
    findCadre: createCadreFinder(deps, office),
  };
  return {
    type: "ready",
    decider: {
      changesPlace: false,
      together: (before, next) => before.householdNumber === next.householdNumber,
      async decide(rows, carefully): Promise<Decided> {
        codes.forget();
        const batch = createBatch(tools, rows, carefully);
        for (const [number, indexes] of byHousehold(rows)) await batch.decide(number, indexes);
        return batch.end();
      },
      keep: () => codes.keep(),
    },
  };
};

/** Indexes of the rows of each household, in the order of its first row. */
function byHousehold(rows: readonly ReadRow<"households">[]): Map<string, number[]> {
  const homes = new Map<string, number[]>();
  for (const [index, { record }] of rows.entries()) {
    const indexes = homes.get(record.householdNumber);
    if (indexes) indexes.push(index);
    else homes.set(record.householdNumber, [index]);
  }
  return homes;
}

/** A list names few days, many times. */
function remembered(startOf: (day: string) => number): (day: string) => number {
  const known = new Map<string, number>();
  return (day) => {
    const start = known.get(day) ?? startOf(day);
    known.set(day, start);
    return start;
  };
}
