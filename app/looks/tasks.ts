import type { Match, MatchState } from "#core/match/match.js";
import type { Need } from "#core/registry/need.js";
import type { Asker } from "../receive.js";
import { allow, ofMatch, ofNeed } from "../rights.js";
import { matchViews, needView } from "../views.js";
import type { Look } from "./look.js";

/** A screenful; the rest comes when these are done. */
const MOST = 20;

/** Everything that waits for the speaker as cadre, unit or township, oldest first. */
export const tasks: Look<"tasks"> = async (who) => {
  const [toAnswer, toDeliver, toConfirm, questioned, toReview] = await Promise.all([
    matchesIn(who, "proposed"),
    matchesIn(who, "accepted"),
    matchesIn(who, "delivered"),
    matchesIn(who, "questioned"),
    needsToReview(who),
  ]);
  return { toAnswer, toDeliver, toConfirm, questioned, toReview };
};

async function matchesIn(who: Asker, state: MatchState) {
  const { deps, place, contact, speaker } = who;
  if (!speaker) return [];
  const { office } = contact;
  const cadreOnly = speaker.roles.every((role) => role.as !== "unit" && role.as !== "township");
  const query = cadreOnly
    ? { index: "byCadre", where: { office, cadre: speaker.person, state } }
    : { index: "byState", where: { office, state } };
  const waiting: Match[] = [];
  for await (const match of deps.store.matches.scan(query)) {
    // units and townships see what has climbed to them, and all that their own role as cadre covers
    const mine = allow(who, "match.answer", ofMatch(match), match);
    if (mine && (match.cadre === speaker.person || match.rung !== "cadre")) waiting.push(mine);
    if (waiting.length >= MOST) break;
  }
  return matchViews(
    deps,
    place,
    waiting.toSorted((a, b) => a.answerBy - b.answerBy),
  );
}

async function needsToReview(who: Asker) {
  const { deps, place, contact, speaker } = who;
  if (!speaker) return [];
  const { office } = contact;
  const waiting: Need[] = [];
  for await (const need of deps.store.needs.scan({ index: "byState", where: { office, state: "recorded" } })) {
    const mine = allow(who, "need.review", ofNeed(need), need);
    const reviewed = need.reviews.some((review) => review.person === speaker.person);
    // the household's cadre goes first; unit and township are the second pair of eyes, or the first where there is none
    const turn = need.cadre === speaker.person || need.cadre === null || need.reviews.length > 0;
    if (mine && !reviewed && turn) waiting.push(mine);
    if (waiting.length >= MOST) break;
  }
  return Promise.all(waiting.map((need) => needView(deps, place, need)));
}
