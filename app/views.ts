/** Loads what a view names — households, supporters, cadres — and fills `core/views.ts`. */
import { dayOf } from "#core/calendar.js";
import type { Match } from "#core/match/match.js";
import type { Pledge } from "#core/pledge/pledge.js";
import { progressOf } from "#core/pledge/progress.js";
import type { Need } from "#core/registry/need.js";
import type { HouseholdView, MatchView, NeedView, PledgeView } from "#core/views.js";
import type { Household } from "#core/registry/household.js";
import type { AppDeps } from "./deps.js";
import type { Place } from "./places.js";

type Deps = Pick<AppDeps, "store">;

export function householdView(place: Place, household: Household): HouseholdView {
  return { code: household.code, village: place.nameOf(household.village), name: household.name };
}

async function viewOf(deps: Deps, place: Place, household: string | null): Promise<HouseholdView | null> {
  const found = household === null ? undefined : await deps.store.households.get(household);
  return found ? householdView(place, found) : null;
}

export async function matchView(deps: Deps, place: Place, match: Match): Promise<MatchView> {
  const [household, supporter, pledge] = await Promise.all([
    viewOf(deps, place, match.household),
    deps.store.supporters.get(match.supporter),
    deps.store.pledges.get(match.pledge),
  ]);
  const { _id, code, kind, category, quantity, state, rung, due, reasons, photo } = match;
  return {
    id: _id,
    code,
    kind,
    category,
    quantity,
    state,
    rung,
    household,
    householdId: match.household,
    village: place.nameOf(match.village),
    supporter: { name: supporter?.name ?? "", citizen: supporter?.sort === "citizen" },
    pledgeCode: pledge?.code ?? "",
    due,
    answerBy: dayOf(match.answerBy, place.office.timeZone),
    reasons,
    photo,
  };
}

export async function matchViews(deps: Deps, place: Place, matches: readonly Match[]): Promise<MatchView[]> {
  return Promise.all(matches.map((match) => matchView(deps, place, match)));
}

export async function needView(deps: Deps, place: Place, need: Need): Promise<NeedView> {
  const [household, recorder] = await Promise.all([
    viewOf(deps, place, need.household),
    deps.store.people.get(need.recordedBy),
  ]);
  return {
    id: need._id,
    code: need.code,
    kind: need.kind,
    category: need.category,
    quantity: need.quantity,
    household,
    village: place.nameOf(need.village),
    approvals: need.approvals,
    approved: need.reviews.filter((review) => review.verdict === "approved").length,
    source: need.source,
    recordedBy: recorder?.name ?? "",
  };
}

/** The supporter's own words for a pledge: title, project, topic or purpose. */
export function titleOf(pledge: Pick<Pledge, "terms">): string | null {
  switch (pledge.terms.kind) {
    case "funds":
      return pledge.terms.purpose;
    case "jobs":
      return pledge.terms.title;
    case "industry":
      return pledge.terms.project;
    case "information":
      return pledge.terms.topic;
  }
}

/** All matches of a pledge, oldest first. */
export async function matchesOf(deps: Deps, office: string, pledge: string): Promise<Match[]> {
  const matches: Match[] = [];
  for await (const match of deps.store.matches.scan({ index: "byPledge", where: { office, pledge } }))
    matches.push(match);
  return matches.toSorted((a, b) => a.at - b.at);
}

export async function pledgeView(deps: Deps, place: Place, pledge: Pledge): Promise<PledgeView> {
  const matches = await matchesOf(deps, pledge.office, pledge._id);
  const { _id, code, kind, categories, quantity, area, reach, due, state } = pledge;
  return {
    id: _id,
    code,
    kind,
    categories,
    title: titleOf(pledge),
    quantity,
    area,
    areaName: place.nameOf(place.areas.ancestor(area, reach)?._id ?? area),
    reach,
    due,
    state,
    ...progressOf(pledge, matches),
    matches: await matchViews(deps, place, matches),
  };
}
