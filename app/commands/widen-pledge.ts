import { COUNTY } from "#core/help/kinds.js";
import { matchJob } from "../change.js";
import { allow } from "../rights.js";
import type { Command } from "./decision.js";

/** Lets a pledge be used in the whole county; quantity and purpose stay as they were confirmed (I3). */
export const widenPledge: Command<"widen-pledge"> = async (who, command) => {
  const found = await who.deps.store.pledges.get(command.pledge);
  const pledge = found && allow(who, "pledge.withdraw", { office: found.office, supporter: found.supporter }, found);
  if (!pledge || pledge.state === "withdrawn" || pledge.state === "closed") return { result: { type: "gone" } };
  return {
    result: { type: "widened", code: pledge.code, areaName: who.place.nameOf(who.place.county) },
    change: {
      root: { op: "replace", collection: "pledges", doc: { ...pledge, reach: COUNTY } },
      audit: {
        action: "pledge-widened",
        subject: { collection: "pledges", id: pledge._id },
        detail: { from: pledge.reach, to: COUNTY },
      },
      wake: pledge.state === "open" ? [matchJob(pledge.office, pledge.kind)] : [],
    },
  };
};
