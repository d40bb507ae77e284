/** One match before its cadre, unit or township: what, for whom, why; yes or no with a reason; later, what can be done. */
import { reasonMessages } from "#core/notice/reasons.js";
import { act, ask, askWith, flow, type Move, type Option, type Prompt, type Start } from "#bot/dialogue/flow.js";
import type { Commands } from "#app/commands/types.js";
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { endWithTasks, staffOnly } from "#bot/phrases/guards.js";
import { openTo, quantityOf, stateOf, whose } from "#bot/phrases/match.js";
import { say, type Message } from "#core/message/message.js";
import type { MatchView } from "#core/views.js";

interface Data {
  readonly match: string;
  /** Why not: one of the known reasons, or free words. */
  readonly because: string;
}
type Result = Commands["answer-match"]["result"];
type Found = Looks["match"]["answer"];

/** Longest reason that is kept. */
const LONGEST = 300;

export const answer = flow<Data>({
  id: "answer",
  version: 1,
  begin(args, context) {
    const stop = staffOnly(context);
    if (stop) return stop;
    const [first, second] = args;
    if (first === undefined) return { start: "tasks", args: ["answer"] };
    const data: Data = { match: second ?? first, because: "" };
    if (second === undefined) return { to: "card", data };
    return { to: first === "accept" ? "accept" : "why", data };
  },
  nodes: {
    card: askWith<Data, "match">({
      look: "match",
      question: (data) => ({ match: data.match }),
      show: (_data, context, found) => card(found, context),
      on(data, reaction) {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        return { to: reaction.value === "accept" ? "accept" : "why", data };
      },
    }),
    accept: act<Data, "answer-match">({
      command: "answer-match",
      run: (data) => ({ match: data.match, answer: "accept", because: null }),
      done: (_data, result) => answered(result),
    }),
    why: askWith<Data, "match">({
      look: "match",
      question: (data) => ({ match: data.match }),
      show(data, _context, found) {
        const { match } = found;
        if (!match || !openTo(found).answer) return { to: "card", data };
        return { message: say("answer.why", { code: match.code, whose: whose(match) }), options: whyNot };
      },
      on(data, reaction) {
        if (reaction.type === "photo") return { again: say("answer.write-why") };
        if (reaction.type === "picked" && reaction.value === "other") return { to: "words", data };
        const because = reaction.type === "picked" ? reaction.value : reaction.text.trim().slice(0, LONGEST);
        return because === "" ? { again: say("answer.write-why") } : { to: "decline", data: { ...data, because } };
      },
    }),
    words: ask<Data>({
      show: () => ({ message: say("answer.write-why") }),
      digits: "read",
      on(data, reaction) {
        const because = reaction.type === "typed" ? reaction.text.trim().slice(0, LONGEST) : "";
        return because === "" ? { again: say("answer.write-why") } : { to: "decline", data: { ...data, because } };
      },
    }),
    decline: act<Data, "answer-match">({
      command: "answer-match",
      run: (data) => ({ match: data.match, answer: "decline", because: data.because }),
      done: (_data, result) => answered(result),
    }),
  },
});

const whyNot: readonly Option[] = [
  { value: "solved", label: say("answer.because.solved") },
  { value: "unwilling", label: say("answer.because.unwilling") },
  { value: "wrong-amount", label: say("answer.because.wrong-amount") },
  { value: "other", label: say("answer.because.other") },
];

function card(found: Found, context: TalkContext): Prompt | Move<Data> {
  const { match } = found;
  if (!match) return endWithTasks(say("match.gone"));
  const may = openTo(found);
  if (may.answer) {
    return {
      message: proposal(match, context),
      options: [
        { value: "accept", label: say("answer.accept") },
        { value: "decline", label: say("answer.decline") },
      ],
    };
  }
  const options: Start[] = [];
  if (may.deliver) options.push({ start: "deliver", args: [match.id], label: say("choice.deliver") });
  if (may.proxy) options.push({ start: "proxy-confirm", args: [match.id], label: say("choice.proxy-confirm") });
  // only a household's own cadre writes to it
  if ((may.deliver || may.proxy) && found.may.proxy && match.householdId) {
    options.push({ start: "answer-household", args: [match.householdId], label: say("choice.write") });
  }
  const about = standing(match);
  // nothing to do here: the last words lead back to what waits
  return options.length === 0 ? endWithTasks(about) : { message: about, options };
}

/** What is proposed and until when to answer. */
function proposal(match: MatchView, { today }: TalkContext): Message {
  const what = {
    code: match.code,
    supporter: match.supporter,
    quantity: quantityOf(match),
    category: match.category,
    whose: whose(match),
    due: match.due,
    by: match.answerBy,
  };
  if (match.due < today) return say("answer.card-late", what);
  const reasons = reasonMessages(match.reasons);
  return reasons.length > 0 ? say("answer.card", { ...what, reasons }) : say("answer.card-plain", what);
}

/** What it is and where it stands. */
function standing(match: MatchView): Message {
  return say("match.standing", {
    code: match.code,
    supporter: match.supporter,
    quantity: quantityOf(match),
    category: match.category,
    whose: whose(match),
    state: stateOf(match.state),
    due: match.due,
  });
}

function answered(result: Result): Move<Data> {
  switch (result.type) {
    case "accepted":
      return endWithTasks(say("answer.accepted", { code: result.code }));
    case "declined":
      return endWithTasks(say(result.needClosed ? "answer.need-closed" : "answer.declined", { code: result.code }));
    case "already": {
      const about = { code: result.code, state: stateOf(result.state) };
      return endWithTasks(
        result.by === null ? say("answer.already", about) : say("answer.already-by", { ...about, by: result.by }),
      );
    }
    case "not-yours":
      return endWithTasks(say("match.not-yours"));
    case "gone":
      return endWithTasks(say("match.gone"));
  }
}
