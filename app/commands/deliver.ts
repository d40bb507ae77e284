import { deliver as delivered } from "#core/match/life.js";
import { allow, ofMatch } from "../rights.js";
import { rules } from "./answer-match.js";
import type { Command } from "./decision.js";
import { matchChange } from "./match-change.js";

/** Marks a match delivered, by its supporter or by cadre, unit or township. It counts once the household says so. */
export const deliver: Command<"deliver"> = async (who, { match: id, photo }) => {
  const { deps, speaker } = who;
  const found = await deps.store.matches.get(id);
  if (!found) return { result: { type: "gone" } };
  const match = allow(who, "match.deliver", ofMatch(found), found);
  if (!match || !speaker) return { result: { type: "not-yours" } };
  const moved = delivered(match, speaker.person, photo, rules(who));
  if (moved.type === "unmoved") {
    // declined or lapsed ones are no longer anybody's to deliver
    return { result: match.holding ? { type: "already", code: match.code } : { type: "gone" } };
  }
  return { result: { type: "delivered", code: match.code }, change: matchChange(match, moved, deps.clock.now()) };
};
