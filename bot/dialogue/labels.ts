/** What buttons are called, in every language, folded once for all who type instead of tapping. */
import type { Message } from "#core/message/message.js";
import { foldWords, normalise } from "#core/text/normalise.js";
import type { Wording } from "./stage.js";

/** A label, and the two forms in which typed words are compared with it. */
export interface Label {
  readonly text: string;
  readonly folded: string;
  readonly normal: string;
}

/** The labels of a message; those without parameters are worked out once. */
export type Labels = (message: Message) => readonly Label[];

export function createLabels(wording: Pick<Wording, "labels">): Labels {
  const known = new Map<string, readonly Label[]>();
  return (message) => {
    const found = known.get(message.key);
    if (found) return found;
    const labels = wording.labels(message).map((text) => ({ text, folded: foldWords(text), normal: normalise(text) }));
    if (Object.keys(message.params).length === 0) known.set(message.key, labels);
    return labels;
  };
}
