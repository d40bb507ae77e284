/** A cadre's words to a household. */
import { act, ask, flow, type Move } from "#bot/dialogue/flow.js";
import { endWithTasks, staffOnly } from "#bot/phrases/guards.js";
import { householdNodes, nothingPicked, type Picking } from "#bot/phrases/households.js";
import { say } from "#core/message/message.js";

interface Data extends Picking {
  readonly text: string;
}

/** Longest words that are passed on. */
const LONGEST = 1000;
const start: Data = { ...nothingPicked, text: "" };

export const answerHousehold = flow<Data>({
  id: "answer-household",
  version: 1,
  begin(args, context) {
    const [household] = args;
    const stop = staffOnly(context);
    if (stop) return stop;
    return household === undefined ? { to: "which", data: start } : { to: "chosen", data: { ...start, household } };
  },
  nodes: {
    ...householdNodes<Data>("answer-household.which", "words"),
    words: ask<Data>({
      show: (data) => ({
        message: data.view
          ? say("answer-household.words", { household: data.view })
          : say("answer-household.words-plain"),
      }),
      digits: "read",
      on(data, reaction) {
        const text = reaction.type === "picked" ? "" : (reaction.text?.trim().slice(0, LONGEST) ?? "");
        return text === "" ? { again: say("answer-household.type") } : { to: "send", data: { ...data, text } };
      },
    }),
    send: act<Data, "send-word">({
      command: "send-word",
      run: (data) => ({ to: "household", household: data.household ?? null, text: data.text, photo: null }),
      done(_data, result): Move<Data> {
        switch (result.type) {
          case "sent":
            return endWithTasks(
              say(result.reached ? "answer-household.sent" : "answer-household.not-reached", {
                household: result.household,
              }),
            );
          case "not-yours":
            return endWithTasks(say("answer-household.not-yours"));
          case "gone":
            return endWithTasks(say("households.gone"));
        }
      },
    }),
  },
});
