/** The register of layouts: one line each. The first of a kind is the one written when none is asked for. */
import type { ImportKind } from "../kinds.js";
import type { Layout } from "../layout.js";
import { areasWide } from "./areas-wide.js";
import { areas } from "./areas.js";
import { heads } from "./heads.js";
import { helpers } from "./helpers.js";
import { members2016 } from "./members-2016.js";
import { members2022 } from "./members-2022.js";
import { needs } from "./needs.js";
import { pairing } from "./pairing.js";
import { supporters } from "./supporters.js";

export type { Column, Fields, Layout, ReadContext } from "../layout.js";

/** Every layout of a kind, by kind. */
export const layouts: { readonly [K in ImportKind]: readonly Layout<K>[] } = {
  areas: [areas, areasWide],
  households: [members2022, members2016, heads],
  cadres: [helpers, pairing],
  needs: [needs],
  supporters: [supporters],
};

/** The layout of a kind by its id, or its first one for null; undefined when there is none of that id. */
export function layoutOf<K extends ImportKind>(kind: K, id: string | null): Layout<K> | undefined {
  const known: readonly Layout<K>[] = layouts[kind];
  return id === null ? known[0] : known.find((layout) => layout.id === id);
}
