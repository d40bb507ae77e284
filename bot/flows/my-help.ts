/** A household's own page: what was found for it, from whom, until when, and where it stands. */
import { act, askWith, flow, type Move, type Option, type Prompt } from "#bot/dialogue/flow.js";
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { askCadreButton, endWithHelp, householdOnly } from "#bot/phrases/guards.js";
import { quantityOf } from "#bot/phrases/match.js";
import { say, type Message } from "#core/message/message.js";
import type { MatchState } from "#core/match/match.js";
import type { MatchView } from "#core/views.js";

interface Data {
  readonly match: string;
  readonly page: number;
}

/** A household hears of a match only once its cadre has accepted it, and no more of one that came to nothing. */
const told: ReadonlySet<MatchState> = new Set<MatchState>(["accepted", "delivered", "questioned", "confirmed"]);

/** Items of one page; few, because they are read in large letters. */
const PAGE = 5;
const MORE = "~more";

export const myHelp = flow<Data>({
  id: "my-help",
  version: 1,
  begin(args, context) {
    const [first, second] = args;
    const data: Data = { match: second ?? first ?? "", page: 0 };
    const stop = householdOnly(context);
    if (stop) return stop;
    if (first === undefined) return { to: "list", data };
    if (second === undefined) return { to: "card", data };
    return { to: first === "refuse" ? "sure" : "ok", data };
  },
  nodes: {
    list: askWith<Data, "my-help">({
      look: "my-help",
      question: () => ({}),
      show: (data, _context, found) => list(data, found),
      on(data, reaction) {
        if (reaction.type !== "picked") return { again: say("household.pick") };
        if (reaction.value === MORE) return { to: "list", data: { ...data, page: data.page + 1 } };
        return { to: "card", data: { ...data, match: reaction.value } };
      },
    }),
    card: askWith<Data, "my-help">({
      look: "my-help",
      question: () => ({}),
      show: (data, context, found) => card(mine(data, found), found.cadreName, context),
      on(data, reaction) {
        if (reaction.type !== "picked") return { again: say("household.pick") };
        return { to: reaction.value === "refuse" ? "sure" : "ok", data };
      },
    }),
    ok: askWith<Data, "my-help">({
      look: "my-help",
      question: () => ({}),
      show: (data, _context, found) =>
        mine(data, found) ? endWithHelp(say("my-help.ok")) : endWithHelp(say("my-help.gone")),
      on: () => ({ again: say("household.pick") }),
    }),
    sure: askWith<Data, "my-help">({
      look: "my-help",
      question: () => ({}),
      show(data, _context, found) {
        const match = mine(data, found);
        if (match?.state !== "accepted") return { to: "card", data };
        return {
          message: say("my-help.sure", what(match)),
          options: [
            { value: "keep", label: say("my-help.keep") },
            { value: "refuse", label: say("my-help.refuse-yes") },
          ],
        };
      },
      on(data, reaction) {
        if (reaction.type !== "picked") return { again: say("household.pick") };
        return reaction.value === "refuse" ? { to: "refuse", data } : endWithHelp(say("my-help.kept"));
      },
    }),
    refuse: act<Data, "refuse-help">({
      command: "refuse-help",
      run: (data) => ({ match: data.match }),
      done(_data, result, context): Move<Data> {
        const ask = askCadreButton(context.speaker?.household?.cadreName ?? "");
        switch (result.type) {
          case "refused":
            return endWithHelp(say("my-help.refused"));
          case "too-late":
            return endWithHelp(say("my-help.too-late"), ask);
          case "not-yours":
          case "gone":
            return endWithHelp(say("my-help.gone"), ask);
        }
      },
    }),
  },
});

type Found = Looks["my-help"]["answer"];

function mine(data: Data, found: Found): MatchView | undefined {
  return found.matches.find(({ id, state }) => id === data.match && told.has(state));
}

function list(data: Data, found: Found): Prompt | Move<Data> {
  const matches = found.matches.filter(({ state }) => told.has(state));
  const [only] = matches;
  if (only === undefined) {
    const message = say("my-help.none", { cadre: found.cadreName });
    return { end: [{ message, options: [askCadreButton(found.cadreName)] }] };
  }
  if (matches.length === 1) return { to: "card", data: { ...data, match: only.id } };
  const from = data.page * PAGE < matches.length ? data.page * PAGE : 0;
  const options: Option[] = matches
    .slice(from, from + PAGE)
    .map((match) => ({ value: match.id, label: say("my-help.item", { ...what(match), state: standing(match) }) }));
  if (from + PAGE < matches.length) options.push({ value: MORE, label: say("choice.more") });
  return { message: say("my-help.list", { count: matches.length }), options };
}

function card(match: MatchView | undefined, cadre: string, { today }: TalkContext): Prompt | Move<Data> {
  const ask = askCadreButton(cadre);
  const answer = (verdict: string, label: Message, id: string) => ({ start: "arrived", args: [verdict, id], label });
  if (match?.state === "accepted") {
    return {
      message: say(match.due < today ? "my-help.accepted-late" : "my-help.accepted", {
        ...what(match),
        cadre,
        due: match.due,
      }),
      options: [{ value: "ok", label: say("my-help.okay") }, ask, { value: "refuse", label: say("my-help.refuse") }],
    };
  }
  if (match?.state === "delivered") {
    return {
      message: say("my-help.delivered", what(match)),
      options: [
        answer("yes", say("arrived.yes"), match.id),
        answer("not-yet", say("arrived.not-yet"), match.id),
        answer("wrong", say("arrived.wrong"), match.id),
      ],
    };
  }
  if (match?.state === "questioned") {
    return {
      message: say("my-help.questioned", { ...what(match), cadre }),
      options: [answer("yes", say("my-help.now-here"), match.id), ask],
    };
  }
  if (match?.state === "confirmed") return { message: say("my-help.confirmed", what(match)), options: [ask] };
  return endWithHelp(say("my-help.gone"), ask);
}

function what(match: MatchView) {
  return { supporter: match.supporter, quantity: quantityOf(match), category: match.category };
}

function standing(match: MatchView): Message {
  switch (match.state) {
    case "delivered":
      return say("my-help.state.delivered");
    case "questioned":
      return say("my-help.state.questioned");
    case "confirmed":
      return say("my-help.state.confirmed");
    case "proposed":
    case "accepted":
    case "declined":
    case "lapsed":
      return say("my-help.state.accepted");
  }
}
