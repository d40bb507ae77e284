/**
 * What a flow is: named nodes that ask or act, moved by moves. Pure data in, data out; a flow never sees the store,
 * the clock or a channel. `engine.ts` plays them; `form.ts` builds the common kind.
 */
import type { CommandCall, CommandName, Commands } from "#app/commands/types.js";
import type { LookCall, LookName, Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import type { Message } from "#core/message/message.js";

/** A choice of the question being asked. `value` comes back as `picked`; plain ASCII, at most 50 bytes. */
export interface Option {
  readonly value: string;
  readonly label: Message;
}

/** A button that starts a flow and stays good after this talk has moved on. */
export interface Start {
  readonly start: string;
  readonly args: readonly string[];
  readonly label: Message;
}

/** A bubble with its buttons. */
export interface Prompt {
  readonly message: Message;
  readonly options?: readonly (Option | Start)[];
  /** `phone`: where the network vouches for it, the person's own number can be shared with one tap. */
  readonly wants?: "phone";
}

/** What a person answered, as a node sees it. */
export type Reaction =
  | { readonly type: "picked"; readonly value: string }
  /** `vouched`: their own phone number, for which the network stands. */
  | { readonly type: "typed"; readonly text: string; readonly vouched?: true }
  | { readonly type: "photo"; readonly photo: string; readonly text: string | null };

/** The first argument of the flow that is handed a shared number. */
export const PHONE = "phone";

export type Move<D> =
  /** On to another node; `say` is said before it asks. `back: false`: the way back does not lead here. */
  | { readonly to: string; readonly data: D; readonly say?: readonly Message[]; readonly back?: boolean }
  /** The answer could not be taken: says why, keeps the question and its buttons. */
  | { readonly again: Message }
  /** This flow is over. */
  | { readonly end: readonly (Message | Prompt)[] }
  /** This flow is over and another begins. */
  | { readonly start: string; readonly args?: readonly string[]; readonly say?: readonly Message[] };

/** Shows something and waits. */
export interface Ask<D> {
  readonly type: "ask";
  /** What to look up before asking. */
  readonly load?: (data: D, context: TalkContext) => LookCall;
  readonly show: (data: D, context: TalkContext, found: unknown) => Prompt | Move<D>;
  /** Do bare digits pick a button (the default) or are they the answer (amounts)? */
  readonly digits?: "pick" | "read";
  readonly on: (data: D, reaction: Reaction, context: TalkContext) => Move<D>;
}

/** Makes something happen, then moves on by its result. */
export interface Act<D> {
  readonly type: "act";
  readonly run: (data: D, context: TalkContext) => CommandCall;
  readonly done: (data: D, result: never, context: TalkContext) => Move<D>;
}

export type Node<D> = Ask<D> | Act<D>;

export interface Flow<D = never> {
  readonly id: string;
  /** Raise it when stored drafts of the old shape could not be read any more; they restart kindly. */
  readonly version: number;
  /** First move, with the arguments of the button or of the flow that starts it. */
  readonly begin: (args: readonly string[], context: TalkContext) => Move<D>;
  readonly nodes: Readonly<Record<string, Node<D>>>;
  /** One line that reminds of what was said so far, for picking the talk up days later. */
  readonly recap?: (data: D, context: TalkContext) => Message;
}

/** A question without a look-up. */
export function ask<D>(node: Omit<Ask<D>, "type" | "load">): Node<D> {
  return { type: "ask", ...node };
}

/** A question that looks something up first; `show` gets the typed answer. */
export function askWith<D, N extends LookName>(node: {
  look: N;
  question: (data: D, context: TalkContext) => Looks[N]["question"];
  show: (data: D, context: TalkContext, found: Looks[N]["answer"]) => Prompt | Move<D>;
  digits?: "pick" | "read";
  on: (data: D, reaction: Reaction, context: TalkContext) => Move<D>;
}): Node<D> {
  return {
    type: "ask",
    load: (data, context) => ({ name: node.look, question: node.question(data, context) }) as LookCall,
    // the engine hands back exactly the answer of the look-up that `load` named
    show: (data, context, found) => node.show(data, context, found as Looks[N]["answer"]),
    ...(node.digits ? { digits: node.digits } : {}),
    on: node.on,
  };
}

/** An action; `done` gets the typed result. */
export function act<D, N extends CommandName>(node: {
  command: N;
  run: (data: D, context: TalkContext) => Commands[N]["command"];
  done: (data: D, result: Commands[N]["result"], context: TalkContext) => Move<D>;
}): Node<D> {
  return {
    type: "act",
    run: (data, context) => ({ name: node.command, command: node.run(data, context) }) as CommandCall,
    done: node.done,
  };
}

/** Declares a flow; the list in `bot/flows/index.ts` holds flows of every data shape. */
export function flow<D>(definition: Flow<D>): Flow {
  return definition as unknown as Flow;
}
