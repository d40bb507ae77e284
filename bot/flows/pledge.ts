/** Which of the four helps? Then the flow of that kind. Someone we do not know is asked who they are first. */
import { ask, flow, type Move } from "#bot/dialogue/flow.js";
import { ASKED, JOINED, SAID } from "#bot/pledge/kind.js";
import { readCategory } from "#bot/pledge/vocabulary.js";
import { HelpKind, helpKinds } from "#core/help/kinds.js";
import { say } from "#core/message/message.js";
import { readAmount } from "#core/text/amount.js";

/** Arguments: none, a kind of help, `JOINED` and perhaps a kind, or `SAID` and the sentence that offered it. */
export const pledge = flow<null>({
  id: "pledge",
  version: 1,
  begin: (args, context) => {
    const words = args[0] === SAID ? args[1] : undefined;
    const named = args.flatMap((arg) => HelpKind.safeParse(arg).data ?? [])[0];
    const kind = named ?? (words === undefined ? null : kindOf(words));
    const isKnown = args[0] === JOINED || Boolean(context.speaker?.supporter);
    if (!isKnown) return { start: "join", args: kind ? ["to", kind] : [] };
    return kind ? startKind(kind, words) : { to: "which", data: null };
  },
  nodes: {
    which: ask<null>({
      show: () => ({
        message: say("pledge.which"),
        options: helpKinds.map((kind) => ({ value: kind, label: say(`term.${kind}`) })),
      }),
      on: (_data, reaction) => {
        if (reaction.type === "picked") return startKind(HelpKind.parse(reaction.value));
        const kind = kindOf(reaction.text ?? "");
        return kind ? startKind(kind, reaction.text ?? "") : { again: say("pledge.which-again") };
      },
    }),
  },
});

function startKind(kind: HelpKind, words?: string): Move<null> {
  return { start: `pledge-${kind}`, args: words === undefined ? [ASKED] : [ASKED, words] };
}

/** The one kind a sentence can only mean: an amount of money, or work, trade or advice by its name. */
function kindOf(text: string): HelpKind | null {
  if (readAmount(text).type === "read") return "funds";
  const kinds = helpKinds.filter((kind) => readCategory(text, kind).type === "read");
  return kinds.length === 1 ? (kinds[0] ?? null) : null;
}
