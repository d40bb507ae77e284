/** The question "which household?", shared by the flows that need one: own list, search by name or code. */
import { askWith, type Node, type Option, type Prompt } from "#bot/dialogue/flow.js";
import type { Looks } from "#app/looks/types.js";
import { say, type MessageKey } from "#core/message/message.js";
import { sameWords } from "#core/text/normalise.js";
import type { HouseholdView } from "#core/views.js";
import type { Ending } from "./guards.js";

/** What the question finds out. */
export interface Picked {
  /** What was typed to search, or null for the speaker's own list. */
  readonly search: string | null;
  readonly household: string | null;
  /** Null when it is not in the list, as for a household of which only the id is known. */
  readonly view: HouseholdView | null;
}
/** Data of a flow that asks the question. */
export type Picking = Partial<Picked>;

export const nothingPicked: Picked = { search: null, household: null, view: null };

/** More buttons than this are no help on a small phone. */
const MOST = 8;
const LONGEST_SEARCH = 40;

type Question = MessageKey & ("invite.which" | "answer-household.which" | "record-need.which");

/** A further choice under the list, and where it leads. */
export interface Extra {
  readonly option: Option;
  readonly to: string;
}

/**
 * Two nodes: `which` asks, `chosen` names the one picked and goes on to `then`. A flow started with a household's
 * id begins at `chosen`.
 */
export function householdNodes<D extends Picking>(
  question: Question,
  then: string,
  extra: Extra | null = null,
): Record<"which" | "chosen", Node<D>> {
  return {
    which: askWith<D, "households">({
      look: "households",
      question: (data) => ({ search: data.search ?? null }),
      show(data, _context, found) {
        const search = data.search ?? null;
        const named = search === null ? undefined : theOne(search, found);
        return named ? { to: "chosen", data: { ...data, household: named } } : list(question, search, found, extra);
      },
      on(data, reaction) {
        if (reaction.type === "picked") {
          if (extra && reaction.value === extra.option.value) return { to: extra.to, data };
          return { to: "chosen", data: { ...data, household: reaction.value } };
        }
        const search = reaction.text?.trim().slice(0, LONGEST_SEARCH) ?? "";
        if (search === "") return { again: say("households.type") };
        return { to: "which", data: { ...data, search } };
      },
    }),
    chosen: askWith<D, "households">({
      look: "households",
      question: (data) => ({ search: data.search ?? null }),
      show(data, _context, { households }) {
        const view = households.find(({ id }) => id === data.household)?.view ?? null;
        return { to: then, data: { ...data, view } };
      },
      on: () => ({ again: say("households.type") }),
    }),
  };
}

/** The household whose whole name or code was typed, if no other has the same. */
function theOne(search: string, { households, more }: Looks["households"]["answer"]): string | undefined {
  const same = households.filter(({ view }) => sameWords(view.code, search) || sameWords(view.name, search));
  return same.length === 1 && !more ? same[0]?.id : undefined;
}

function list(
  question: Question,
  search: string | null,
  { households, more }: Looks["households"]["answer"],
  extra: Extra | null,
): Prompt | Ending {
  const options: Option[] = households
    .slice(0, MOST)
    .map(({ id, view }) => ({ value: id, label: say("households.item", { household: view }) }));
  if (extra) options.push(extra.option);
  if (households.length > 0) {
    return { message: say(more || households.length > MOST ? "households.search" : question), options };
  }
  if (search !== null) return { message: say("households.not-found"), options };
  return options.length > 0 ? { message: say("households.none"), options } : { end: [say("households.none")] };
}
