/** How far a pledge has come: promised / matched / delivered / confirmed by the household (design §3.6). */
import type { Match } from "#core/match/match.js";
import type { Pledge } from "./pledge.js";

export interface Progress {
  readonly free: number;
  readonly matched: number;
  readonly delivered: number;
  readonly confirmed: number;
}

/** Amounts by stage; each unit is counted once, in the furthest stage it has reached. */
export function progressOf(pledge: Pick<Pledge, "quantity" | "kind" | "state">, matches: readonly Match[]): Progress {
  const sum = (...states: Match["state"][]): number =>
    matches.filter((match) => states.includes(match.state)).reduce((total, match) => total + match.quantity, 0);
  const matched = sum("proposed", "accepted");
  const delivered = sum("delivered", "questioned");
  const confirmed = sum("confirmed");
  const limited = pledge.kind !== "information" && pledge.state !== "withdrawn";
  return { free: limited ? pledge.quantity - matched - delivered - confirmed : 0, matched, delivered, confirmed };
}

/** A citizen's open pledges may sum up to the office's limit; how much is left, in whole yuan. */
export function citizenRoom(limit: number, fundsPledged: number): number {
  return Math.max(0, limit - fundsPledged);
}
