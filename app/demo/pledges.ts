/** The demo's pledges: those of the story, those of every trade, and some for which nothing fits yet. */
import { addDays, dayOf } from "#core/calendar.js";
import { VILLAGE, type Category, type Level } from "#core/help/kinds.js";
import type { PledgeTerms } from "#core/help/terms.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { Need } from "#core/registry/need.js";
import type { Supporter } from "#core/registry/people.js";
import { baseOf, numbered, TIME_ZONE, type Making } from "./base.js";
import type { Fate } from "./fates.js";
import { firms } from "./firms.js";
import { citizenOffers, offers, type Offer } from "./offers.js";
import { COUNTY_ID, villages } from "./places.js";
import { storyOffers } from "./story.js";

/** Days before today on which pledges came in and were matched, oldest first. */
export const rounds = [150, 110, 75, 50, 35, 24, 16, 9, 6, 4, 2, 1] as const;

/** A pledge with what the demo does with it. */
export interface Offered {
  readonly pledge: Pledge;
  /** One of `rounds`. */
  readonly day: number;
  /** Matched first with these needs, whose matches have these fates. */
  readonly first?: { readonly needs: (need: Need) => boolean; readonly fates: readonly Fate[] };
  /** Withdrawn after its first round; what is matched stays. */
  readonly withdrawn?: boolean;
}

/** Everything about an offer that is not in its words. */
export interface Setting {
  readonly supporter: Supporter;
  readonly day: number;
  /** Delivered within so many days. */
  readonly within: number;
  readonly area: string;
  readonly reach: Level;
  readonly quantity: number;
}

export function makePledges(making: Making, supporters: readonly Supporter[], needs: readonly Need[]): Offered[] {
  const made: Offered[] = [];
  const put = (offer: Offer, setting: Setting, more: Omit<Offered, "pledge" | "day"> = {}): void => {
    const pledge = makePledge(making, offer, setting, numbered("k", made.length + 1));
    made.push({ pledge, day: setting.day, ...more });
  };
  const [hero] = supporters;
  if (hero) for (const { offer, setting, more } of storyOffers(hero)) put(offer, setting, more);
  supporters.slice(1).forEach((supporter, i) => {
    const trade = firms[i + 1]?.trade;
    const count = supporter.sort === "citizen" || (supporter.verified && i % 3 !== 0) ? 1 : 2;
    const own = making.draw.shuffled(trade ? offers[trade] : citizenOffers).slice(0, count);
    for (const offer of own) put(offer, settingOf(making, supporter, offer, made.length), fitting(making, offer));
  });
  for (const [offer, setting] of idle(making, supporters, needs)) put(offer, setting);
  return made;
}

const WITHDRAWN = 0.08;

function fitting({ draw }: Making, offer: Offer): { withdrawn?: true } {
  return offer.kind !== "information" && draw.chance(WITHDRAWN) ? { withdrawn: true } : {};
}

function settingOf({ draw }: Making, supporter: Supporter, offer: Offer, number: number): Setting {
  // the office checks an enterprise within days, so what still waits for that is fresh
  const day = supporter.verified ? (rounds[(number * 5) % rounds.length] ?? 1) : draw.pick([1, 2, 4] as const);
  const home = draw.pick(
    villages.filter(({ township }) => supporter.sort === "citizen" || township === supporter.area),
  );
  const reach = draw.pick(offer.reach);
  const within = offer.kind === "information" ? day + draw.int(40, 150) : draw.int(25, 80);
  return {
    supporter,
    day,
    within,
    area: reach === 2 ? COUNTY_ID : home.id,
    reach,
    quantity: draw.pick(offer.quantity),
  };
}

function makePledge(making: Making, offer: Offer, setting: Setting, id: string): Pledge {
  const { supporter, day, within, area, reach, quantity } = setting;
  const due = addDays(dayOf(making.now, TIME_ZONE), within - day);
  return {
    ...baseOf(id),
    code: making.codes.pledge(),
    supporter: supporter._id,
    person: supporter.person,
    kind: offer.kind,
    categories: offer.categories ? [...offer.categories] : null,
    quantity,
    area,
    reach,
    only: null,
    due,
    terms: termsOf(offer, due),
    state: supporter.verified ? "open" : "unverified",
    waiting: false,
    confirmedAt: making.daysAgo(day),
  };
}

function termsOf(offer: Offer, due: string): PledgeTerms {
  switch (offer.kind) {
    case "funds":
      return { kind: "funds", purpose: offer.purpose };
    case "jobs": {
      const [wageFrom, wageTo] = offer.wage;
      const [ageFrom, ageTo] = offer.ages;
      return { kind: "jobs", title: offer.title, wageFrom, wageTo, ageFrom, ageTo, place: "青石县城", start: due };
    }
    case "industry": {
      const { project, mode, brings, gets, months } = offer;
      return { kind: "industry", project, mode, brings, gets, months };
    }
    case "information": {
      const { topic, what, audience } = offer;
      return { kind: "information", topic, what, audience, until: due };
    }
  }
}

const IDLE = 9;

/** Pledges for villages where nobody needs that now: they wait, and a fresh need finds them. */
function* idle(making: Making, supporters: readonly Supporter[], needs: readonly Need[]): Generator<[Offer, Setting]> {
  const { draw } = making;
  const wanted = new Set(needs.map(({ village, category }) => `${village} ${category}`));
  let made = 0;
  for (const [i, supporter] of draw.shuffled([...supporters.slice(1).entries()])) {
    const trade = firms[i + 1]?.trade;
    const offer = trade && draw.pick(offers[trade]);
    if (!offer?.categories || !supporter.verified || offer.kind === "information") continue;
    const unwanted = (category: Category) => villages.filter(({ id }) => !wanted.has(`${id} ${category}`));
    const [category] = offer.categories;
    const [quiet] = category ? draw.shuffled(unwanted(category)) : [];
    if (!quiet) continue;
    const day = draw.pick([24, 16, 9, 4, 2] as const);
    const quantity = draw.pick(offer.quantity);
    yield [offer, { supporter, day, within: draw.int(40, 90), area: quiet.id, reach: VILLAGE, quantity }];
    if (++made === IDLE) return;
  }
}
