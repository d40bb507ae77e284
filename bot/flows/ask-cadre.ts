/** A household's question to its cadre. */
import { act, ask, flow, type Move } from "#bot/dialogue/flow.js";
import { endWithHelp, householdOnly } from "#bot/phrases/guards.js";
import { say } from "#core/message/message.js";

interface Data {
  readonly text: string;
  readonly photo: string | null;
}

/** Longest words that are passed on. */
const LONGEST = 1000;

export const askCadre = flow<Data>({
  id: "ask-cadre",
  version: 1,
  begin: (_args, context) => householdOnly(context) ?? { to: "words", data: { text: "", photo: null } },
  nodes: {
    words: ask<Data>({
      show: (_data, context) => ({
        message: say("ask-cadre.words", { cadre: context.speaker?.household?.cadreName ?? "" }),
      }),
      digits: "read",
      on(_data, reaction) {
        const text = reaction.type === "picked" ? "" : (reaction.text?.trim().slice(0, LONGEST) ?? "");
        const photo = reaction.type === "photo" ? reaction.photo : null;
        if (text === "" && photo === null) return { again: say("arrived.type") };
        return { to: "send", data: { text, photo } };
      },
    }),
    send: act<Data, "send-word">({
      command: "send-word",
      run: (data) => ({ to: "cadre", household: null, text: data.text, photo: data.photo }),
      done(_data, result): Move<Data> {
        switch (result.type) {
          case "sent":
            return endWithHelp(
              say(result.reached ? "ask-cadre.sent" : "ask-cadre.not-reached", { cadre: result.name }),
            );
          case "not-yours":
          case "gone":
            return endWithHelp(say("ask-cadre.none"));
        }
      },
    }),
  },
});
