/** A recorded need before its reviewer: agree or not. Large ones take two people. */
import { act, askWith, flow, type Move } from "#bot/dialogue/flow.js";
import type { Commands } from "#app/commands/types.js";
import { endWithTasks, staffOnly } from "#bot/phrases/guards.js";
import { quantityOf, whose } from "#bot/phrases/match.js";
import { say, type Message } from "#core/message/message.js";
import type { NeedView } from "#core/views.js";

interface Data {
  readonly need: string;
  readonly verdict: "approved" | "rejected";
}

export const review = flow<Data>({
  id: "review",
  version: 1,
  begin(args, context) {
    const [need] = args;
    if (need === undefined) return staffOnly(context) ?? { start: "tasks", args: ["review"] };
    return staffOnly(context) ?? { to: "card", data: { need, verdict: "approved" } };
  },
  nodes: {
    card: askWith<Data, "need">({
      look: "need",
      question: (data) => ({ need: data.need }),
      show(_data, _context, { need }) {
        if (!need) return endWithTasks(say("review.gone"));
        return {
          message: card(need),
          options: [
            { value: "approved", label: say("review.approve") },
            { value: "rejected", label: say("review.reject") },
          ],
        };
      },
      on(data, reaction) {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        return { to: "decide", data: { ...data, verdict: reaction.value === "approved" ? "approved" : "rejected" } };
      },
    }),
    decide: act<Data, "review-need">({
      command: "review-need",
      run: (data) => ({ need: data.need, verdict: data.verdict }),
      done: (_data, result) => decided(result),
    }),
  },
});

function card(need: NeedView): Message {
  const what = { code: need.code, whose: whose(need), quantity: quantityOf(need), category: need.category };
  if (need.source === "cause") return say("review.card-cause", { ...what, by: need.recordedBy });
  const recorded = { ...what, by: need.recordedBy };
  if (need.approvals === 1) return say("review.card", recorded);
  return need.approved === 0
    ? say("review.card-first", recorded)
    : say("review.card-two", { ...recorded, count: need.approved });
}

function decided(result: Commands["review-need"]["result"]): Move<Data> {
  switch (result.type) {
    case "opened":
      return endWithTasks(say("review.opened", { code: result.code }));
    case "one-more":
      return endWithTasks(say("review.one-more", { code: result.code }));
    case "rejected":
      return endWithTasks(say("review.rejected", { code: result.code }));
    case "already":
      return endWithTasks(say("review.already", { code: result.code }));
    case "not-yours":
      return endWithTasks(say("review.not-yours"));
    case "gone":
      return endWithTasks(say("review.gone"));
  }
}
