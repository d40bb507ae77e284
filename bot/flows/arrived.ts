/** The household's own word on a delivery. It is taken at once; what is missing may be told after, or not. */
import { act, ask, flow, type Move } from "#bot/dialogue/flow.js";
import type { Commands } from "#app/commands/types.js";
import { endWithHelp, householdOnly } from "#bot/phrases/guards.js";
import { verdictOf, type Verdict } from "#bot/phrases/verdicts.js";
import { say } from "#core/message/message.js";

interface Data {
  readonly match: string;
  readonly verdict: Verdict;
  readonly cadre: string;
  readonly days: number;
  readonly text: string;
  readonly photo: string | null;
}

/** Longest words that are passed on. */
const LONGEST = 1000;

export const arrived = flow<Data>({
  id: "arrived",
  version: 1,
  begin(args, context) {
    const [first, match] = args;
    const stop = householdOnly(context);
    if (stop) return stop;
    const verdict = verdictOf(first);
    // without a word on one, the household's own page asks
    if (!verdict || match === undefined)
      return { start: "my-help", args: first === undefined || verdict ? [] : [first] };
    return { to: "record", data: { match, verdict, cadre: "", days: 0, text: "", photo: null } };
  },
  nodes: {
    record: act<Data, "confirm-delivery">({
      command: "confirm-delivery",
      run: (data) => ({ match: data.match, verdict: data.verdict, text: null, proxy: false }),
      done: (data, result) => recorded(data, result),
    }),
    words: ask<Data>({
      show: (data) => ({
        message: say("arrived.questioned", { cadre: data.cadre, count: data.days }),
        options: [{ value: "none", label: say("choice.no-words") }],
      }),
      on(data, reaction) {
        if (reaction.type === "picked") return endWithHelp(say("arrived.noted", { cadre: data.cadre }));
        const text = reaction.text?.trim().slice(0, LONGEST) ?? "";
        const photo = reaction.type === "photo" ? reaction.photo : null;
        if (text === "" && photo === null) return { again: say("arrived.type") };
        return { to: "tell", data: { ...data, text, photo } };
      },
    }),
    tell: act<Data, "send-word">({
      command: "send-word",
      run: (data) => ({ to: "cadre", household: null, text: data.text, photo: data.photo }),
      done(data, result): Move<Data> {
        if (result.type !== "sent") return endWithHelp(say("arrived.noted", { cadre: data.cadre }));
        return endWithHelp(say(result.reached ? "ask-cadre.sent" : "ask-cadre.not-reached", { cadre: result.name }));
      },
    }),
  },
});

function recorded(data: Data, result: Commands["confirm-delivery"]["result"]): Move<Data> {
  switch (result.type) {
    case "confirmed":
      return endWithHelp(say("arrived.confirmed"));
    case "questioned":
      // the word stands; the way back does not lead before it
      return { to: "words", data: { ...data, cadre: result.cadreName, days: result.days }, back: false };
    case "already":
      return endWithHelp(say("arrived.already"));
    case "not-yours":
      return endWithHelp(say("my-help.gone"));
    case "gone":
      return endWithHelp(say("my-help.gone"));
  }
}
