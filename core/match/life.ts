/**
 * The life of a match: every change of its state, as a pure function from match and happening to the changed match
 * and the event that others must be told of. Nothing else changes a match.
 *
 * proposed → accepted → delivered → confirmed, with questioned beside delivered, and declined or lapsed as ends
 * that give the quantity back (design §3).
 */
import { addDays, answerBy, startOfDay } from "#core/calendar.js";
import type { Settings } from "#core/office.js";
import { holdingStates, type Match, type MatchState, type Rung } from "./match.js";

/** What happened to a match, in the past tense; `core/notice` says who is told. */
export type MatchEvent =
  | "match-proposed"
  | "match-escalated"
  | "match-accepted"
  | "match-declined"
  | "match-lapsed"
  | "match-refused"
  | "delivery-late"
  | "help-delivered"
  | "help-unconfirmed"
  | "help-questioned"
  | "question-escalated"
  | "help-confirmed";

export interface Moved {
  readonly type: "moved";
  readonly match: Match;
  readonly event: MatchEvent;
}
/** The match is not in a state for that; it stays as it is. */
export interface Unmoved {
  readonly type: "unmoved";
}

export interface Rules {
  readonly now: number;
  readonly timeZone: string;
  readonly settings: Settings;
}

const unmoved: Unmoved = { type: "unmoved" };
const nextRung: Record<Rung, Rung | null> = { cadre: "unit", unit: "township", township: null };
/** Reminders come nine hours into the local day: at nine, but for days on which clocks change. */
const MORNING = 9 * 3_600_000;

/** The first deadline of a fresh proposal, on the rung that is asked first: the cadre's, where there is one. */
export function proposalClock(rules: Rules, rung: Rung = "cadre"): { rung: Rung; answerBy: number; clockAt: number } {
  const by = answerBy(rules.now, rules.settings.answerDays[rung], rules.timeZone);
  return { rung, answerBy: by, clockAt: by };
}

/** Cadre, unit or township says yes; the late ladder begins. */
export function accept(match: Match, by: string, rules: Rules): Moved | Unmoved {
  if (match.state !== "proposed") return unmoved;
  const accepted = { ...match, answeredBy: by, lateSteps: 0 };
  return moved(accepted, "accepted", "match-accepted", lateClock(accepted, rules));
}

/** Cadre, unit or township says no, with a reason: the pair is not tried again. */
export function decline(match: Match, by: string, because: string): Moved | Unmoved {
  if (match.state !== "proposed") return unmoved;
  return end({ ...match, answeredBy: by, declinedBecause: because }, "declined", "match-declined");
}

/** The household does not want it. Possible until it is delivered. */
export function refuse(match: Match, by: string): Moved | Unmoved {
  if (match.state !== "accepted") return unmoved;
  return end({ ...match, answeredBy: by, declinedBecause: "household" }, "declined", "match-refused");
}

/** Pledge or need went away before anybody answered. */
export function lapse(match: Match, because: string): Moved | Unmoved {
  if (match.state !== "proposed") return unmoved;
  return end({ ...match, declinedBecause: because }, "lapsed", "match-lapsed");
}

/** Marked as delivered; the household is asked. A questioned one may be delivered again. */
export function deliver(match: Match, by: string, photo: string | null, rules: Rules): Moved | Unmoved {
  if (match.state !== "accepted" && match.state !== "questioned") return unmoved;
  const delivered = { ...match, deliveredBy: by, deliveredAt: rules.now, photo: photo ?? match.photo, lateSteps: 0 };
  return moved(delivered, "delivered", "help-delivered", questionClock(rules));
}

/** The household, or its cadre as proxy, says that it arrived. A late yes settles an open question too. */
export function confirm(match: Match, by: string, proxy: boolean, rules: Rules): Moved | Unmoved {
  if (match.state !== "delivered" && match.state !== "questioned") return unmoved;
  return moved({ ...match, confirmedBy: by, confirmedAt: rules.now, proxy }, "confirmed", "help-confirmed", 0);
}

/** The household says "not yet" or "wrong": it does not count as delivered, and the cadre has some days to answer. */
export function question(match: Match, text: string | null, proxy: boolean, rules: Rules): Moved | Unmoved {
  if (match.state !== "delivered") return unmoved;
  const by = questionClock(rules);
  const rung = match.cadre === null ? "unit" : "cadre";
  const asked: Match = { ...match, question: text, proxy, rung, answerBy: by };
  return moved(asked, "questioned", "help-questioned", by);
}

/** The clock strikes: climbs to the next rung, lapses, or reminds. Unmoved before its time. */
export function strike(match: Match, rules: Rules): Moved | Unmoved {
  if (match.clockAt === 0 || rules.now < match.clockAt) return unmoved;
  switch (match.state) {
    case "proposed":
      return climb(match, rules);
    case "accepted":
      return late(match, rules);
    case "delivered":
      return { type: "moved", match: { ...match, clockAt: 0 }, event: "help-unconfirmed" };
    case "questioned":
      return climbQuestion(match, rules);
    case "confirmed":
    case "declined":
    case "lapsed":
      return unmoved;
  }
}

function climb(match: Match, rules: Rules): Moved {
  const rung = nextRung[match.rung];
  if (rung === null) return end({ ...match, declinedBecause: "silence" }, "lapsed", "match-lapsed");
  const by = answerBy(rules.now, rules.settings.answerDays[rung], rules.timeZone);
  return { type: "moved", match: { ...match, rung, answerBy: by, clockAt: by }, event: "match-escalated" };
}

function climbQuestion(match: Match, rules: Rules): Moved {
  const rung = nextRung[match.rung] ?? "township";
  const by = questionClock(rules);
  // nobody is above the township: the question stays open there
  const clockAt = rung === "township" ? 0 : by;
  return { type: "moved", match: { ...match, rung, answerBy: by, clockAt }, event: "question-escalated" };
}

/** One step of the late ladder; steps slept through are climbed as one. */
function late(match: Match, rules: Rules): Moved | Unmoved {
  const { lateLadder } = rules.settings;
  let steps = match.lateSteps;
  while (steps < lateLadder.length && stepAt(match, lateLadder[steps]?.days ?? 0, rules) <= rules.now) steps++;
  if (steps === match.lateSteps) return unmoved;
  const climbed = { ...match, lateSteps: steps };
  return { type: "moved", match: { ...climbed, clockAt: lateClock(climbed, rules) }, event: "delivery-late" };
}

function lateClock(match: Match, rules: Rules): number {
  for (const step of rules.settings.lateLadder.slice(match.lateSteps)) {
    const at = stepAt(match, step.days, rules);
    // a reminder whose day was over before the match was accepted says nothing new; that it is late is said at once
    if (at > rules.now || step.days > 0) return Math.max(at, rules.now + 1);
  }
  return 0;
}

function stepAt(match: Match, days: number, rules: Rules): number {
  return startOfDay(addDays(match.due, days), rules.timeZone) + MORNING;
}

function questionClock(rules: Rules): number {
  return answerBy(rules.now, rules.settings.questionDays, rules.timeZone);
}

function end(match: Match, state: MatchState, event: MatchEvent): Moved {
  return moved(match, state, event, 0);
}

function moved(match: Match, state: MatchState, event: MatchEvent, clockAt: number): Moved {
  return { type: "moved", match: { ...match, state, holding: holdingStates.has(state), clockAt }, event };
}
