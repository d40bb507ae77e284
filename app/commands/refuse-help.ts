import { refuse } from "#core/match/life.js";
import { allow, ofMatch } from "../rights.js";
import type { Command } from "./decision.js";
import { matchChange } from "./match-change.js";

/** The household does not want it: the quantity goes back and is matched anew. */
export const refuseHelp: Command<"refuse-help"> = async (who, { match: id }) => {
  const { deps, speaker } = who;
  const found = await deps.store.matches.get(id);
  if (!found) return { result: { type: "gone" } };
  const match = allow(who, "match.refuse", ofMatch(found), found);
  if (!match || !speaker) return { result: { type: "not-yours" } };
  const moved = refuse(match, speaker.person);
  if (moved.type === "unmoved") return { result: { type: "too-late", code: match.code } };
  return { result: { type: "refused", code: match.code }, change: matchChange(match, moved, deps.clock.now()) };
};
