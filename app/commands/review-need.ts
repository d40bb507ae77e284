import { review } from "#core/registry/review.js";
import { matchJob } from "../change.js";
import { allow, ofNeed } from "../rights.js";
import type { Command } from "./decision.js";

/** A named reviewer approves or rejects a need; above the office's value two different people must approve. */
export const reviewNeed: Command<"review-need"> = async (who, command) => {
  const { deps, speaker } = who;
  const found = await deps.store.needs.get(command.need);
  if (!found) return { result: { type: "gone" } };
  const need = allow(who, "need.review", ofNeed(found), found);
  if (!need || !speaker) return { result: { type: "not-yours" } };
  const reviewed = review(need, speaker.person, command.verdict, deps.clock.now());
  const { code } = need;
  if (reviewed.type === "already") return { result: { type: "already", code } };
  const event = { opened: "need-decided", rejected: "need-decided", "one-more": "need-half-approved" }[reviewed.type];
  return {
    result: { type: reviewed.type, code },
    change: {
      root: { op: "replace", collection: "needs", doc: reviewed.need },
      audit: {
        action: `need-${reviewed.type}`,
        subject: { collection: "needs", id: need._id },
        detail: { from: need.state, to: reviewed.need.state },
      },
      happened: [{ event, ids: { need: need._id, by: speaker.person } }],
      wake: reviewed.type === "opened" ? [matchJob(need.office, need.kind)] : [],
    },
  };
};
