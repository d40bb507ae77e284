import { matchesOf } from "../views.js";
import { allow } from "../rights.js";
import { progressOf } from "#core/pledge/progress.js";
import type { Command } from "./decision.js";

/** Withdraws what is not matched yet; what people were told of stays and is still owed. */
export const withdrawPledge: Command<"withdraw-pledge"> = async (who, command) => {
  const found = await who.deps.store.pledges.get(command.pledge);
  const pledge = found && allow(who, "pledge.withdraw", { office: found.office, supporter: found.supporter }, found);
  if (!pledge) return { result: { type: "gone" } };
  if (pledge.state === "withdrawn" || pledge.state === "closed") {
    return { result: { type: "already", code: pledge.code } };
  }
  const progress = progressOf(pledge, await matchesOf(who.deps, pledge.office, pledge._id));
  const kept = progress.asked + progress.matched + progress.delivered + progress.confirmed;
  return {
    result: { type: "withdrawn", code: pledge.code, kept },
    change: {
      root: { op: "replace", collection: "pledges", doc: { ...pledge, state: "withdrawn", waiting: false } },
      audit: {
        action: "pledge-withdrawn",
        subject: { collection: "pledges", id: pledge._id },
        detail: { from: pledge.state, to: "withdrawn", kept },
      },
    },
  };
};
