/**
 * The common kind of flow: a series of questions, then a card to confirm where one thing at a time can be changed.
 * What is missing is asked, in order; what is known is not. So one sentence may answer several questions, and a
 * changed answer leads straight back to the card.
 */
import type { LookName, Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { say, type Message } from "#core/message/message.js";
import { ONCE } from "./engine.js";
import { ask, askWith, type Ask, type Move, type Node, type Option, type Prompt, type Reaction } from "./flow.js";

/** What every form keeps beside its answers. */
export interface FormData {
  /** The single-use token of the card shown last; `""` before the first. */
  readonly token: string;
  /** What was understood last; said before the next question. */
  readonly heard?: Message;
  /** What the last answer may have meant, for the question that could not tell. */
  readonly unsure?: readonly string[];
}

/** What a question made of an answer. */
export type Heard<T, D = FormData> =
  /** `also`: other fields that the same words answered, or made unanswered (`undefined`). */
  | { readonly type: "heard"; readonly value: T; readonly also?: Partial<D> }
  /** Not understood: says why; the question stands. */
  | { readonly type: "unheard"; readonly why: Message }
  /** Could mean several things; the question is asked again with these in `unsure`. */
  | { readonly type: "unsure"; readonly of: readonly string[] };

/** A question and the reader of its answers. `D` is what it must know of the form. */
export interface Question<T, D = FormData> {
  readonly ask: (data: D, context: TalkContext) => Prompt;
  readonly read: (reaction: Reaction, data: D, context: TalkContext) => Heard<T, D>;
  /** As in `Ask`: do bare digits pick a button, or are they the answer? */
  readonly digits?: "pick" | "read";
}

/** The keys of a form that are answers. */
type AnswerOf<D> = Exclude<keyof D, keyof FormData> & string;

/** A field of a form. */
export interface FieldOf<D, K extends AnswerOf<D>> extends Question<Exclude<D[K], undefined>, D> {
  /** The answer it fills; also the name of its node. */
  readonly name: K;
  /** Its button on the card, such as 改金额. */
  readonly change: Message;
  /** The answer in exact words, said before the next question; left out for what needs no echo. */
  readonly tell?: (value: Exclude<D[K], undefined>, context: TalkContext, data: D) => Message;
  /** `false`: told on the card, but not at once (the person's own long words). */
  readonly echo?: false;
  /** Is it asked at all? Always, unless this says no. */
  readonly when?: (data: D, context: TalkContext) => boolean;
}
export type Field<D> = { [K in AnswerOf<D>]: FieldOf<D, K> }[AnswerOf<D>];

/** The card: what it looks up, what it says, and its buttons besides those that change a field. */
export interface Card<D, N extends LookName> {
  readonly look: N;
  readonly question: (data: D, context: TalkContext) => Looks[N]["question"];
  readonly message: (data: D, context: TalkContext, found: Looks[N]["answer"]) => Message;
  readonly confirm: Message;
  readonly cancel: Message;
  /** Buttons that alter the draft and show the card again. */
  readonly extras?: (data: D, context: TalkContext, found: Looks[N]["answer"]) => readonly Option[];
  readonly extra?: (data: D, value: string, context: TalkContext) => D;
  /** The node that "confirm" leads to and that makes it happen; the card's token is in the data. */
  readonly node: string;
}

/** The parts of a flow that `createForm` builds. */
export interface Form<D> {
  /** To the first question that is open, or to the card. */
  readonly begin: (data: D, context: TalkContext) => Move<D>;
  readonly nodes: Readonly<Record<string, Node<D>>>;
  /** Everything said so far, as the fields tell it. */
  readonly told: (data: D, context: TalkContext) => readonly Message[];
}

/** With more fields than this the card has one button "change something" instead of one for each. */
export const MOST_CHANGE_BUTTONS = 4;
const CARD = "card";
const CHANGE = "change";

type Asked<D> = (data: D, context: TalkContext) => readonly Field<D>[];

/** Builds questions and card out of fields; the flow adds at least the node named in `card.node`. */
export function createForm<D extends FormData, N extends LookName>(
  fields: readonly Field<D>[],
  card: Card<D, N>,
): Form<D> {
  const asked: Asked<D> = (data, context) => fields.filter((field) => field.when?.(data, context) ?? true);
  const next: Form<D>["begin"] = (data, context) => {
    const missing = asked(data, context).find((field) => data[field.name] === undefined);
    if (missing) return { to: missing.name, data };
    return { to: CARD, data: { ...without(data, "heard"), token: context.token } };
  };
  const nodes: Record<string, Node<D>> = { [CARD]: cardNode(card, asked), [CHANGE]: changeNode(asked) };
  for (const field of fields) nodes[field.name] = fieldNode(field, fields, next);
  return {
    nodes,
    begin: next,
    told: (data, context) => asked(data, context).flatMap((field) => tell(field, data, context)),
  };
}

function fieldNode<D extends FormData>(field: Field<D>, fields: readonly Field<D>[], next: Form<D>["begin"]): Node<D> {
  const digits: Pick<Ask<D>, "digits"> = field.digits ? { digits: field.digits } : {};
  return ask<D>({
    show: (data, context) => {
      const prompt = field.ask(data, context);
      const { heard } = data;
      return heard ? { ...prompt, message: say("form.then", { heard, question: prompt.message }) } : prompt;
    },
    ...digits,
    on: (data, reaction, context) => {
      const heard: Heard<unknown, D> = field.read(reaction, data, context);
      if (heard.type === "unheard") return { again: heard.why };
      if (heard.type === "unsure") return { to: field.name, data: { ...data, unsure: heard.of } };
      const also: Partial<D> = heard.also ?? {};
      const after: D = { ...without(without(data, "heard"), "unsure"), ...also, [field.name]: heard.value };
      const news = fields
        .filter((one) => one.echo !== false && (one === field || Object.hasOwn(also, one.name)))
        .flatMap((one) => tell(one, after, context));
      return next(news.length > 0 ? { ...after, heard: say("form.heard", { answers: news }) } : after, context);
    },
  });
}

function cardNode<D extends FormData, N extends LookName>(card: Card<D, N>, asked: Asked<D>): Node<D> {
  return askWith<D, N>({
    look: card.look,
    question: card.question,
    show: (data, context, found) => {
      const fields = asked(data, context);
      const changes =
        fields.length > MOST_CHANGE_BUTTONS
          ? [{ value: CHANGE, label: say("form.change") }]
          : fields.map((field) => ({ value: `change-${field.name}`, label: field.change }));
      const options = [
        { value: `${ONCE}${data.token}`, label: card.confirm },
        ...(card.extras?.(data, context, found) ?? []),
        ...changes,
        { value: "cancel", label: card.cancel },
      ];
      return { message: card.message(data, context, found), options };
    },
    on: (data, reaction, context) => {
      if (reaction.type !== "picked") return { again: say("form.pick") };
      const { value } = reaction;
      if (value === "cancel") return { end: [say("talk.cancelled")] };
      if (value === CHANGE) return { to: CHANGE, data };
      if (value.startsWith(ONCE)) return { to: card.node, data };
      const field = asked(data, context).find(({ name }) => value === `change-${name}`);
      if (field) return { to: field.name, data };
      return { to: CARD, data: { ...(card.extra?.(data, value, context) ?? data), token: context.token } };
    },
  });
}

function changeNode<D extends FormData>(asked: Asked<D>): Node<D> {
  return ask<D>({
    show: (data, context) => ({
      message: say("form.change-what"),
      options: asked(data, context).map((field) => ({ value: field.name, label: field.change })),
    }),
    on: (data, reaction, context) => {
      const field = asked(data, context).find(({ name }) => reaction.type === "picked" && reaction.value === name);
      return field ? { to: field.name, data, back: false } : { again: say("form.pick") };
    },
  });
}

function tell<D>(field: Field<D>, data: D, context: TalkContext): Message[] {
  const value = data[field.name];
  return field.tell && isAnswered(value) ? [field.tell(value, context, data)] : [];
}

function isAnswered<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}

/** The same without one of its own keys; `undefined` is no value of theirs. */
function without<D extends FormData>(data: D, key: "heard" | "unsure"): D {
  const copy = { ...data };
  delete copy[key];
  return copy;
}
