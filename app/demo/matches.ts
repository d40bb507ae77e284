/**
 * The demo's matches, made as the running office makes them: round after round the open pledges and needs of that day
 * go through `core/match/plan`, and each match lives on by the rules until now. So all sums balance, every pair fits,
 * and the next run finds nothing left to do.
 */
import { helpKinds, type HelpKind } from "#core/help/kinds.js";
import { proposalClock } from "#core/match/life.js";
import type { Match } from "#core/match/match.js";
import { plan, type PlannedMatch } from "#core/match/plan.js";
import { weights } from "#core/match/weights.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { Need } from "#core/registry/need.js";
import { withWaiting } from "#core/registry/priority.js";
import { instanceOf, type Market } from "../market.js";
import type { Place } from "../places.js";
import { baseOf, numbered, type Making } from "./base.js";
import { createFates, live, type Actors, type Fate } from "./fates.js";
import { rounds, type Offered } from "./pledges.js";

/** Needs, pledges and matches as they stand; changed from round to round. */
interface Board {
  readonly needs: Map<string, Need>;
  readonly pledges: Map<string, Pledge>;
  readonly matches: Match[];
}

export interface Matched {
  readonly needs: Need[];
  readonly pledges: Pledge[];
  readonly matches: Match[];
  /** How many rounds there were. */
  readonly runs: number;
}

export function makeMatches(
  making: Making,
  place: Place,
  made: { needs: readonly Need[]; offered: readonly Offered[]; actors: Actors },
): Matched {
  const { offered, actors } = made;
  const board: Board = { needs: new Map(made.needs.map((need) => [need._id, need])), pledges: new Map(), matches: [] };
  const fateOf = createFates(making.draw);
  rounds.forEach((day, i) => {
    const run: Run = { making, place, actors, fateOf, day, at: making.eveningOf(day), run: String(i + 1) };
    matchDay(run, board, offered);
  });
  const last: Run = {
    making,
    place,
    actors,
    fateOf,
    day: 0,
    at: making.now - 1_800_000,
    run: String(rounds.length + 1),
  };
  const all = { needs: () => true, pledges: () => true };
  while (runRound(last, board, all) > 0);
  settle(board);
  return {
    needs: [...board.needs.values()],
    pledges: [...board.pledges.values()],
    matches: board.matches,
    runs: rounds.length + 1,
  };
}

interface Run {
  readonly making: Making;
  readonly place: Place;
  readonly actors: Actors;
  fateOf(days: number, alone: boolean): Fate;
  readonly day: number;
  readonly at: number;
  readonly run: string;
}

/** A day's pledges come in and are matched: the story's with the needs that are kept for them, then all that is open. */
function matchDay(run: Run, board: Board, offered: readonly Offered[]): void {
  const coming = offered.filter(({ day }) => day === run.day);
  for (const { pledge, first, withdrawn } of coming) {
    board.pledges.set(pledge._id, pledge);
    if (!first) continue;
    runRound(run, board, { needs: first.needs, pledges: ({ _id }) => _id === pledge._id, fates: first.fates });
    if (withdrawn) withdraw(board, pledge);
  }
  const kept = (need: Need) => offered.some((one) => one.day < run.day && one.first?.needs(need));
  runRound(run, board, { needs: (need) => !kept(need), pledges: () => true });
  for (const { pledge, withdrawn } of coming) if (withdrawn) withdraw(board, pledge);
}

function withdraw(board: Board, pledge: Pledge): void {
  if (pledge.state === "open") board.pledges.set(pledge._id, { ...pledge, state: "withdrawn" });
}

interface Among {
  readonly needs: (need: Need) => boolean;
  readonly pledges: (pledge: Pledge) => boolean;
  /** In turn; drawn when there are none. */
  readonly fates?: readonly Fate[];
}

/** One run for every kind; how many matches it made. */
function runRound(run: Run, board: Board, among: Among): number {
  const before = board.matches.length;
  for (const kind of helpKinds) {
    const market = marketOf(board, kind, run.at, among);
    const { matches: plans } = plan(instanceOf(run.place, kind, market, run.at));
    for (const [i, planned] of plans.entries()) {
      const need = market.needs.get(planned.need);
      const pledge = market.pledges.get(planned.pledge);
      if (!need || !pledge) continue;
      const alone = !market.given.has(need._id) && plans.every((one) => one === planned || one.need !== need._id);
      const fate = among.fates?.[i % among.fates.length] ?? run.fateOf(run.day, alone);
      const proposal = propose(run, board.matches.length + 1, { planned, need, pledge });
      const match = live(run.making, proposal, fate, run.actors);
      board.matches.push(match);
      // a need that somebody said is solved is closed, as matching does it
      if (match.declinedBecause === "solved") board.needs.set(need._id, closed(need, "solved"));
    }
  }
  return board.matches.length - before;
}

function marketOf(board: Board, kind: HelpKind, at: number, among: Among): Market {
  const given = new Map<string, number>();
  const taken = new Map<string, number>();
  const refused = new Map<string, string[]>();
  for (const { need, pledge, quantity, holding, declinedBecause, state } of board.matches) {
    if (holding) {
      given.set(need, (given.get(need) ?? 0) + quantity);
      taken.set(pledge, (taken.get(pledge) ?? 0) + quantity);
    }
    const closes = state === "declined" || declinedBecause === "silence" || (holding && kind === "information");
    if (closes) refused.set(need, [...(refused.get(need) ?? []), pledge]);
  }
  const opened = (need: Need): boolean => need.state === "open" && need.reviews.every((review) => review.at <= at);
  const needs = [...board.needs.values()].filter((need) => need.kind === kind && opened(need) && among.needs(need));
  const pledges = [...board.pledges.values()].filter(
    (pledge) => pledge.kind === kind && pledge.state === "open" && among.pledges(pledge),
  );
  return {
    needs: new Map(needs.map((need) => [need._id, need])),
    pledges: new Map(pledges.map((pledge) => [pledge._id, pledge])),
    given,
    taken,
    refused,
    weights: weights.version,
  };
}

function propose(
  { making, place, at, run }: Run,
  number: number,
  { planned, need, pledge }: { planned: PlannedMatch; need: Need; pledge: Pledge },
): Match {
  const { settings, timeZone } = place.office;
  return {
    ...baseOf(numbered("m", number, 3)),
    code: making.codes.short("M"),
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
    ...proposalClock({ now: at, settings, timeZone }),
    due: pledge.due,
    lateSteps: 0,
    reasons: [...planned.reasons],
    replay: {
      weights: weights.version,
      priority: withWaiting(need.priority, need.at, at),
      fit: planned.fit,
      pledgeVersion: pledge.version,
      needVersion: need.version,
      run,
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
    at,
  };
}

function closed(need: Need, because: "solved" | "met"): Need {
  return { ...need, state: "closed", closedBecause: because };
}

/** Closes what is wholly confirmed, and marks the pledges that wait for something to fit. */
function settle(board: Board): void {
  const counted = board.matches.filter(({ state, kind }) => state === "confirmed" && kind !== "information");
  const confirmed = new Map<string, number>();
  for (const { need, pledge, quantity } of counted) {
    for (const id of [need, pledge]) confirmed.set(id, (confirmed.get(id) ?? 0) + quantity);
  }
  const isDone = ({ _id, quantity }: Need | Pledge): boolean => (confirmed.get(_id) ?? -1) >= quantity;
  for (const need of board.needs.values()) {
    if (need.state === "open" && isDone(need)) board.needs.set(need._id, closed(need, "met"));
  }
  const helping = new Set(board.matches.flatMap(({ holding, pledge }) => (holding ? [pledge] : [])));
  for (const pledge of board.pledges.values()) {
    if (pledge.state !== "open") continue;
    if (isDone(pledge)) board.pledges.set(pledge._id, { ...pledge, state: "closed" });
    else if (!helping.has(pledge._id)) board.pledges.set(pledge._id, { ...pledge, waiting: true });
  }
}
