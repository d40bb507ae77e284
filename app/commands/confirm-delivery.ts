import { confirm, question } from "#core/match/life.js";
import { answererOf } from "../recipients.js";
import { allow, ofMatch, proxyOf } from "../rights.js";
import { rules } from "./answer-match.js";
import type { Command } from "./decision.js";
import { matchChange } from "./match-change.js";

/** The household's word on a delivery, or its cadre's as proxy, which is recorded as such. */
export const confirmDelivery: Command<"confirm-delivery"> = async (who, command) => {
  const { deps, place, speaker } = who;
  const found = await deps.store.matches.get(command.match);
  if (!found) return { result: { type: "gone" } };
  const match = allow(who, command.proxy ? proxyOf(found) : "match.confirm", ofMatch(found), found);
  if (!match || !speaker) return { result: { type: "not-yours" } };
  const { code } = match;
  const moved =
    command.verdict === "yes"
      ? confirm(match, speaker.person, command.proxy, rules(who))
      : question(match, command.text, command.proxy, rules(who));
  if (moved.type === "unmoved") return { result: { type: "already", code } };
  const change = matchChange(match, moved, deps.clock.now());
  if (command.verdict === "yes") return { result: { type: "confirmed", code }, change };
  const { name: cadreName } = await answererOf(deps, place, match);
  return { result: { type: "questioned", code, cadreName, days: place.office.settings.questionDays }, change };
};
