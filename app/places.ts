/** Offices, areas and units change rarely and are asked for all the time: kept in memory, forgotten on request. */
import type { Office } from "#core/office.js";
import { areaTree, type Area, type AreaTree } from "#core/registry/area.js";
import type { Unit } from "#core/registry/people.js";
import type { Ties } from "#core/access/access.js";
import type { Signals } from "./shared.js";
import { officeIndex } from "#store/collections.js";
import type { Store } from "#store/port.js";

export interface Place extends Ties {
  readonly office: Office;
  readonly areas: AreaTree;
  readonly units: readonly Unit[];
  /** The office's own area; every office has one. */
  readonly county: string;
  nameOf(area: string): string;
}

export interface Places {
  of(office: string): Promise<Place>;
  /** Every process reads the office anew at its next look. */
  forget(office: string): void;
}

export function createPlaces(store: Store, signals: Signals): Places {
  const known = new Map<string, Promise<Place>>();
  signals.subscribe("place", (office) => void known.delete(office));
  return {
    of(office) {
      const found = known.get(office);
      if (found) return found;
      const loading = load(store, office).catch((error: unknown) => {
        known.delete(office);
        throw error;
      });
      known.set(office, loading);
      return loading;
    },
    forget: (office) => signals.publish("place", office),
  };
}

async function load(store: Store, id: string): Promise<Place> {
  const office = await store.offices.get(id);
  if (!office) throw new Error(`no office ${id}`);
  const areas: Area[] = [];
  for await (const area of store.areas.scan({ index: officeIndex, where: { office: id } })) areas.push(area);
  const units: Unit[] = [];
  for await (const unit of store.units.scan({ index: officeIndex, where: { office: id } })) units.push(unit);
  const tree = areaTree(areas);
  const helped = new Map(units.map((unit) => [unit._id, new Set(unit.villages)]));
  return {
    office,
    areas: tree,
    units,
    county: office.area ?? id,
    nameOf: (area) => tree.get(area)?.name ?? office.name,
    unitHelps: (unit, village) => helped.get(unit)?.has(village) ?? false,
    within: (inner, outer) => tree.within(inner, outer),
  };
}
