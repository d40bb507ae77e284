/** The order in which lists are written: area by area, what holds before what is held. */
import type { Area } from "#core/registry/area.js";
import type { Household } from "#core/registry/household.js";
import type { Place } from "../places.js";
import type { Exporting } from "./records.js";

/** The office's own area and all below it, by code and name, with the names that lead to each. */
export function* areasInOrder(place: Place): Generator<{ area: Area; path: readonly string[] }> {
  const root = place.areas.get(place.county);
  if (root) yield* below(place, root, []);
}

function* below(
  place: Place,
  area: Area,
  above: readonly string[],
): Generator<{ area: Area; path: readonly string[] }> {
  const path = [...above, area.name];
  yield { area, path };
  for (const one of place.areas.children(area._id).toSorted(compare)) yield* below(place, one, path);
}

function compare(a: Area, b: Area): number {
  const [first, second] = [`${a.code ?? ""} ${a.name}`, `${b.code ?? ""} ${b.name}`];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** All households, village by village, by their codes. */
export async function* householdsInOrder({ deps, office, place }: Exporting): AsyncGenerator<Household> {
  for (const { area } of areasInOrder(place)) {
    yield* deps.store.households.scan({ index: "byVillage", where: { office, village: area._id } });
  }
}
