/** Where a pledge may be used: an area and the level inside which it counts; read from people's words. */
import type { TalkContext } from "#app/talk.js";
import type { Heard, Question } from "#bot/dialogue/form.js";
import type { Reaction } from "#bot/dialogue/flow.js";
import { meansEverywhere } from "#bot/phrases/word-lists.js";
import { say, type Message } from "#core/message/message.js";
import type { Level } from "#core/help/kinds.js";
import type { Area } from "#core/registry/area.js";
import { findArea } from "#core/text/area-name.js";
import { wordsOf } from "./answers.js";

/** `area` is the anchor; needs inside the anchor's ancestor at `level` may be served. */
export interface Reach {
  readonly area: string;
  readonly level: Level;
}

/** More townships than this are not shown as buttons; their names are typed. */
const MOST_TOWNSHIPS = 8;

/** The level of the office's own area, the widest reach there is. */
export function widest(context: TalkContext): Level {
  return context.areas.get(context.county)?.level ?? 2;
}

/** Could it be wider? */
export function isNarrow(level: Level, context: TalkContext): boolean {
  return level > widest(context);
}

/** The name of the area inside which it may be used. */
export function nameOfReach({ area, level }: Reach, { areas, officeName }: TalkContext): string {
  return areas.ancestor(area, level)?.name ?? officeName;
}

/** All areas of the office, as candidates for names. */
function placesOf({ areas, county }: TalkContext): { id: string; name: string; level: number }[] {
  return areas
    .all()
    .filter((area) => areas.within(area._id, county))
    .map(({ _id, name, level }) => ({ id: _id, name, level }));
}

/** The one place these words name for certain; null when there is none. */
export function placeNamed(text: string, context: TalkContext): Area | null {
  const found = findArea(text, placesOf(context));
  return found.type === "read" ? (context.areas.get(found.value) ?? null) : null;
}

/** Reads a place out of a pick (`u0`: of the unsure ones, `t0`: of the townships, `all`) or of words. */
export function readPlace(
  reaction: Reaction,
  unsure: readonly string[],
  context: TalkContext,
): { type: "area"; area: Area } | { type: "unsure"; of: readonly string[] } | { type: "none"; words: string | null } {
  const known = (id: string | undefined) => (id === undefined ? undefined : context.areas.get(id));
  if (reaction.type === "picked") {
    const [which = "", ...digits] = reaction.value;
    const place = Number(digits.join(""));
    const area =
      reaction.value === "all"
        ? known(context.county)
        : which === "u"
          ? known(unsure[place])
          : context.areas.children(context.county)[place];
    return area ? { type: "area", area } : { type: "none", words: null };
  }
  const words = wordsOf(reaction);
  if (words === null) return { type: "none", words };
  const everywhere = meansEverywhere(words) ? known(context.county) : undefined;
  if (everywhere) return { type: "area", area: everywhere };
  const found = findArea(words, placesOf(context));
  if (found.type === "several") return { type: "unsure", of: found.ids };
  const area = found.type === "read" ? known(found.value) : undefined;
  return area ? { type: "area", area } : { type: "none", words };
}

/** Buttons for the places that an answer may have meant, each with what it lies in. */
export function unsureOptions(unsure: readonly string[], { areas }: TalkContext): { value: string; label: Message }[] {
  return unsure.flatMap((id, index) => {
    const area = areas.get(id);
    if (!area) return [];
    const within = area.parent === null ? undefined : areas.get(area.parent);
    const label = within
      ? say("where.within", { area: area.name, within: within.name })
      : say("where.just", { area: area.name });
    return [{ value: `u${index}`, label }];
  });
}

/** Asks for a reach: the whole of the office's area, a township, or any place by its name. */
export function reachQuestion(question: Message): Question<Reach> {
  return {
    ask: ({ unsure }, context) => {
      if (unsure) return { message: say("where.which"), options: unsureOptions(unsure, context) };
      const county = context.areas.get(context.county);
      const below = context.areas.children(context.county);
      const townships = below.length > MOST_TOWNSHIPS ? [] : below;
      return {
        message: question,
        options: [
          ...(county ? [{ value: "all", label: say("where.all-of", { area: county.name }) }] : []),
          ...townships.map(({ name }, index) => ({ value: `t${index}`, label: say("where.all-of", { area: name }) })),
        ],
      };
    },
    read: (reaction, { unsure = [] }, context): Heard<Reach> => {
      const place = readPlace(reaction, unsure, context);
      if (place.type === "area") return { type: "heard", value: { area: place.area._id, level: place.area.level } };
      return place.type === "unsure" ? place : { type: "unheard", why: say("where.unknown") };
    },
  };
}
