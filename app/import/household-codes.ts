/** Short codes of new households: the village's letters and a running number, kept for ever. */
import { TOWNSHIP } from "#core/help/kinds.js";
import type { Area } from "#core/registry/area.js";
import { commitChange } from "../change.js";
import { createPrefixes, loadInitials } from "./prefixes.js";
import type { ImportDeps, ImportRequest } from "./request.js";

const DIGITS = 3;

export interface HouseholdCodes {
  /** The next code of a village; `surely` free, or only most likely: a household that has moved away keeps its code. */
  next(village: string, surely: boolean): Promise<string>;
  /** The codes given since the last time stand. */
  keep(): void;
  /** They do not: they are given again. */
  forget(): void;
}

export function createHouseholdCodes(
  deps: ImportDeps,
  { office, dryRun, by }: Pick<ImportRequest, "office" | "dryRun" | "by">,
): HouseholdCodes {
  const prefixes = new Map<string, string>();
  const kept = new Map<string, number>();
  let given = new Map<string, number>();
  let makePrefix: ReturnType<typeof createPrefixes> | undefined;

  async function prefixOf(village: string): Promise<string> {
    const known = prefixes.get(village);
    if (known !== undefined) return known;
    const area = await deps.store.areas.get(village);
    if (!area) throw new Error("a village that is not stored");
    const prefix = area.prefix ?? (await newPrefix(area));
    prefixes.set(village, prefix);
    return prefix;
  }

  async function newPrefix(area: Area): Promise<string> {
    const { areas } = await deps.places.of(office);
    makePrefix ??= createPrefixes(areas, await loadInitials());
    const township = areas.ancestor(area._id, TOWNSHIP);
    const prefix = makePrefix(area.name, township?.level === TOWNSHIP ? township.name : null);
    if (dryRun) return prefix;
    const change = {
      root: { op: "replace" as const, collection: "areas" as const, doc: { ...area, prefix } },
      audit: { action: "area-prefix-given", subject: { collection: "areas", id: area._id }, detail: { prefix } },
    };
    const key = `area-prefix:${area._id}`;
    const outcome = await commitChange(deps, change, { office, actor: by, key, result: null });
    deps.places.forget(office);
    // somebody else was first; theirs counts
    const stored = outcome.type === "committed" ? prefix : (await deps.store.areas.get(area._id))?.prefix;
    if (stored === undefined || stored === null) throw new Error("the village changed at the same moment");
    return stored;
  }

  return {
    async next(village, surely) {
      const prefix = await prefixOf(village);
      let number =
        given.get(village) ??
        kept.get(village) ??
        (await deps.store.households.count({ index: "byVillage", where: { office, village } }));
      let code: string;
      do {
        number += 1;
        code = `${prefix}-${String(number).padStart(DIGITS, "0")}`;
      } while (surely && (await deps.store.households.by("code", { office, code })));
      given.set(village, number);
      return code;
    },
    keep() {
      for (const [village, number] of given) kept.set(village, number);
      given = new Map();
    },
    forget() {
      given = new Map();
    },
  };
}
