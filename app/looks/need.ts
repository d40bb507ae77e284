import { allow, ofNeed } from "../rights.js";
import { needView } from "../views.js";
import type { Look } from "./look.js";

/** One need, for those who may review it. */
export const need: Look<"need"> = async (who, question) => {
  const found = await who.deps.store.needs.get(question.need);
  const mine = found && allow(who, "need.review", ofNeed(found), found);
  return { need: mine ? await needView(who.deps, who.place, mine) : null };
};
