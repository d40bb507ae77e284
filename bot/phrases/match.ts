/** How matches and needs are spoken of: whose they are, how much, why this one, and where they stand. */
import { say, type Message, type MessageKey, type ParamValues } from "#core/message/message.js";
import type { MatchState } from "#core/match/match.js";
import type { Looks } from "#app/looks/types.js";
import type { HouseholdView, MatchView, NeedView } from "#core/views.js";

/** For whom: a household (its name on local channels, its code on foreign ones) or a whole village. */
export function whose(view: { household: HouseholdView | null; village: string }): Message {
  return view.household
    ? say("whose.household", { household: view.household })
    : say("whose.village", { village: view.village });
}

/** The quantity as a message parameter. */
export function quantityOf(view: Pick<MatchView | NeedView, "kind" | "quantity">): ParamValues["quantity"] {
  return { kind: view.kind, amount: view.quantity };
}

const states = {
  proposed: "match-state.proposed",
  accepted: "match-state.accepted",
  delivered: "match-state.delivered",
  questioned: "match-state.questioned",
  confirmed: "match-state.confirmed",
  declined: "match-state.declined",
  lapsed: "match-state.lapsed",
} as const satisfies Record<MatchState, MessageKey>;

/** Where a match stands, in a few words. A state of a later version is said in general. */
export function stateOf(state: string): Message {
  return say(isMatchState(state) ? states[state] : "match-state.other");
}

function isMatchState(state: string): state is MatchState {
  return Object.hasOwn(states, state);
}

/** One line of a list: code, for whom, how much. */
export function itemOf(view: MatchView | NeedView): Message {
  return say("task.item", { code: view.code, whose: whose(view), quantity: quantityOf(view) });
}

/** Do both name the same thing, whatever the case, and with or without `#`? */
export function sameCode(typed: string, code: string): boolean {
  const plain = (text: string): string => text.replace(/[\s#＃]/gu, "").toUpperCase();
  return plain(typed) === plain(code);
}

/** What the speaker may do with a match as it stands: their right to it, and what its state allows. */
export function openTo({ match, may }: Looks["match"]["answer"]): Looks["match"]["answer"]["may"] {
  const state = match?.state;
  const told = state === "delivered" || state === "questioned";
  return {
    answer: may.answer && state === "proposed",
    deliver: may.deliver && (state === "accepted" || state === "questioned"),
    confirm: may.confirm && told,
    proxy: may.proxy && told,
  };
}
