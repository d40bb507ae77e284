/** The names under which a village stands in a list. */
import { COUNTY, TOWNSHIP, type Level } from "#core/help/kinds.js";
import type { Place } from "../places.js";

/** County, township and village by name; null for a level that the office does not have. */
export function placeNames(place: Place, village: string) {
  const at = (level: Level): string | null => {
    const area = place.areas.ancestor(village, level);
    return area?.level === level ? area.name : null;
  };
  return { county: at(COUNTY), township: at(TOWNSHIP), village: place.nameOf(village) };
}
