import { dayOf } from "#core/calendar.js";
import { pledgeId } from "../commands/confirm-pledge.js";
import type { Look } from "./look.js";

/** What a single-use confirm token of this conversation was used for. */
export const token: Look<"token"> = async ({ deps, place, contact }, question) => {
  const pledge = await deps.store.pledges.get(pledgeId(contact._id, question.token));
  return pledge ? { code: pledge.code, day: dayOf(pledge.confirmedAt, place.office.timeZone) } : null;
};
