import { allow } from "../rights.js";
import { pledgeView } from "../views.js";
import type { Look } from "./look.js";

/** One pledge with its matches, for its supporter or the office. */
export const pledge: Look<"pledge"> = async (who, question) => {
  const found = await who.deps.store.pledges.get(question.pledge);
  const mine = found && allow(who, "pledge.see", { office: found.office, supporter: found.supporter }, found);
  return { pledge: mine ? await pledgeView(who.deps, who.place, mine) : null };
};
