import type { Look } from "./look.js";
import { pledgeView } from "../views.js";

/** The speaker's own pledges, newest first; the twenty latest. */
export const myPledges: Look<"my-pledges"> = async ({ deps, place, contact, speaker }) => {
  const supporter = speaker?.supporter;
  if (!supporter) return { pledges: [] };
  const { items } = await deps.store.pledges.find({
    index: "bySupporter",
    where: { office: contact.office, supporter: supporter.id },
    descending: true,
    limit: 20,
  });
  return { pledges: await Promise.all(items.map((pledge) => pledgeView(deps, place, pledge))) };
};
