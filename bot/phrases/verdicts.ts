/** A household's three answers to "did it arrive?", the same wherever they are asked. */
import type { Option } from "#bot/dialogue/flow.js";
import type { Commands } from "#app/commands/types.js";
import { say } from "#core/message/message.js";

export type Verdict = Commands["confirm-delivery"]["command"]["verdict"];

const all: readonly Verdict[] = ["yes", "not-yet", "wrong"];

export const verdicts: readonly Option[] = [
  { value: "yes", label: say("arrived.yes") },
  { value: "not-yet", label: say("arrived.not-yet") },
  { value: "wrong", label: say("arrived.wrong") },
];

/** The verdict a button or an argument names, if it is one. */
export function verdictOf(value: string | undefined): Verdict | undefined {
  return all.find((verdict) => verdict === value);
}
