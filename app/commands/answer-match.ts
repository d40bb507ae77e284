import { accept, decline, type Rules } from "#core/match/life.js";
import type { Match } from "#core/match/match.js";
import type { Asker } from "../receive.js";
import { allow, ofMatch } from "../rights.js";
import type { Command } from "./decision.js";
import { matchChange } from "./match-change.js";

/** A cadre's, unit's or township's answer. The first answer counts; the second hears whose it was. */
export const answerMatch: Command<"answer-match"> = async (who, { match: id, answer, because }) => {
  const { deps, speaker } = who;
  const found = await deps.store.matches.get(id);
  if (!found) return { result: { type: "gone" } };
  const match = allow(who, "match.answer", ofMatch(found), found);
  if (!match || !speaker) return { result: { type: "not-yours" } };
  const reason = because ?? "other";
  const told = ["solved", "unwilling", "wrong-amount"].includes(reason) ? reason : "other";
  const words = told === "other" && because !== null ? deps.vault.seal(because) : null;
  const moved =
    answer === "accept"
      ? accept(match, speaker.person, rules(who))
      : decline({ ...match, declinedWords: words }, speaker.person, told);
  if (moved.type === "unmoved") return { result: await alreadyAnswered(who, match) };
  const change = matchChange(match, moved, deps.clock.now());
  if (answer === "accept") return { result: { type: "accepted", code: match.code }, change };
  // matching closes a need that somebody said is solved
  return { result: { type: "declined", code: match.code, needClosed: told === "solved" }, change };
};

async function alreadyAnswered({ deps }: Asker, match: Match) {
  const by = match.answeredBy === null ? undefined : await deps.store.people.get(match.answeredBy);
  return { type: "already" as const, code: match.code, state: match.state, by: by?.name ?? null };
}

/** Time and settings for the rules of a match's life. */
export function rules({ deps, place }: Pick<Asker, "deps" | "place">): Rules {
  return { now: deps.clock.now(), timeZone: place.office.timeZone, settings: place.office.settings };
}
