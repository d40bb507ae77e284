/** 代答: the cadre says in the household's name whether the help arrived, because they have no phone. */
import { act, ask, askWith, flow, type Move } from "#bot/dialogue/flow.js";
import { endWithTasks, staffOnly } from "#bot/phrases/guards.js";
import { openTo, quantityOf, stateOf, whose } from "#bot/phrases/match.js";
import { verdictOf, verdicts, type Verdict } from "#bot/phrases/verdicts.js";
import { say } from "#core/message/message.js";

interface Data {
  readonly match: string;
  readonly verdict: Verdict;
  /** What the household says is missing or wrong, in the cadre's words. */
  readonly text: string | null;
}

/** Longest words that are kept (the match's own limit). */
const LONGEST = 1000;

export const proxyConfirm = flow<Data>({
  id: "proxy-confirm",
  version: 1,
  begin(args, context) {
    const [match] = args;
    const stop = staffOnly(context);
    if (stop) return stop;
    if (match === undefined) return { start: "tasks", args: ["confirm"] };
    return { to: "card", data: { match, verdict: "yes", text: null } };
  },
  nodes: {
    card: askWith<Data, "match">({
      look: "match",
      question: (data) => ({ match: data.match }),
      show(_data, _context, found) {
        const { match } = found;
        if (!match) return endWithTasks(say("match.gone"));
        if (!openTo(found).proxy) {
          return endWithTasks(say("proxy-confirm.cannot", { code: match.code, state: stateOf(match.state) }));
        }
        const what = { code: match.code, quantity: quantityOf(match), category: match.category };
        const message = match.household
          ? say("proxy-confirm.card", { ...what, whose: whose(match) })
          : say("proxy-confirm.card-village", { ...what, village: match.village });
        // that something is missing was said already
        const options = match.state === "questioned" ? verdicts.slice(0, 1) : verdicts;
        return { message, options };
      },
      on(data, reaction) {
        const verdict = reaction.type === "picked" ? verdictOf(reaction.value) : undefined;
        if (!verdict) return { again: say("form.pick") };
        return { to: verdict === "yes" ? "record" : "words", data: { ...data, verdict } };
      },
    }),
    words: ask<Data>({
      show: () => ({
        message: say("proxy-confirm.words"),
        options: [{ value: "none", label: say("choice.no-words") }],
      }),
      on(data, reaction) {
        const text = reaction.type === "picked" ? null : (reaction.text?.trim().slice(0, LONGEST) ?? "");
        return text === "" ? { again: say("unread.no-words") } : { to: "record", data: { ...data, text } };
      },
    }),
    record: act<Data, "confirm-delivery">({
      command: "confirm-delivery",
      run: (data) => ({ match: data.match, verdict: data.verdict, text: data.text, proxy: true }),
      done(_data, result): Move<Data> {
        switch (result.type) {
          case "confirmed":
            return endWithTasks(say("proxy-confirm.confirmed", { code: result.code }));
          case "questioned":
            return endWithTasks(say("proxy-confirm.questioned", { code: result.code, count: result.days }));
          case "already":
            return endWithTasks(say("proxy-confirm.already", { code: result.code }));
          case "not-yours":
            return endWithTasks(say("match.not-yours"));
          case "gone":
            return endWithTasks(say("match.gone"));
        }
      },
    }),
  },
});
