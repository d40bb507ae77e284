/** "Mine": to the one page that is the speaker's own; with several roles it asks which. */
import { flow } from "#bot/dialogue/flow.js";
import { helpButton, tasksButton } from "#bot/phrases/guards.js";
import { endWithMenu } from "#bot/phrases/menu.js";
import { isStaff, speaksAs, type Speaker } from "#core/message/speaker.js";
import { say } from "#core/message/message.js";

export const mine = flow<null>({
  id: "mine",
  version: 1,
  begin(_args, context) {
    const pages = context.speaker ? pagesOf(context.speaker) : [];
    const [first] = pages;
    if (!first) return endWithMenu(say("routes.stranger"), context);
    if (pages.length === 1) return { start: first.start };
    return { end: [{ message: say("routes.which"), options: pages }] };
  },
  nodes: {},
});

function pagesOf(speaker: Speaker) {
  return [
    ...(speaker.household ? [helpButton] : []),
    ...(isStaff(speaker) ? [tasksButton] : []),
    ...(speaker.supporter ? [{ start: "my-pledges", args: [], label: say("choice.my-pledges") }] : []),
    ...(speaksAs(speaker, "office") ? [{ start: "verify", args: [], label: say("choice.verify") }] : []),
  ];
}
