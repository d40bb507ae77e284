import { allow, ofMatch, proxyOf } from "../rights.js";
import { matchView } from "../views.js";
import type { Look } from "./look.js";

const nothing = { answer: false, deliver: false, confirm: false, proxy: false };

/** One match, with what the speaker may do about it. */
export const match: Look<"match"> = async (who, question) => {
  const found = await who.deps.store.matches.get(question.match);
  const subject = found && ofMatch(found);
  const mine = subject && allow(who, "match.see", subject, found);
  if (!mine) return { match: null, may: nothing };
  const may = {
    answer: allow(who, "match.answer", subject, true) !== null,
    deliver: allow(who, "match.deliver", subject, true) !== null,
    confirm: allow(who, "match.confirm", subject, true) !== null,
    proxy: allow(who, proxyOf(found), subject, true) !== null,
  };
  const view = await matchView(who.deps, who.place, mine);
  // a supporter learns village and code of the household, never its name
  const hidden = !may.answer && !may.confirm && view.household !== null;
  return {
    match:
      hidden && view.household
        ? { ...view, household: { ...view.household, name: `${view.household.village} ${view.household.code}` } }
        : view,
    may,
  };
};
