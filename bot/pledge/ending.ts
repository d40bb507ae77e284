/** What is said after "confirm": only what the office can keep. */
import type { Commands } from "#app/commands/types.js";
import type { TalkContext } from "#app/talk.js";
import type { Move, Prompt, Start } from "#bot/dialogue/flow.js";
import { say, type Message } from "#core/message/message.js";
import type { PledgeDraft } from "#core/views.js";
import { isNarrow } from "./reach.js";

type Result = Commands["confirm-pledge"]["result"];

/** The flow is over, or a smaller amount must be asked for (`why`). */
export type Ending =
  { readonly type: "end"; readonly move: Move<never> } | { readonly type: "less"; readonly why: Message };

/** Reads the result of `confirm-pledge`. */
export function afterConfirm(result: Result, draft: PledgeDraft, context: TalkContext): Ending {
  switch (result.type) {
    case "registered":
      return { type: "end", move: { end: registered(result, draft, context) } };
    case "already":
      return { type: "end", move: { end: [say("pledge.already", { code: result.code, day: result.day })] } };
    case "not-joined":
      return { type: "end", move: { start: "join", say: [say("pledge.who-first")] } };
    case "over-limit":
      return result.left > 0
        ? { type: "less", why: say("pledge.over-limit", { limit: result.limit, left: result.left }) }
        : {
            type: "end",
            move: { end: [say("pledge.limit-reached", { limit: result.limit, office: context.officeName })] },
          };
  }
}

type Registered = Extract<Result, { type: "registered" }>;

function registered(result: Registered, draft: PledgeDraft, context: TalkContext): (Message | Prompt)[] {
  const { code, verified, needs, areaName: area } = result;
  const thanks = verified
    ? say("pledge.registered", { code })
    : say("pledge.kept", { code, office: context.officeName });
  const see: Start = { start: "my-pledges", args: [result.pledge], label: say("pledge.see-it") };
  if (needs > 0) {
    const about = { area, count: context.settings.answerDays.cadre };
    const next = verified ? say("pledge.who-answers", about) : say("pledge.who-after", about);
    return [thanks, { message: next, options: [see] }];
  }
  if (!isNarrow(draft.reach, context)) {
    return [thanks, { message: say("pledge.waits-everywhere", { area }), options: [see] }];
  }
  const widen: Start = { start: "my-pledges", args: ["widen", result.pledge], label: say("pledge.widen") };
  return [thanks, { message: say("pledge.waits", { area }), options: [widen, { ...see, label: say("pledge.wait") }] }];
}
