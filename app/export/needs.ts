import type { Household } from "#core/registry/household.js";
import { placeNames } from "./names.js";
import type { Exported, Exporting } from "./records.js";

/** Needs that wait for their review, and those that are open. */
export async function* needRecords({ deps, office, place, reader }: Exporting): AsyncGenerator<Exported<"needs">> {
  const { store, vault } = deps;
  for (const state of ["recorded", "open"] as const) {
    for await (const need of store.needs.scan({ index: "byState", where: { office, state } })) {
      const { household, cadre, village } = need;
      const subject = { household, cadre, village };
      if (!reader.mayHave(subject)) continue;
      const sensitive = reader.maySee(subject);
      const home = household === null ? undefined : await store.households.get(household);
      const { township, village: name } = placeNames(place, village);
      yield {
        record: {
          kind: "needs",
          code: need.code,
          township,
          village: name,
          householdNumber: home && hasNumber(home) ? home.number : null,
          idNumber: null,
          householdCode: home?.code ?? null,
          help: need.kind,
          category: need.category,
          quantity: need.quantity,
          note: sensitive && need.note !== null ? vault.open(need.note) : null,
        },
        sensitive,
      };
    }
  }
}

function hasNumber({ number }: Household): boolean {
  return !number.startsWith("none:");
}
