/** How a pledge and its matches are shown: one line in the list, a few in detail. */
import { say, type Message, type ParamValues } from "#core/message/message.js";
import type { MatchView, PledgeView } from "#core/views.js";

/** Messages one below the other. At least one. */
export function lines(messages: readonly [Message, ...Message[]]): Message {
  const [first, second, ...rest] = messages;
  return second === undefined ? first : say("form.then", { heard: first, question: lines([second, ...rest]) });
}

/** What is pledged: 帮资金 50,000 元. Information has no quantity. */
export function pledgeTitle({ code, kind, quantity, title }: PledgeView): Message {
  const what: Message =
    kind === "information"
      ? say("term.information")
      : say("mine.kind-and-quantity", { kind, quantity: { kind, amount: quantity } });
  return title === null ? say("mine.title", { code, what }) : say("mine.title-named", { code, what, title });
}

/** One line of the list. */
export function pledgeLine(view: PledgeView): Message {
  return say("mine.line", { title: pledgeTitle(view), stages: stages(view) });
}

/** Promised → matched → delivered → confirmed by the household; stages with nothing in them are left out. */
function stages(view: PledgeView): Message {
  if (view.state === "unverified") return say("mine.unverified");
  const amounts = [
    { key: "mine.asked", amount: view.asked },
    { key: "mine.matched", amount: view.matched },
    { key: "mine.delivered", amount: view.delivered },
    { key: "mine.confirmed", amount: view.confirmed },
    { key: view.state === "withdrawn" ? "mine.taken-back" : "mine.free", amount: view.free },
  ] as const;
  const told = amounts
    .filter(({ amount }) => amount > 0)
    .map(({ key, amount }) => say(key, { amount: amountOf(view, amount) }));
  if (told.length > 0) return say("mine.stages", { stages: told });
  return view.state === "withdrawn" || view.state === "closed" ? say(`mine.${view.state}`) : say("mine.waiting");
}

/** An amount in the pledge's own unit; information counts the households it reached. */
function amountOf({ kind }: PledgeView, amount: number): Message {
  return kind === "information"
    ? say("mine.households", { count: amount })
    : say("mine.quantity", { quantity: { kind, amount } satisfies ParamValues["quantity"] });
}

/** Detail: what, where, by when, how far. */
export function pledgeDetail(view: PledgeView): Message {
  return lines([
    pledgeTitle(view),
    say("mine.where-and-when", { area: view.areaName, day: view.due }),
    say("mine.so-far", { stages: stages(view) }),
  ]);
}

/** A match as its supporter sees it: the village and the household's code, never a name. */
export function matchLine(view: MatchView, today: string): Message {
  const { village, quantity: amount, kind, state, due: day } = view;
  const where = view.household
    ? say("mine.household", { village, code: view.household.code })
    : say("mine.village", { village });
  const what = kind === "information" ? say("term.information") : say("mine.quantity", { quantity: { kind, amount } });
  return state === "accepted"
    ? say(day < today ? "mine.match-late" : "mine.match-accepted", { where, what, day })
    : say("mine.match", { where, what, state: say(`mine.match-${state}`) });
}
