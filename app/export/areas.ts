import { VILLAGE } from "#core/help/kinds.js";
import { areasInOrder } from "./order.js";
import type { Exported, Exporting } from "./records.js";

/** The office's own area and all below it; in the wide layout villages only, which name the rest. */
export async function* areaRecords({ place, reader, layout }: Exporting): AsyncGenerator<Exported<"areas">> {
  for (const { area, path } of areasInOrder(place)) {
    if (layout === "areas-wide" && area.level !== VILLAGE) continue;
    if (!reader.mayHave({ village: area._id })) continue;
    const { code, level } = area;
    yield { record: { kind: "areas", path, code, level }, sensitive: false };
  }
}
