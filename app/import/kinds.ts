/** How each kind of list is decided: one file and one line each. */
import type { ImportKind } from "#core/sheets/kinds.js";
import { decideAreas } from "./areas.js";
import { decideCadres } from "./cadres.js";
import type { CreateDecider, DeciderContext } from "./decider.js";
import { decideHouseholds } from "./households.js";
import { decideNeeds } from "./needs.js";
import { decideSupporters } from "./supporters.js";

const deciders: { readonly [K in ImportKind]: CreateDecider<K> } = {
  areas: decideAreas,
  households: decideHouseholds,
  cadres: decideCadres,
  needs: decideNeeds,
  supporters: decideSupporters,
};

/** The decider of a kind, made for this office and file. */
export function createDecider<K extends ImportKind>(kind: K, context: DeciderContext<K>): ReturnType<CreateDecider<K>> {
  const create: CreateDecider<K> = deciders[kind];
  return create(context);
}
