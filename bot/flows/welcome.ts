/** The greeting, the menu, and the answer to everything else that is said when nothing is under way. */
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { unpackButton } from "#bot/dialogue/buttons.js";
import { askWith, flow, type Move } from "#bot/dialogue/flow.js";
import { readBareCode } from "#bot/phrases/invitation.js";
import { SAID } from "#bot/pledge/kind.js";
import { endWithMenu } from "#bot/phrases/menu.js";
import { say } from "#core/message/message.js";
import { pickChoice } from "#core/text/choice.js";
import { normalise } from "#core/text/normalise.js";
import { asksForHelp, offersHelp } from "#bot/phrases/word-lists.js";

interface Data {
  readonly text: string;
}

/** Arguments: none for the menu, or what somebody wrote. */
export const welcome = flow<Data>({
  id: "welcome",
  version: 1,
  begin(args, context) {
    const text = normalise(args[0] ?? "");
    if (text === "") return greet(context);
    const code = readBareCode(text);
    return code.type === "read" ? { start: "bind", args: [code.value] } : { to: "notice", data: { text } };
  },
  nodes: {
    // an answer to the newest notice, typed where there are no buttons
    notice: askWith<Data, "last-notice">({
      look: "last-notice",
      question: () => ({}),
      show: ({ text }, context, { choices }) => pressed(text, choices) ?? meant(text, context),
      on: (_data, _reaction, context) => greet(context),
    }),
  },
});

function greet(context: TalkContext): Move<Data> {
  const { officeName: office, speaker } = context;
  return endWithMenu(speaker ? say("welcome.known", { office }) : say("welcome.stranger", { office }), context);
}

function pressed(text: string, choices: Looks["last-notice"]["answer"]["choices"]): Move<Data> | undefined {
  const picked = pickChoice(
    text,
    choices.map(({ id, label }) => ({ value: id, labels: [label] })),
    { numbers: true },
  );
  const button = picked.type === "read" ? unpackButton(picked.value) : undefined;
  return button?.type === "start" ? { start: button.entry, args: button.args } : undefined;
}

function meant(text: string, context: TalkContext): Move<Data> {
  const { speaker } = context;
  if (!speaker && asksForHelp(text)) return { start: "bind", args: ["household"] };
  // a cadre's or a household's sentence that holds such a word is not an offer
  if ((!speaker || speaker.supporter) && offersHelp(text)) return { start: "pledge", args: [SAID, text] };
  return endWithMenu(say("welcome.unclear"), context);
}
