/** A supporter's own pledges: the list, one in detail, and what can be done with it. */
import type { Commands } from "#app/commands/types.js";
import type { TalkContext } from "#app/talk.js";
import { act, askWith, flow, type Move, type Option, type Prompt, type Start } from "#bot/dialogue/flow.js";
import { lines, matchLine, pledgeDetail, pledgeLine } from "#bot/pledge/lines.js";
import { isNarrow } from "#bot/pledge/reach.js";
import { holdingStates } from "#core/match/match.js";
import { say } from "#core/message/message.js";
import type { PledgeView } from "#core/views.js";

interface MineData {
  /** How many of the newest are passed over in the list. */
  readonly from: number;
  /** The pledge looked at, or "". */
  readonly pledge: string;
}

/** Lines and buttons of one message. */
const PAGE = 5;
const start: MineData = { from: 0, pledge: "" };

/** Arguments: none, a pledge's id, or `widen` or `withdraw` and its id. */
export const myPledges = flow<MineData>({
  id: "my-pledges",
  version: 1,
  begin: ([what, id]) => {
    if (what === undefined) return { to: "list", data: start };
    if (what === "widen" && id !== undefined) return { to: "widen", data: { ...start, pledge: id } };
    if (what === "withdraw" && id !== undefined) return { to: "sure", data: { ...start, pledge: id } };
    return { to: "one", data: { ...start, pledge: what } };
  },
  nodes: {
    list: askWith<MineData, "my-pledges">({
      look: "my-pledges",
      question: () => ({}),
      show: (data, _context, { pledges }) => list(data, pledges),
      on: (data, reaction) => {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        return reaction.value === "older"
          ? { to: "list", data: { ...data, from: data.from + PAGE } }
          : { to: "one", data: { ...data, pledge: reaction.value } };
      },
    }),
    one: askWith<MineData, "pledge">({
      look: "pledge",
      question: ({ pledge }) => ({ pledge }),
      show: (_data, context, { pledge }) => (pledge ? detail(pledge, context) : gone),
      on: (data, reaction) => {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        if (reaction.value === "withdraw") return { to: "sure", data };
        return reaction.value === "widen" ? { to: "widen", data } : { start: "my-pledges" };
      },
    }),
    sure: askWith<MineData, "pledge">({
      look: "pledge",
      question: ({ pledge }) => ({ pledge }),
      show: (_data, _context, { pledge }) => (pledge ? areYouSure(pledge) : gone),
      on: (data, reaction) => {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        return reaction.value === "yes" ? { to: "withdraw", data } : { to: "one", data, back: false };
      },
    }),
    withdraw: act<MineData, "withdraw-pledge">({
      command: "withdraw-pledge",
      run: ({ pledge }) => ({ pledge }),
      done: (_data, result) => withdrawn(result),
    }),
    widen: act<MineData, "widen-pledge">({
      command: "widen-pledge",
      run: ({ pledge }) => ({ pledge }),
      done: ({ pledge }, result) =>
        result.type === "gone"
          ? gone
          : {
              end: [
                {
                  message: say("mine.widened", { code: result.code, area: result.areaName }),
                  options: [{ start: "my-pledges", args: [pledge], label: say("pledge.see-it") }],
                },
              ],
            },
    }),
  },
});

const seeAll: Start = { start: "my-pledges", args: [], label: say("mine.see-all") };
const gone: Move<never> = { end: [{ message: say("mine.gone"), options: [seeAll] }] };

function list({ from }: MineData, pledges: readonly PledgeView[]): Prompt | Move<MineData> {
  const more: Start = { start: "pledge", args: [], label: say("mine.pledge-again") };
  const [first, ...rest] = pledges.slice(from, from + PAGE);
  if (!first) return { end: [{ message: say("mine.none"), options: [{ ...more, label: say("mine.pledge-first") }] }] };
  const shown = [first, ...rest];
  const older = pledges.length > from + PAGE ? [{ value: "older", label: say("mine.older") }] : [];
  return {
    message: lines([say("mine.head", { count: pledges.length }), ...shown.map(pledgeLine)]),
    options: [...shown.map(({ id, code }) => ({ value: id, label: say("mine.code", { code }) })), ...older, more],
  };
}

/** Can what is not matched still be given elsewhere, or be taken back? */
function hasFree({ state, free, kind }: PledgeView): boolean {
  return (state === "open" || state === "unverified") && (free > 0 || kind === "information");
}

function detail(view: PledgeView, context: TalkContext): Prompt {
  const matches = view.matches.filter(({ state }) => holdingStates.has(state));
  const shown = matches.slice(0, PAGE);
  const rest = matches.length > PAGE ? [say("mine.more-matches", { count: matches.length - PAGE })] : [];
  const deliver = shown
    .filter(({ state }) => state === "accepted")
    .map((match): Start => {
      const { village } = match;
      const label = match.household
        ? say("mine.deliver", { village, code: match.household.code })
        : say("mine.deliver-village", { village });
      return { start: "deliver", args: [match.id], label };
    });
  const free = hasFree(view);
  const options: (Option | Start)[] = [
    ...deliver,
    ...(free && isNarrow(view.reach, context) ? [{ value: "widen", label: say("pledge.widen") }] : []),
    ...(free ? [{ value: "withdraw", label: say("mine.withdraw") }] : []),
    { value: "all", label: say("mine.see-all") },
  ];
  return {
    message: lines([pledgeDetail(view), ...shown.map((match) => matchLine(match, context.today)), ...rest]),
    options,
  };
}

function areYouSure(view: PledgeView): Prompt | Move<MineData> {
  const { code, kind, free } = view;
  if (!hasFree(view)) return { end: [say("mine.nothing-to-withdraw", { code })] };
  const message =
    kind === "information"
      ? say("mine.sure-information", { code })
      : say("mine.sure", { code, quantity: { kind, amount: free } });
  return {
    message,
    options: [
      { value: "yes", label: say("mine.sure-yes") },
      { value: "no", label: say("mine.sure-no") },
    ],
  };
}

function withdrawn(result: Commands["withdraw-pledge"]["result"]): Move<MineData> {
  switch (result.type) {
    case "withdrawn":
      return {
        end: [
          {
            message:
              result.kept > 0
                ? say("mine.withdrawn-some", { code: result.code })
                : say("mine.withdrawn-all", { code: result.code }),
            options: [seeAll],
          },
        ],
      };
    case "already":
      return { end: [say("mine.withdrawn-before", { code: result.code })] };
    case "gone":
      return gone;
  }
}
