/** What one may do now, as buttons by role: the menu, and whatever wants to end with it. */
import type { TalkContext } from "#app/talk.js";
import type { Start } from "#bot/dialogue/flow.js";
import { isStaff, speaksAs, type Speaker } from "#core/message/speaker.js";
import { say, type Message } from "#core/message/message.js";
import { askCadreButton, helpButton, tasksButton, type Ending } from "./guards.js";

/** The way to the menu. */
export const menuButton: Start = { start: "welcome", args: [], label: say("choice.menu") };

/** The buttons for who is speaking. */
export function menuOf({ speaker, locale, shared }: TalkContext): readonly Start[] {
  const mine = speaker ? roleButtons(speaker) : [];
  const common: readonly Start[] = [
    ...(shared ? [{ start: "switch", args: [], label: say("choice.switch") }] : []),
    ...(speaker?.stopped ? [{ start: "restart", args: [], label: say("choice.take-notices") }] : []),
    { start: "help", args: [], label: say("choice.help") },
  ];
  return mine.length > 0 ? [...mine, ...common] : [...strangerButtons(locale), ...(speaker ? common : [])];
}

/** Last words with the menu under them. */
export function endWithMenu(message: Message, context: TalkContext): Ending {
  return { end: [{ message, options: menuOf(context) }] };
}

function strangerButtons(locale: TalkContext["locale"]): readonly Start[] {
  return [
    { start: "join", args: [], label: say("choice.i-help") },
    { start: "bind", args: ["cadre"], label: say("choice.i-am-cadre") },
    { start: "bind", args: ["household"], label: say("choice.we-need-help") },
    locale === "en"
      ? { start: "language", args: ["zh-CN"], label: say("language.zh") }
      : { start: "language", args: ["en"], label: say("language.en") },
  ];
}

function roleButtons(speaker: Speaker): readonly Start[] {
  const staff = isStaff(speaker);
  const office = speaksAs(speaker, "office");
  return [
    ...(speaker.household ? [helpButton, askCadreButton(speaker.household.cadreName)] : []),
    ...(staff || office ? [tasksButton] : []),
    ...(staff ? [{ start: "record-need", args: [], label: say("choice.record-need") }] : []),
    ...(speaksAs(speaker, "cadre") ? [{ start: "invite", args: [], label: say("choice.invite") }] : []),
    ...(office ? [{ start: "verify", args: [], label: say("choice.verify") }] : []),
    ...(speaker.supporter
      ? [
          { start: "pledge", args: [], label: say("choice.pledge") },
          { start: "my-pledges", args: [], label: say("choice.my-pledges") },
        ]
      : []),
  ];
}
