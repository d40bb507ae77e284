/** What a person's message means to the talk under way; decides, changes nothing. */
import type { TalkContext } from "#app/talk.js";
import type { Input } from "#core/message/talk.js";
import { pickChoice } from "#core/text/choice.js";
import { foldWords, normalise } from "#core/text/normalise.js";
import { unpackButton } from "./buttons.js";
import { PHONE, type Reaction } from "./flow.js";
import type { Offered } from "./state.js";
import { BACK, isFlow, messageIn, nodeOf, ONCE, top, type Stage } from "./stage.js";

export type Heard =
  | { readonly type: "start"; readonly flow: string; readonly args: readonly string[] }
  /** An answer to the open question of the flow under way. */
  | { readonly type: "answer"; readonly reaction: Reaction }
  /** An option of the open question. */
  | { readonly type: "picked"; readonly value: string }
  | { readonly type: "back" | "cancel" }
  /** Days have passed: shall we go on? */
  | { readonly type: "long-ago"; readonly text: string }
  /** A button that is no longer open. */
  | { readonly type: "stale" }
  /** A photo that nobody asked for. */
  | { readonly type: "unasked-photo" }
  | { readonly type: "unsupported"; readonly what: string };

const HOUR_MS = 3_600_000;

/** Reads an input against the state of the talk. */
export function hear(stage: Stage, input: Input): Heard {
  switch (input.type) {
    case "choice":
      return hearPress(stage, input.id);
    case "text":
      return hearText(stage, input.text);
    case "photo": {
      if (!top(stage)) return { type: "unasked-photo" };
      if (isLongAgo(stage)) return { type: "long-ago", text: "" };
      return { type: "answer", reaction: { type: "photo", photo: input.photo, text: input.text } };
    }
    case "phone":
      // asked for or not, a number that the network vouches for says who this is
      return stage.play.talk.offered?.wants === "phone"
        ? { type: "answer", reaction: { type: "typed", text: input.phone, vouched: true } }
        : { type: "start", flow: stage.deps.phone, args: [PHONE, input.phone] };
    case "unsupported":
      return { type: "unsupported", what: input.what };
  }
}

function hearPress(stage: Stage, id: string): Heard {
  const { talk } = stage.play;
  const button = unpackButton(id);
  if (button?.type === "start" && isFlow(stage, button.entry)) {
    return { type: "start", flow: button.entry, args: button.args };
  }
  if (button?.type === "answer") {
    const { value } = button;
    if (button.turn === talk.turn && talk.offered?.options.some((option) => option.value === value)) {
      return { type: "picked", value };
    }
    if (value.startsWith(ONCE)) {
      return { type: "start", flow: stage.deps.stale, args: [value.slice(ONCE.length)] };
    }
  }
  // a page's very first press ("start") has nothing behind it that could have grown old
  return talk.turn === 0 && !top(stage) ? { type: "start", flow: stage.deps.fallback, args: [""] } : { type: "stale" };
}

/** In order: STOP, a button's very words, the words that always work, a button by number or loosely, an answer. */
function hearText(stage: Stage, text: string): Heard {
  const { deps } = stage;
  const list = stage.lexicon(text);
  if (list === "words.stop") return { type: "start", flow: deps.stop, args: [] };
  const named = optionNamed(stage, text);
  if (named) return heardOption(named);
  if (list === "words.cancel") return { type: "cancel" };
  if (list === "words.back") return { type: "back" };
  const entry = list === undefined ? undefined : deps.entries[list];
  if (entry !== undefined) {
    const [flow = "", ...args] = entry.split(".");
    return { type: "start", flow, args };
  }
  const meant = optionMeant(stage, text);
  if (meant) return heardOption(meant);
  if (!top(stage)) return { type: "start", flow: deps.fallback, args: [text] };
  return isLongAgo(stage) ? { type: "long-ago", text } : { type: "answer", reaction: { type: "typed", text } };
}

type OfferedOption = Offered["options"][number];

function optionNamed({ labels, play }: Stage, text: string): OfferedOption | undefined {
  const options = play.talk.offered?.options ?? [];
  if (options.length === 0) return undefined;
  const [folded, normal] = [foldWords(text), normalise(text)];
  const named = options.filter((option) =>
    labels(messageIn(option.label)).some((label) =>
      // words of punctuation only are compared by their signs
      folded === "" ? label.folded === "" && label.normal === normal : label.folded === folded,
    ),
  );
  return named.length === 1 ? named[0] : undefined;
}

function optionMeant(stage: Stage, text: string): OfferedOption | undefined {
  const { labels, play } = stage;
  const options = play.talk.offered?.options ?? [];
  if (options.length === 0) return undefined;
  // "give it back" is no step back: that word is heard only alone
  const choices = options.map((option) => ({
    value: option,
    labels: option.value === BACK ? [] : labels(messageIn(option.label)).map((label) => label.text),
  }));
  const picked = pickChoice(text, choices, { numbers: numbersPick(stage) });
  return picked.type === "read" ? picked.value : undefined;
}

/** A bare number is an answer of its own where amounts are asked; days later nobody knows any more what "1" was. */
function numbersPick(stage: Stage): boolean {
  if (stage.play.talk.resuming) return true;
  if (isOld(stage.context)) return false;
  const frame = top(stage);
  const node = frame && nodeOf(stage, frame);
  return !(node?.type === "ask" && node.digits === "read");
}

function heardOption({ value, start, args }: OfferedOption): Heard {
  return start === undefined
    ? { type: "picked", value: value ?? "" }
    : { type: "start", flow: start, args: args ?? [] };
}

function isLongAgo({ play, context }: Stage): boolean {
  return play.talk.resuming || isOld(context);
}

function isOld({ lastAt, now, settings }: TalkContext): boolean {
  return lastAt > 0 && now - lastAt > settings.resumeAfterHours * HOUR_MS;
}
