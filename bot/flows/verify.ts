/** The office checks enterprises against the public register, then lets their pledges count. */
import type { Commands } from "#app/commands/types.js";
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { act, askWith, flow, type Move, type Prompt } from "#bot/dialogue/flow.js";
import { lines } from "#bot/pledge/lines.js";
import { say, type Message } from "#core/message/message.js";
import { speaksAs } from "#core/message/speaker.js";

interface VerifyData {
  readonly supporter: string;
}

type Waiting = Looks["unverified"]["answer"]["supporters"][number];

const MOST = 8;

/** Arguments: none, or a supporter's id. */
export const verify = flow<VerifyData>({
  id: "verify",
  version: 1,
  begin: ([supporter], { speaker, officeName }) => {
    if (!speaksAs(speaker, "office")) return { end: [say("verify.office-only", { office: officeName })] };
    return supporter === undefined ? { to: "list", data: { supporter: "" } } : { to: "one", data: { supporter } };
  },
  nodes: {
    list: askWith<VerifyData, "unverified">({
      look: "unverified",
      question: () => ({}),
      show: (_data, _context, { supporters }) => list(supporters),
      on: (_data, reaction) =>
        reaction.type === "picked" ? { to: "one", data: { supporter: reaction.value } } : { again: say("form.pick") },
    }),
    one: askWith<VerifyData, "unverified">({
      look: "unverified",
      question: () => ({}),
      show: ({ supporter }, _context, { supporters }) => one(supporters.find(({ id }) => id === supporter)),
      on: (data, reaction) => {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        return reaction.value === "yes" ? { to: "verify", data } : { start: "verify" };
      },
    }),
    verify: act<VerifyData, "verify-supporter">({
      command: "verify-supporter",
      run: ({ supporter }) => ({ supporter }),
      done: (_data, result, context) => ({ end: [verified(result, context)] }),
    }),
  },
});

function line({ name, creditCode, pledges: count }: Waiting): Message {
  const pledges = count === 0 ? say("verify.no-pledges") : say("verify.pledges", { count });
  return creditCode === null
    ? say("verify.line-no-code", { name, pledges })
    : say("verify.line", { name, code: creditCode, pledges });
}

function list(supporters: readonly Waiting[]): Prompt | Move<VerifyData> {
  const shown = supporters.slice(0, MOST);
  if (shown.length === 0) return { end: [say("verify.none")] };
  return {
    message: lines([say("verify.head", { count: supporters.length }), ...shown.map(line)]),
    options: shown.map(({ id, name }) => ({ value: id, label: say("verify.pick", { name }) })),
  };
}

function one(supporter: Waiting | undefined): Prompt | Move<VerifyData> {
  const all = { start: "verify", args: [], label: say("verify.see-all") };
  if (!supporter) return { end: [{ message: say("verify.not-waiting"), options: [all] }] };
  // without a code there is nothing to check the name against
  if (supporter.creditCode === null) {
    return {
      message: say("verify.no-code", { name: supporter.name }),
      options: [{ value: "list", label: say("verify.see-all") }],
    };
  }
  return {
    message: lines([line(supporter), say("verify.sure")]),
    options: [
      { value: "yes", label: say("verify.yes") },
      { value: "list", label: say("verify.not-yet") },
    ],
  };
}

function verified(result: Commands["verify-supporter"]["result"], { officeName }: TalkContext): Message | Prompt {
  const next = [{ start: "verify", args: [], label: say("verify.see-all") }];
  switch (result.type) {
    case "verified": {
      const { name, pledges: count } = result;
      const message = count === 0 ? say("verify.done-none", { name }) : say("verify.done", { name, count });
      return { message, options: next };
    }
    case "not-yours":
      return say("verify.office-only", { office: officeName });
    case "gone":
      return { message: say("verify.not-waiting"), options: next };
  }
}
