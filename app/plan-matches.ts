/**
 * Plans the matches of one office and kind: loads open needs and free capacity, lets `core/match` plan, and commits
 * proposals that hold their quantities. The planner's document guards each commit, so that there is a single writer
 * and no run can give away what another has given (I4), in this process or another.
 */
import type { HelpKind } from "#core/help/kinds.js";
import { proposalClock } from "#core/match/life.js";
import type { Instance } from "#core/match/instance.js";
import type { Match, Rung } from "#core/match/match.js";
import { plan, type PlannedMatch } from "#core/match/plan.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { Planner } from "#core/records.js";
import { withWaiting } from "#core/registry/priority.js";
import type { Need } from "#core/registry/need.js";
import type { Insert } from "#store/port.js";
import { clockJob, commitChange, notifyJob, writtenBy } from "./change.js";
import { shortCode } from "./codes.js";
import type { AppDeps } from "./deps.js";
import { instanceOf, loadMarket, type Market } from "./market.js";
import type { Place } from "./places.js";

/** Proposals of one commit. */
const CHUNK = 200;
const MAX_TRIES = 10;
const JOB = { job: "match" };

/** Runs until nothing new can be matched; returns how many proposals were made. Safe to run again at any time. */
export async function planMatches(deps: AppDeps, office: string, kind: HelpKind): Promise<number> {
  const place = await deps.places.of(office);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const planner = await plannerOf(deps, office, kind);
    const market = await loadMarket(deps, office, kind);
    const planned = planFree(place, kind, market, deps.clock.now());
    const made = await commitProposals(deps, place, planner, market, planned);
    if (made === "conflict") continue;
    await tellWaiting(deps, market, made);
    return made.length;
  }
  throw new Error("another planner keeps winning");
}

function planFree(place: Place, kind: HelpKind, market: Market, now: number): PlannedMatch[] {
  const instance: Instance = instanceOf(place, kind, market, now);
  if (instance.needs.length === 0 || instance.pledges.length === 0) return [];
  return plan(instance).matches;
}

async function plannerOf(deps: AppDeps, office: string, kind: HelpKind): Promise<Planner> {
  const id = `${office}:${kind}`;
  const found = await deps.store.planners.get(id);
  if (found) return found;
  const fresh: Planner = { _id: id, version: 1, office, kind, runs: 0, at: 0 };
  await deps.store.planners.insert(fresh);
  return (await deps.store.planners.get(id)) ?? fresh;
}

async function commitProposals(
  deps: AppDeps,
  place: Place,
  planner: Planner,
  market: Market,
  planned: readonly PlannedMatch[],
): Promise<Match[] | "conflict"> {
  const made: Match[] = [];
  let guard = planner;
  for (let from = 0; from < planned.length; from += CHUNK) {
    const now = deps.clock.now();
    const run = `${guard.runs + 1}`;
    const chunk = planned
      .slice(from, from + CHUNK)
      .map((one) => proposal(deps, place, market, one, { now, run }))
      .filter((match) => match !== undefined);
    const written = chunk.map((match) => proposed(deps, match, now));
    const next: Planner = { ...guard, runs: guard.runs + 1, at: now };
    const inserts = written.flatMap((one): readonly Insert[] => one.inserts);
    const outcome = await deps.store.commit({ op: "replace", collection: "planners", doc: next }, inserts);
    if (outcome.type !== "committed") return "conflict";
    guard = { ...next, version: guard.version + 1 };
    made.push(...chunk);
    deps.log.info({ action: "match.committed", office: guard.office, kind: guard.kind, count: chunk.length });
    deps.wake(
      chunk.flatMap((match) => [
        notifyJob(match.office, `${proposedKey(match)}.0`),
        clockJob(match.office, match._id, match.clockAt - now),
      ]),
    );
  }
  return made;
}

function proposedKey(match: Match): string {
  return `proposed:${match._id}`;
}

function proposed(deps: AppDeps, match: Match, now: number) {
  return writtenBy(
    deps,
    {
      also: [{ collection: "matches", doc: match }],
      audit: {
        action: "match-proposed",
        subject: { collection: "matches", id: match._id },
        detail: { pledge: match.pledge, need: match.need, quantity: match.quantity, run: match.replay.run },
      },
      happened: [{ event: "match-proposed", ids: { match: match._id } }],
    },
    { office: match.office, actor: JOB, key: proposedKey(match), now, result: null },
  );
}

function proposal(
  deps: AppDeps,
  place: Place,
  market: Market,
  planned: PlannedMatch,
  run: { now: number; run: string },
): Match | undefined {
  const need = market.needs.get(planned.need);
  const pledge = market.pledges.get(planned.pledge);
  if (!need || !pledge) return undefined;
  const { settings, timeZone } = place.office;
  return {
    _id: deps.ids.id(),
    version: 1,
    office: need.office,
    code: shortCode("M", deps.ids),
    kind: need.kind,
    category: need.category,
    pledge: pledge._id,
    need: need._id,
    supporter: pledge.supporter,
    household: need.household,
    village: need.village,
    cadre: need.cadre,
    quantity: planned.quantity,
    state: "proposed",
    holding: true,
    ...proposalClock({ now: run.now, settings, timeZone }, firstRung(place, need)),
    due: pledge.due,
    lateSteps: 0,
    reasons: [...planned.reasons],
    replay: {
      weights: market.weights,
      priority: withWaiting(need.priority, need.at, run.now),
      fit: planned.fit,
      pledgeVersion: pledge.version,
      needVersion: need.version,
      run: run.run,
    },
    answeredBy: null,
    declinedBecause: null,
    declinedWords: null,
    deliveredBy: null,
    deliveredAt: null,
    photo: null,
    confirmedBy: null,
    confirmedAt: null,
    proxy: false,
    question: null,
    at: run.now,
  };
}

/** Who is asked first: the cadre; where there is none yet, the unit, and in a village without one the township. */
function firstRung(place: Place, need: Need): Rung {
  if (need.cadre !== null) return "cadre";
  return place.units.some((unit) => unit.villages.includes(need.village)) ? "unit" : "township";
}

/** Who waits is told so once, with the reason; who waited and no longer does is told that too. */
async function tellWaiting(deps: AppDeps, market: Market, made: readonly Match[]): Promise<void> {
  const matched = new Set(made.map((match) => match.pledge));
  for (const pledge of market.pledges.values()) {
    const helped = matched.has(pledge._id) || (market.taken.get(pledge._id) ?? 0) > 0;
    if (pledge.waiting === !helped) continue;
    const event = helped ? "pledge-found" : "pledge-waiting";
    const anyNeed = [...market.needs.values()].some((need) => sameSort(pledge, need));
    await commitChange(
      deps,
      {
        root: { op: "replace", collection: "pledges", doc: { ...pledge, waiting: !helped } },
        audit: { action: event, subject: { collection: "pledges", id: pledge._id }, detail: {} },
        happened: [{ event, ids: { pledge: pledge._id, why: anyNeed ? "taken" : "none" } }],
      },
      { office: pledge.office, actor: JOB, key: `${event}:${pledge._id}:${pledge.version}`, result: null },
    );
  }
}

function sameSort(pledge: Pledge, need: Need): boolean {
  return pledge.categories === null || pledge.categories.includes(need.category);
}
