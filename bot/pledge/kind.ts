/** What the flows of the four help kinds have in common: from the first question to the confirmed pledge. */
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { createForm, type Field, type Form, type FormData } from "#bot/dialogue/form.js";
import { act, flow, type Flow, type Node } from "#bot/dialogue/flow.js";
import type { HelpKind, Level } from "#core/help/kinds.js";
import { say, type Message } from "#core/message/message.js";
import type { PledgeDraft } from "#core/views.js";
import { afterConfirm } from "./ending.js";
import { isNarrow, widest } from "./reach.js";

/** A pledge under way: some of the answers `A`. */
export type Draft<A> = FormData & Partial<A>;

/** What one help kind adds: its questions, and how its answers become a pledge. */
export interface PledgeKind<A> {
  readonly kind: HelpKind;
  readonly fields: readonly Field<Draft<A>>[];
  readonly draft: (answers: A, context: TalkContext) => PledgeDraft;
  /** The answers that change when the reach becomes the widest there is. */
  readonly widen: (answers: A, level: Level) => Partial<A>;
  /** What a sentence said before the first question already answers. */
  readonly prefill?: (words: string, context: TalkContext) => Partial<A>;
  /** The field that is asked again when a citizen's limit is passed. */
  readonly limited?: keyof A & string;
}

/** First argument of a kind's flow when `pledge` has already seen to it that a supporter is speaking. */
export const ASKED = "asked";
/** First argument of `pledge` when the speaker is known to be a supporter, perhaps since this very message. */
export const JOINED = "joined";
/** First argument of `pledge` before the sentence that offered help. */
export const SAID = "said";
const OTHER_KIND = "other-kind";
const REGISTER = "register";

/** Builds the flow `pledge-<kind>`. Its arguments: none, or `ASKED` and perhaps a first sentence. */
export function createPledgeFlow<A extends object>(spec: PledgeKind<A>): Flow {
  const whole = (data: Draft<A>): A => {
    if (!isWhole(data, spec.fields)) throw new Error("a pledge's card was shown before every answer was there");
    return data;
  };
  const drafted = (data: Draft<A>, context: TalkContext): PledgeDraft => spec.draft(whole(data), context);
  const form: Form<Draft<A>> = createForm<Draft<A>, "fits">(spec.fields, {
    look: "fits",
    question: (data, context) => {
      const { kind, categories, area, reach } = drafted(data, context);
      return { kind, categories, area, reach };
    },
    message: (data, context, found) =>
      say("pledge.card", {
        kind: spec.kind,
        answers: form.told(data, context),
        fits: fitting(drafted(data, context), found, context),
      }),
    confirm: say("pledge.confirm"),
    cancel: say("pledge.cancel"),
    extras: (data, context, found) =>
      canWiden(drafted(data, context), found, context) ? [{ value: "widen", label: say("pledge.widen") }] : [],
    extra: (data, value, context) =>
      value === "widen" ? { ...data, ...spec.widen(whole(data), widest(context)) } : data,
    node: REGISTER,
  });
  return flow<Draft<A>>({
    id: `pledge-${spec.kind}`,
    version: 1,
    begin: ([asked, words], context) => {
      if (asked !== ASKED && !context.speaker?.supporter) return { start: "pledge", args: [spec.kind] };
      const known = words === undefined ? undefined : spec.prefill?.(words, context);
      // some of the answers A and the form's own state are what a Draft<A> is
      const draft = { token: "", ...known } as Draft<A>;
      const told = form.told(draft, context);
      return form.begin(told.length > 0 ? { ...draft, heard: say("form.heard", { answers: told }) } : draft, context);
    },
    nodes: {
      ...form.nodes,
      ...openingNode(form, spec.fields[0]?.name ?? ""),
      [REGISTER]: registerNode(spec.limited, drafted),
    },
    recap: (data, context) => {
      const told = form.told(data, context);
      return told.length > 0
        ? say("pledge.recap", { kind: spec.kind, answers: told })
        : say("pledge.recap-begun", { kind: spec.kind });
    },
  });
}

/** The first question, with a way back to the choice of a kind for as long as nothing was said. */
function openingNode<D extends FormData>(form: Form<D>, name: string): Record<string, Node<D>> {
  const node = form.nodes[name];
  if (node?.type !== "ask") return {};
  const opening: Node<D> = {
    ...node,
    show: (data, context, found) => {
      const prompt = node.show(data, context, found);
      if (!("message" in prompt) || form.told(data, context).length > 0) return prompt;
      const other = { value: OTHER_KIND, label: say("pledge.other-kind") };
      return { ...prompt, options: [...(prompt.options ?? []), other] };
    },
    on: (data, reaction, context) =>
      reaction.type === "picked" && reaction.value === OTHER_KIND
        ? { start: "pledge", args: [JOINED] }
        : node.on(data, reaction, context),
  };
  return { [name]: opening };
}

/** Are all answers there? A pledge's fields are all asked. */
function isWhole<A>(data: Draft<A>, fields: readonly Field<Draft<A>>[]): data is FormData & A {
  return fields.every(({ name }) => data[name] !== undefined);
}

function registerNode<D extends FormData>(
  limited: string | undefined,
  drafted: (data: D, context: TalkContext) => PledgeDraft,
): Node<D> {
  return act<D, "confirm-pledge">({
    command: "confirm-pledge",
    run: (data, context) => ({ token: data.token, draft: drafted(data, context) }),
    done: (data, result, context) => {
      const ending = afterConfirm(result, drafted(data, context), context);
      if (ending.type === "end") return ending.move;
      return limited === undefined ? { end: [ending.why] } : { to: limited, data, say: [ending.why], back: false };
    },
  });
}

type Fits = Looks["fits"]["answer"];

function canWiden(draft: PledgeDraft, found: Fits, context: TalkContext): boolean {
  return found.needs === 0 && found.countyNeeds > 0 && isNarrow(draft.reach, context);
}

/** What fits now: how many, or that it will wait. */
function fitting(draft: PledgeDraft, found: Fits, context: TalkContext): Message {
  const { needs: count, amount, areaName: area, countyNeeds, countyName: county } = found;
  if (count > 0) {
    return draft.kind === "funds"
      ? say("fits.funds", { area, count, amount })
      : say(`fits.${draft.kind}`, { area, count });
  }
  return canWiden(draft, found, context)
    ? say("fits.wider", { area, county, count: countyNeeds })
    : say("fits.none", { area });
}
