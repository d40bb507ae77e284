/** Kind sentences for those whom a flow is not for, and endings that several flows share. */
import type { Move, Start } from "#bot/dialogue/flow.js";
import { isStaff, speaksAs } from "#core/message/speaker.js";
import { say, type Message } from "#core/message/message.js";
import type { TalkContext } from "#app/talk.js";

/** A move that ends a flow; fits flows of every data shape. */
export type Ending = Extract<Move<never>, { end: unknown }>;

/** Ends the flow kindly unless a cadre, unit, township or office speaks. */
export function staffOnly(context: TalkContext): Ending | undefined {
  if (isStaff(context.speaker) || speaksAs(context.speaker, "office")) return undefined;
  return { end: [say("staff.only", { office: context.officeName })] };
}

/** Ends the flow kindly unless somebody of a household speaks. */
export function householdOnly(context: TalkContext): Ending | undefined {
  if (context.speaker?.household) return undefined;
  return { end: [say("household.only", { office: context.officeName })] };
}

/** Last words with the button to everything that waits. */
export function endWithTasks(message: Message, ...first: Start[]): Ending {
  return { end: [{ message, options: [...first, tasksButton] }] };
}

/** Last words to a household, with the button to its own page. */
export function endWithHelp(message: Message, ...first: Start[]): Ending {
  return { end: [{ message, options: [...first, helpButton] }] };
}

export const tasksButton: Start = { start: "tasks", args: [], label: say("choice.tasks") };
export const helpButton: Start = { start: "my-help", args: [], label: say("choice.my-help") };

/** The button with which a household asks its cadre. */
export function askCadreButton(cadreName: string): Start {
  return { start: "ask-cadre", args: [], label: say("choice.ask-cadre", { cadre: cadreName }) };
}
