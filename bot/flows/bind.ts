/** Ties this chat to a person by the single-use code they were given. */
import type { Commands } from "#app/commands/types.js";
import type { TalkContext } from "#app/talk.js";
import { act, ask, flow, PHONE, type Move, type Option, type Reaction } from "#bot/dialogue/flow.js";
import { endWithMenu, menuButton } from "#bot/phrases/menu.js";
import { readCode } from "#bot/phrases/invitation.js";
import { say, type Message } from "#core/message/message.js";
import { isStaff, ownName } from "#core/message/speaker.js";

interface Data {
  readonly who: "cadre" | "household" | "anyone";
  readonly code: string;
  /** Their own number, vouched for by the network. */
  readonly phone: string;
  /** The last code was no code of ours. */
  readonly wrong: boolean;
}

const noCode: Option = { value: "none", label: say("bind.no-code") };

/** Arguments: none, a code, `cadre`, `household`, or `phone` and a number that the network vouches for. */
export const bind = flow<Data>({
  id: "bind",
  version: 1,
  begin([what = "", phone = ""]) {
    const who = what === "cadre" || what === "household" ? what : "anyone";
    const data: Data = { who, code: "", phone, wrong: false };
    if (what === PHONE) return { to: "try-phone", data };
    const code = readCode(what);
    return code.type === "read" ? { to: "try", data: { ...data, code: code.value } } : { to: "code", data };
  },
  nodes: {
    code: ask<Data>({
      show: ({ who, wrong }, { officeName: office }) => ({
        message: wrong ? say("bind.wrong", { office }) : say(`bind.code-${who}`, { office }),
        options: [noCode],
        wants: "phone",
      }),
      on: takeCode,
    }),
    try: act<Data, "bind">({ command: "bind", run: ({ code }) => ({ code }), done }),
    "try-phone": act<Data, "bind-phone">({
      command: "bind-phone",
      run: ({ phone }) => ({ phone }),
      done: (data, result, context) => {
        if (result.type === "bound") return bound("bind.phone-bound", result.name, context);
        return endWithMenu(say(`bind.phone-${result.type}`), context);
      },
    }),
  },
});

function takeCode(data: Data, reaction: Reaction, context: TalkContext): Move<Data> {
  const { officeName: office } = context;
  if (reaction.type === "picked") {
    const how = data.who === "cadre" ? say("bind.how-cadre", { office }) : say("bind.how-household", { office });
    return { end: [{ message: how, options: [menuButton] }] };
  }
  if (reaction.type === "typed" && reaction.vouched)
    return { to: "try-phone", data: { ...data, phone: reaction.text }, back: false };
  const code = readCode(reaction.text ?? "");
  if (code.type === "read") return { to: "try", data: { ...data, code: code.value }, back: false };
  return {
    again: code.why === "none" ? say("bind.no-digits") : say("bind.digits", { count: code.digits }),
  };
}

function done(data: Data, result: Commands["bind"]["result"], context: TalkContext): Move<Data> {
  const { officeName: office } = context;
  switch (result.type) {
    case "bound":
      return bound("bind.bound", result.name, context);
    case "wrong":
      return { to: "code", data: { ...data, code: "", wrong: true } };
    case "used":
      return { end: [{ message: say("bind.used", { office }), options: [menuButton] }] };
    case "expired":
      return { end: [{ message: say("bind.expired", { office }), options: [menuButton] }] };
    case "slow-down":
      return { end: [say("bind.slow-down", { count: result.minutes })] };
  }
}

function bound(key: "bind.bound" | "bind.phone-bound", name: string, context: TalkContext): Move<Data> {
  const own = ownName({ name, household: context.speaker?.household ?? null });
  return { end: [say(key, { name: own }), ...now(context), ...endWithMenu(say("welcome.next"), context).end] };
}

/** What being known here means, in one line. */
function now({ speaker }: TalkContext): readonly Message[] {
  if (speaker?.household) return [say("bind.now-household", { cadre: speaker.household.cadreName })];
  return isStaff(speaker) ? [say("bind.now-staff")] : [];
}
