/** 标记送达, by the cadre or the supporter. It only counts when the household says so. */
import { act, askWith, flow, type Move } from "#bot/dialogue/flow.js";
import type { TalkContext } from "#app/talk.js";
import type { Looks } from "#app/looks/types.js";
import { endWithTasks, staffOnly, type Ending } from "#bot/phrases/guards.js";
import { openTo, quantityOf, stateOf, whose } from "#bot/phrases/match.js";
import { isStaff } from "#core/message/speaker.js";
import { say, type Message } from "#core/message/message.js";
import type { MatchView } from "#core/views.js";

interface Data {
  readonly match: string;
  readonly photo: string | null;
}

export const deliver = flow<Data>({
  id: "deliver",
  version: 1,
  // supporters deliver too: whether this person may is the match's affair
  begin(args, context) {
    const [match] = args;
    if (match === undefined) return staffOnly(context) ?? { start: "tasks", args: ["deliver"] };
    return { to: "photo", data: { match, photo: null } };
  },
  nodes: {
    photo: askWith<Data, "match">({
      look: "match",
      question: (data) => ({ match: data.match }),
      show(_data, context, found) {
        const match = deliverable(found);
        if (!match) return cannot(found, context);
        return {
          message: say("deliver.photo", what(match)),
          options: [{ value: "none", label: say("deliver.no-photo") }],
        };
      },
      on(data, reaction) {
        if (reaction.type === "typed") return { again: say("deliver.send-photo") };
        return { to: "confirm", data: { ...data, photo: reaction.type === "photo" ? reaction.photo : null } };
      },
    }),
    confirm: askWith<Data, "match">({
      look: "match",
      question: (data) => ({ match: data.match }),
      show(data, context, found) {
        const match = deliverable(found);
        if (!match) return cannot(found, context);
        return {
          message: say(data.photo === null ? "deliver.confirm" : "deliver.confirm-photo", what(match)),
          options: [
            { value: "yes", label: say("deliver.yes") },
            { value: "no", label: say("deliver.no") },
          ],
        };
      },
      on(data, reaction, context) {
        // a better photo, sent late
        if (reaction.type === "photo") return { to: "confirm", data: { ...data, photo: reaction.photo }, back: false };
        if (reaction.type === "typed") return { again: say("form.pick") };
        return reaction.value === "yes" ? { to: "mark", data } : end(context, say("deliver.not-marked"));
      },
    }),
    mark: act<Data, "deliver">({
      command: "deliver",
      run: (data) => ({ match: data.match, photo: data.photo }),
      done(_data, result, context): Move<Data> {
        switch (result.type) {
          case "delivered":
            return end(context, say("deliver.done", { code: result.code }));
          case "already":
            return end(context, say("deliver.already", { code: result.code }));
          case "not-yours":
            return end(context, say("match.not-yours"));
          case "gone":
            return end(context, say("match.gone"));
        }
      },
    }),
  },
});

function deliverable(found: Looks["match"]["answer"]): MatchView | null {
  return openTo(found).deliver ? found.match : null;
}

function cannot({ match }: Looks["match"]["answer"], context: TalkContext): Ending {
  if (!match) return end(context, say("match.gone"));
  return end(context, say("deliver.cannot", { code: match.code, state: stateOf(match.state) }));
}

function what(match: MatchView) {
  return { code: match.code, whose: whose(match), quantity: quantityOf(match), category: match.category };
}

/** Last words; staff get the way back to what waits, supporters to their pledges. */
function end(context: TalkContext, message: Message): Ending {
  if (isStaff(context.speaker)) return endWithTasks(message);
  return { end: [{ message, options: [{ start: "my-pledges", args: [], label: say("choice.my-pledges") }] }] };
}
