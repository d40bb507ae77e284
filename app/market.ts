/** What matching works on: open needs, free capacity and closed pairs of one office and kind. */
import { meetingTerms } from "#core/help/help.js";
import type { HelpKind } from "#core/help/kinds.js";
import type { Instance } from "#core/match/instance.js";
import { weights } from "#core/match/weights.js";
import type { Pledge } from "#core/pledge/pledge.js";
import { withWaiting } from "#core/registry/priority.js";
import type { Need } from "#core/registry/need.js";
import { commitChange } from "./change.js";
import type { AppDeps } from "./deps.js";
import type { Place } from "./places.js";

export interface Market {
  readonly needs: ReadonlyMap<string, Need>;
  readonly pledges: ReadonlyMap<string, Pledge>;
  /** Quantities held, by need and by pledge. */
  readonly given: ReadonlyMap<string, number>;
  readonly taken: ReadonlyMap<string, number>;
  /** Pairs that are not tried again: need → pledges. */
  readonly refused: ReadonlyMap<string, readonly string[]>;
  /** Version of the weights in force. */
  readonly weights: number;
}

export async function loadMarket(deps: AppDeps, office: string, kind: HelpKind): Promise<Market> {
  await openVerified(deps, office, kind);
  const { refused, solved } = await closedPairs(deps, office, kind);
  const needs = new Map<string, Need>();
  for await (const need of deps.store.needs.scan({ index: "byState", where: { office, state: "open", kind } })) {
    if (solved.has(need._id)) await closeNeed(deps, need, "solved");
    else needs.set(need._id, need);
  }
  const pledges = new Map<string, Pledge>();
  for await (const pledge of deps.store.pledges.scan({ index: "byState", where: { office, state: "open", kind } })) {
    pledges.set(pledge._id, pledge);
  }
  const where = { office, kind, holding: true };
  const given = await deps.store.matches.group({ index: "givenToNeeds", where, by: "need", sum: "quantity" });
  const taken = await deps.store.matches.group({ index: "takenFromPledges", where, by: "pledge", sum: "quantity" });
  return { needs, pledges, given, taken, refused, weights: weights.version };
}

/** Pairs that are not tried again, and needs that somebody said are solved. */
async function closedPairs(deps: AppDeps, office: string, kind: HelpKind) {
  const refused = new Map<string, string[]>();
  const solved = new Set<string>();
  const close = ({ need, pledge }: { need: string; pledge: string }): void => {
    const pledges = refused.get(need);
    if (pledges) pledges.push(pledge);
    else refused.set(need, [pledge]);
  };
  for await (const match of deps.store.matches.scan({ index: "byState", where: { office, state: "declined", kind } })) {
    close(match);
    if (match.declinedBecause === "solved") solved.add(match.need);
  }
  for await (const match of deps.store.matches.scan({ index: "byState", where: { office, state: "lapsed", kind } })) {
    // silence at every rung: the next run tries somebody else's pledge
    if (match.declinedBecause === "silence") close(match);
  }
  if (kind === "information") {
    // a piece of information is given to a need once
    const held = { index: "takenFromPledges", where: { office, kind, holding: true } };
    for await (const match of deps.store.matches.scan(held)) close(match);
  }
  return { refused, solved };
}

/** Pledges kept until their enterprise was verified begin to count; safe to run again. */
async function openVerified(deps: AppDeps, office: string, kind: HelpKind): Promise<void> {
  for await (const pledge of deps.store.pledges.scan({
    index: "byState",
    where: { office, state: "unverified", kind },
  })) {
    const supporter = await deps.store.supporters.get(pledge.supporter);
    if (!supporter?.verified) continue;
    await commitChange(
      deps,
      {
        root: { op: "replace", collection: "pledges", doc: { ...pledge, state: "open" } },
        audit: { action: "pledge-opened", subject: { collection: "pledges", id: pledge._id }, detail: {} },
      },
      { office, actor: { job: "match" }, key: `pledge-opened:${pledge._id}`, result: null },
    );
  }
}

/** Closes a need, with the reason. */
export async function closeNeed(deps: AppDeps, need: Need, because: "solved" | "met"): Promise<void> {
  await commitChange(
    deps,
    {
      root: { op: "replace", collection: "needs", doc: { ...need, state: "closed", closedBecause: because } },
      audit: { action: "need-closed", subject: { collection: "needs", id: need._id }, detail: { because } },
    },
    { office: need.office, actor: { job: "match" }, key: `need-closed:${need._id}`, result: null },
  );
}

/** The instance that `core/match` plans: areas by index, parents first, free quantities only. */
export function instanceOf(place: Place, kind: HelpKind, market: Market, now: number): Instance {
  const areas = place.areas.all().toSorted((a, b) => a.level - b.level);
  const index = new Map(areas.map((area, at) => [area._id, at]));
  const at = (area: string): number => index.get(area) ?? index.get(place.county) ?? 0;
  return {
    areas: areas.map(({ _id, parent, level }) => ({
      id: _id,
      parent: parent === null ? -1 : (index.get(parent) ?? -1),
      level,
    })),
    needs: [...market.needs.values()].flatMap((need) => {
      const given = market.given.get(need._id) ?? 0;
      const left = kind === "information" ? 1 : need.quantity - given;
      if (left <= 0) return [];
      const refused = market.refused.get(need._id);
      return {
        id: need._id,
        kind,
        category: need.category,
        area: at(need.village),
        priority: withWaiting(need.priority, need.at, now) / 100,
        quantity: left,
        given,
        reasons: need.reasons,
        ...(refused ? { refused: [...refused] } : {}),
        ...(need.worker ? { worker: need.worker } : {}),
        ...(need.brings ? { brings: need.brings } : {}),
      };
    }),
    pledges: [...market.pledges.values()].flatMap((pledge) => {
      const free = kind === "information" ? 1 : pledge.quantity - (market.taken.get(pledge._id) ?? 0);
      if (free <= 0) return [];
      return {
        id: pledge._id,
        kind,
        categories: pledge.categories,
        area: at(pledge.area),
        reach: pledge.reach,
        quantity: free,
        ...(pledge.only ? { only: pledge.only } : {}),
        terms: meetingTerms(pledge.terms),
      };
    }),
  };
}
