import type { Match } from "#core/match/match.js";
import { matchViews } from "../views.js";
import type { Look } from "./look.js";

/** What came to the speaker's household since somebody accountable said yes, newest first. */
export const myHelp: Look<"my-help"> = async ({ deps, place, contact, speaker }) => {
  const household = speaker?.household;
  if (!household) return { matches: [], cadreName: "" };
  const told: Match[] = [];
  for await (const match of deps.store.matches.scan({
    index: "byHousehold",
    where: { office: contact.office, household: household.id },
  })) {
    if (["accepted", "delivered", "questioned", "confirmed"].includes(match.state)) told.push(match);
  }
  const latest = told.toSorted((a, b) => b.at - a.at).slice(0, 20);
  return { matches: await matchViews(deps, place, latest), cadreName: household.cadreName };
};
