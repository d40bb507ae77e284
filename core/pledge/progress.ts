/** How far a pledge has come: promised / matched / delivered / confirmed by the household (design §3.6). */
import type { Match } from "#core/match/match.js";
import type { Pledge } from "./pledge.js";

export interface Progress {
  readonly free: number;
  /** Proposed: held, but nobody accountable has said yes, so it is not called matched. */
  readonly asked: number;
  readonly matched: number;
  readonly delivered: number;
  readonly confirmed: number;
}

/** Amounts by stage; each unit is counted once, in the furthest stage it has reached. */
export function progressOf(pledge: Pick<Pledge, "quantity" | "kind" | "state">, matches: readonly Match[]): Progress {
  const sum = (...states: Match["state"][]): number =>
    matches.filter((match) => states.includes(match.state)).reduce((total, match) => total + match.quantity, 0);
  const asked = sum("proposed");
  const matched = sum("accepted");
  const delivered = sum("delivered", "questioned");
  const confirmed = sum("confirmed");
  const limited = pledge.kind !== "information" && pledge.state !== "withdrawn";
  const free = limited ? pledge.quantity - asked - matched - delivered - confirmed : 0;
  return { free, asked, matched, delivered, confirmed };
}

/** A citizen's open pledges may sum up to the office's limit; how much is left, in whole yuan. */
export function citizenRoom(limit: number, fundsPledged: number): number {
  return Math.max(0, limit - fundsPledged);
}
