/** The household's own word on a delivery. It is taken at once; what is missing may be told after, or not. */
import { act, ask, askWith, flow, type Move } from "#bot/dialogue/flow.js";
import type { Commands } from "#app/commands/types.js";
import { endWithHelp, householdOnly } from "#bot/phrases/guards.js";
import { quantityOf } from "#bot/phrases/match.js";
import { verdictOf, verdicts, type Verdict } from "#bot/phrases/verdicts.js";
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
    const [first, second] = args;
    const stop = householdOnly(context);
    if (stop) return stop;
    const verdict = verdictOf(first);
    const match = verdict ? second : first;
    if (match === undefined) return { start: "my-help" };
    const data: Data = { match, verdict: verdict ?? "yes", cadre: "", days: 0, text: "", photo: null };
    return { to: verdict ? "record" : "card", data };
  },
  nodes: {
    card: askWith<Data, "my-help">({
      look: "my-help",
      question: () => ({}),
      show(data, _context, { matches }) {
        const match = matches.find(({ id }) => id === data.match);
        // anything but an open question is told by the household's own page
        if (match?.state !== "delivered") return { start: "my-help", args: [data.match] };
        const what = { supporter: match.supporter, quantity: quantityOf(match), category: match.category };
        return { message: say("my-help.delivered", what), options: verdicts };
      },
      on(data, reaction) {
        const verdict = reaction.type === "picked" ? verdictOf(reaction.value) : undefined;
        return verdict ? { to: "record", data: { ...data, verdict } } : { again: say("household.pick") };
      },
    }),
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
