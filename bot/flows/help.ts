/** What one can do here, by role, and the words that always work. */
import type { TalkContext } from "#app/talk.js";
import { flow } from "#bot/dialogue/flow.js";
import { menuOf } from "#bot/phrases/menu.js";
import { say, type Message } from "#core/message/message.js";
import { isStaff, speaksAs } from "#core/message/speaker.js";

export const help = flow<null>({
  id: "help",
  version: 1,
  begin: (_args, context) => ({
    end: [
      ...abilities(context),
      { message: say("help.words", { office: context.officeName }), options: menuOf(context).filter(isElsewhere) },
    ],
  }),
  nodes: {},
});

function abilities({ speaker }: TalkContext): readonly Message[] {
  const mine = [
    ...(speaker?.household ? [say("help.household", { cadre: speaker.household.cadreName })] : []),
    ...(isStaff(speaker) ? [say("help.staff")] : []),
    ...(speaksAs(speaker, "office") ? [say("help.office")] : []),
    ...(speaker?.supporter ? [say("help.supporter")] : []),
  ];
  return mine.length > 0 ? mine : [say("help.stranger")];
}

function isElsewhere({ start }: { readonly start: string }): boolean {
  return start !== "help";
}
