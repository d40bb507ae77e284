import { sameWords } from "#core/text/normalise.js";
import type { Household } from "#core/registry/household.js";
import type { Asker } from "../receive.js";
import { allow, ofHousehold } from "../rights.js";
import { householdView } from "../views.js";
import type { Look } from "./look.js";

/** As many as fit a list of buttons. */
const MOST = 8;

/** Households the speaker may record for: a cadre's own, those of a unit's villages or of a township; by name or code. */
export const households: Look<"households"> = async (who, { search }) => {
  const found: Household[] = [];
  let more = false;
  for await (const household of candidates(who)) {
    if (!allow(who, "household.see", ofHousehold(household), household) || !matches(household, search)) continue;
    if (found.length === MOST) {
      more = true;
      break;
    }
    found.push(household);
  }
  return { households: found.map((one) => ({ id: one._id, view: householdView(who.place, one) })), more };
};

function matches(household: Household, search: string | null): boolean {
  if (search === null || search.trim() === "") return true;
  const wanted = search.trim();
  return (
    sameWords(household.code, wanted) ||
    household.name.includes(wanted) ||
    household.code.includes(wanted.toUpperCase())
  );
}

function candidates({ deps, contact, speaker }: Asker): AsyncIterable<Household> {
  const { office } = contact;
  const broad = speaker?.roles.some((role) => role.as === "unit" || role.as === "township" || role.as === "office");
  return broad || !speaker
    ? deps.store.households.scan({ index: "byVillage", where: { office } })
    : deps.store.households.scan({ index: "byCadre", where: { office, cadre: speaker.person } });
}
