/** What `receive` asks of a dialogue: pure steps from state and input to state and replies, or to one look-up or command at a time. */
import type { Input, Reply } from "#core/message/talk.js";
import type { Settings } from "#core/office.js";
import type { AreaTree } from "#core/registry/area.js";
import type { Locale } from "#core/registry/people.js";
import type { Speaker } from "#core/message/speaker.js";
import type { CommandCall, CommandName, Commands } from "./commands/types.js";
import type { LookCall, LookName, Looks } from "./looks/types.js";

/** Everything a step may know besides its state and its input. */
export interface TalkContext {
  readonly now: number;
  /** Today in the office's time zone. */
  readonly today: string;
  readonly locale: Locale;
  readonly officeName: string;
  readonly settings: Settings;
  readonly areas: AreaTree;
  /** The office's own area. */
  readonly county: string;
  readonly speaker: Speaker | null;
  /** More than one person speaks here. */
  readonly shared: boolean;
  /** Last time the person wrote, or 0. */
  readonly lastAt: number;
  /** A fresh single-use token; the same for every step of one received message. */
  readonly token: string;
}

/** State is opaque JSON to everyone but the dialogue. */
export type DialogueState = unknown;

/** What came of a look-up or a command, fed back into the step. */
export type Answer =
  | { [N in LookName]: { type: "found"; name: N; answer: Looks[N]["answer"] } }[LookName]
  | { [N in CommandName]: { type: "done"; name: N; result: Commands[N]["result"] } }[CommandName];

export type Turn =
  | { readonly type: "say"; readonly state: DialogueState; readonly replies: readonly Reply[] }
  | { readonly type: "look"; readonly state: DialogueState; readonly call: LookCall }
  | { readonly type: "do"; readonly state: DialogueState; readonly call: CommandCall };

/** The dialogue as a library: no I/O, no clock, no randomness. */
export interface Dialogue {
  step(state: DialogueState, input: Input, context: TalkContext): Turn;
  resume(state: DialogueState, answer: Answer, context: TalkContext): Turn;
}
