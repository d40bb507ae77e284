import type { Moved } from "#core/match/life.js";
import type { Match } from "#core/match/match.js";
import { clockJob, matchJob, type Change } from "../change.js";

/** The change that a move of a match is: the guarded match, who is told, and the jobs that follow from it. */
export function matchChange(before: Match, moved: Moved, now: number): Change {
  const { match, event } = moved;
  const freed = before.holding && !match.holding;
  return {
    root: { op: "replace", collection: "matches", doc: match },
    audit: {
      action: event,
      subject: { collection: "matches", id: match._id },
      detail: { from: before.state, to: match.state, quantity: match.quantity, rung: match.rung },
    },
    happened: [{ event, ids: { match: match._id } }],
    wake: [
      ...(match.clockAt > 0 ? [clockJob(match.office, match._id, match.clockAt - now)] : []),
      // quantities that came back are matched anew
      ...(freed ? [matchJob(match.office, match.kind)] : []),
    ],
  };
}
