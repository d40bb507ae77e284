import type { Category, HelpKind, Level } from "#core/help/kinds.js";
import { COUNTY } from "#core/help/kinds.js";
import type { AppDeps } from "../deps.js";
import type { Place } from "../places.js";
import type { Look } from "./look.js";
import type { Looks } from "./types.js";

interface Offer {
  readonly kind: HelpKind;
  readonly categories: readonly Category[] | null;
  readonly area: string;
  readonly reach: Level;
}

/** Open needs a pledge like this would fit, and how many if it reached the whole county. */
export const fits: Look<"fits"> = (who, question) => countFits(who.deps, who.place, question);

/** Counts what an offer fits; stops counting at `enough`, when all that matters is whether there is any. */
export async function countFits(
  deps: Pick<AppDeps, "store">,
  place: Place,
  offer: Offer,
  enough = Number.POSITIVE_INFINITY,
): Promise<Looks["fits"]["answer"]> {
  const { areas, office } = place;
  const inside = areas.ancestor(offer.area, offer.reach)?._id ?? offer.area;
  const county = areas.ancestor(offer.area, COUNTY)?._id ?? place.county;
  const wanted = offer.categories === null ? null : new Set<Category>(offer.categories);
  const given = await deps.store.matches.group({
    index: "givenToNeeds",
    where: { office: office._id, kind: offer.kind, holding: true },
    by: "need",
    sum: "quantity",
  });
  let needs = 0;
  let amount = 0;
  let countyNeeds = 0;
  const open = { index: "byState", where: { office: office._id, state: "open", kind: offer.kind } };
  for await (const need of deps.store.needs.scan(open)) {
    const left = need.quantity - (given.get(need._id) ?? 0);
    if (left <= 0 || (wanted && !wanted.has(need.category))) continue;
    if (areas.within(need.village, county)) countyNeeds++;
    if (!areas.within(need.village, inside)) continue;
    needs++;
    amount += left;
    if (needs >= enough) break;
  }
  return { needs, amount, areaName: place.nameOf(inside), countyNeeds, countyName: place.nameOf(county) };
}
