/** A household's needs go with it: to another cadre, or to another village. */
import type { Household } from "#core/registry/household.js";
import type { Need } from "#core/registry/need.js";
import type { Edit } from "../decider.js";
import type { ImportDeps } from "../request.js";

/** Needs that still wait or are open; matches under way keep the cadre they began with. */
export async function followingNeeds(
  { store }: Pick<ImportDeps, "store">,
  before: Household,
  after: Household,
): Promise<Edit[]> {
  const { office, _id: household, cadre, village } = after;
  if (before.cadre === cadre && before.village === village) return [];
  const edits: Edit[] = [];
  for (const state of ["recorded", "open"] as const) {
    for await (const need of store.needs.scan({ index: "byHousehold", where: { office, household, state } })) {
      const fields = [...(need.cadre === cadre ? [] : ["cadre"]), ...(need.village === village ? [] : ["village"])];
      const doc: Need = { ...need, cadre, village };
      if (fields.length > 0) edits.push({ root: { op: "replace", collection: "needs", doc }, fields });
    }
  }
  return edits;
}
