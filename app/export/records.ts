/** The stored lists as records, one after the other; P3 only where the reader may see it. */
import type { ImportKind } from "#core/sheets/kinds.js";
import type { Records } from "#core/sheets/records.js";
import type { AppDeps } from "../deps.js";
import type { Place } from "../places.js";
import { areaRecords } from "./areas.js";
import { cadreRecords } from "./cadres.js";
import { householdRecords } from "./households.js";
import { needRecords } from "./needs.js";
import type { Reader } from "./reader.js";
import { supporterRecords } from "./supporters.js";

export interface Exporting {
  readonly deps: Pick<AppDeps, "store" | "vault">;
  readonly office: string;
  readonly place: Place;
  readonly reader: Reader;
  /** Id of the layout: a list of cadres is one row per cadre, or one per household they help. */
  readonly layout: string;
}

export interface Exported<K extends ImportKind> {
  readonly record: Records[K];
  /** Are sensitive columns filled? */
  readonly sensitive: boolean;
}

type RecordsOf = { readonly [K in ImportKind]: (exporting: Exporting) => AsyncIterable<Exported<K>> };

const sources: RecordsOf = {
  areas: areaRecords,
  households: householdRecords,
  cadres: cadreRecords,
  needs: needRecords,
  supporters: supporterRecords,
};

export function recordsOf<K extends ImportKind>(kind: K, exporting: Exporting): AsyncIterable<Exported<K>> {
  const source: (exporting: Exporting) => AsyncIterable<Exported<K>> = sources[kind];
  return source(exporting);
}
