/** What one message has led to so far, and how it is put into words; lives only while that message is being played. */
import type { TalkContext, Turn } from "#app/talk.js";
import type { Message } from "#core/message/message.js";
import type { Choice, Reply } from "#core/message/talk.js";
import { packButton } from "./buttons.js";
import type { Labels } from "./labels.js";
import type { Lexicon } from "./lexicon.js";
import type { Flow, Node, Option, Prompt, Start } from "./flow.js";
import type { Frame, Offered, TalkState } from "./state.js";

/** The wording the engine listens for; from `locales/`. */
export interface Wording {
  /** A message's text in every language, to match what people type against buttons. */
  labels(message: Message): string[];
  /** All words that mean `key` in any language. */
  words(key: string): readonly string[];
}

export interface DialogueDeps {
  readonly flows: Readonly<Record<string, Flow>>;
  /**
   * Words typed anywhere that start a flow: word key → flow id, with arguments behind dots as in a button
   * (`language.en`). The first that matches wins.
   */
  readonly entries: Readonly<Record<string, string>>;
  readonly wording: Wording;
  /** Flow played when nothing is under way and the text is no known word; gets the text as its argument. */
  readonly fallback: string;
  /** Flow that answers an old press of a button with a single-use token. */
  readonly stale: string;
  /** Flow that is handed a number shared without being asked for. */
  readonly phone: string;
  /** Flow for `STOP`, obeyed before anything else. */
  readonly stop: string;
}

/** A single-use option's value: what it does, then the token. */
export const ONCE = "once~";
/** The option that leads one question back. */
export const BACK = "~back";
/** The options of "shall we go on?". */
export const RESUME = { goOn: "~continue", restart: "~restart", drop: "~drop" } as const;

/** What is carried from a step over a look-up or command to its answer. */
export interface Play {
  talk: TalkState;
  replies: Reply[];
  /** Moves made within this message. */
  hops: number;
}

/** A play with everything that one step may know. */
export interface Stage {
  readonly deps: DialogueDeps;
  readonly lexicon: Lexicon;
  readonly labels: Labels;
  readonly context: TalkContext;
  readonly play: Play;
}

/** The flow under way. */
export function top({ play }: Stage): Frame | undefined {
  return play.talk.frames.at(-1);
}

/** A node of a frame's flow; where the frame stands, unless another is named. */
export function nodeOf({ deps }: Stage, frame: Frame, name = frame.node): Node<never> | undefined {
  const nodes = deps.flows[frame.flow]?.nodes;
  return nodes && Object.hasOwn(nodes, name) ? nodes[name] : undefined;
}

/** Is there such a flow? Ids come back from buttons that may be older than this version. */
export function isFlow({ deps }: Stage, id: string): boolean {
  return Object.hasOwn(deps.flows, id);
}

/** Changes the talk. */
export function change({ play }: Stage, patch: Partial<TalkState>): void {
  play.talk = { ...play.talk, ...patch };
}

/** Says something that waits for nothing. */
export function tell({ play }: Stage, message: Message): void {
  play.replies.push({ message, choices: [] });
}

/** Says something that waits for an answer; its buttons belong to this turn alone. */
export function offer(
  stage: Stage,
  message: Message,
  options: readonly (Option | Start)[],
  wants?: Prompt["wants"],
): void {
  change(stage, {
    turn: stage.play.talk.turn + 1,
    offered: { message: plain(message), options: options.map(remembered), wants: wants ?? null },
  });
  offerAgain(stage, message);
}

/** Says something else with the buttons of the open question. */
export function offerAgain({ play }: Stage, message: Message): void {
  const wants = play.talk.offered?.wants;
  play.replies.push({ message, choices: choicesOf(play.talk), ...(wants ? { wants } : {}) });
}

/** Everything is said; the talk waits for the next message. */
export function rest(stage: Stage): Turn {
  forgetOthers(stage, 1);
  change(stage, { person: stage.context.speaker?.person ?? null });
  return { type: "say", state: stage.play.talk, replies: stage.play.replies };
}

/**
 * What somebody else began on a shared phone is not this person's to see; the flow that has just changed speakers
 * may stay (`keep` 1). A stranger who has just joined is the same person.
 */
export function forgetOthers(stage: Stage, keep: 0 | 1): void {
  const { person, frames } = stage.play.talk;
  if (person === null || person === stage.context.speaker?.person) return;
  change(stage, { frames: keep === 0 ? [] : frames.slice(-keep) });
}

/** The message as it was stored. */
export function messageIn(stored: Offered["message"]): Message {
  // the renderer says a polite sentence for a key that is gone
  return stored as Message;
}

function plain(message: Message): Offered["message"] {
  return { key: message.key, params: { ...message.params } };
}

function remembered(option: Option | Start): Offered["options"][number] {
  const label = plain(option.label);
  return "start" in option ? { start: option.start, args: [...option.args], label } : { value: option.value, label };
}

function choicesOf({ offered, turn }: TalkState): Choice[] {
  return (offered?.options ?? []).map(({ value, start, args, label }) => ({
    id:
      start === undefined
        ? packButton({ type: "answer", turn, value: value ?? "" })
        : packButton({ type: "start", entry: start, args: args ?? [] }),
    label: messageIn(label),
  }));
}
