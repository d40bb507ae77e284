/** Jobs 帮就业: title, kind of work, places, wage, work place, from where, ages, first day. */
import type { TalkContext } from "#app/talk.js";
import type { Question } from "#bot/dialogue/form.js";
import {
  agesQuestion,
  categoryLabel,
  categoryQuestion,
  countQuestion,
  dayQuestion,
  readWords,
  wageQuestion,
  wordsOf,
  namingQuestion,
} from "#bot/pledge/answers.js";
import { createPledgeFlow, type Draft } from "#bot/pledge/kind.js";
import { isNarrow, nameOfReach, placeNamed, readPlace, unsureOptions, widest } from "#bot/pledge/reach.js";
import { readCategory } from "#bot/pledge/vocabulary.js";
import type { CategoryOf, Level } from "#core/help/kinds.js";
import { say, type Message } from "#core/message/message.js";
import type { Area } from "#core/registry/area.js";
import { OLDEST, YOUNGEST, type AgeRange } from "#core/text/age.js";
import type { Wage } from "#core/text/wage.js";

interface JobsAnswers {
  title: string;
  category: CategoryOf<"jobs">;
  places: number;
  wage: Wage;
  /** Where the work is: the area it lies in, as near as we know, and the supporter's own words. */
  place: { readonly area: string; readonly words: string };
  reach: Level;
  ages: AgeRange;
  start: string;
}

const LONGEST = 100;
/** A work place outside the office's areas is taken in the supporter's words, and people come from all of them. */
const placeField: Question<JobsAnswers["place"], Draft<JobsAnswers>> = {
  ask: ({ unsure }, context) =>
    unsure ? { message: say("where.which"), options: unsureOptions(unsure, context) } : { message: say("jobs.place") },
  read: (reaction, { unsure = [] }, context) => {
    const place = readPlace(reaction, unsure, context);
    if (place.type === "unsure") return place;
    const words = readWords(wordsOf(reaction) ?? (place.type === "area" ? place.area.name : ""), LONGEST);
    if (words.type === "unread") return { type: "unheard", why: say("where.unknown") };
    const area = place.type === "area" ? place.area : context.areas.get(context.county);
    const value = { area: area?._id ?? context.county, words: words.value };
    // nobody need be asked how far round the county's own seat: it is the county
    return isNarrow(area?.level ?? 0, context)
      ? { type: "heard", value }
      : { type: "heard", value, also: { reach: widest(context) } };
  },
};

/** The work place's village, township and county, nearest first. */
function rings(place: JobsAnswers["place"] | undefined, context: TalkContext): Area[] {
  const ring: Area[] = [];
  let area = context.areas.get(place?.area ?? context.county);
  while (area) {
    ring.push(area);
    area = area._id === context.county || area.parent === null ? undefined : context.areas.get(area.parent);
  }
  return ring;
}

const reachField: Question<Level, Draft<JobsAnswers>> = {
  ask: ({ place }, context) => ({
    message: say("jobs.reach"),
    options: rings(place, context).map(({ level, name }) => ({
      value: `level${level}`,
      label: say("where.all-of", { area: name }),
    })),
  }),
  read: (reaction, { place }, context) => {
    const ring = rings(place, context);
    const area =
      reaction.type === "picked"
        ? ring.find(({ level }) => reaction.value === `level${level}`)
        : ring.find(({ _id }) => placeNamed(wordsOf(reaction) ?? "", context)?._id === _id);
    return area ? { type: "heard", value: area.level } : { type: "unheard", why: say("jobs.reach-unknown") };
  },
};

function tellWage({ from, to }: Wage): Message {
  return from === to ? say("tell.wage", { amount: from }) : say("tell.wages", { from, to });
}

function tellAges({ from, to }: AgeRange): Message {
  if (from <= YOUNGEST && to >= OLDEST) return say("ages.any");
  if (from <= YOUNGEST) return say("tell.age-up-to", { to });
  return to >= OLDEST ? say("tell.age-from", { from }) : say("tell.ages", { from, to });
}

/** The reach, never narrower than the work place's own area. */
function reachOf({ place, reach }: { place: JobsAnswers["place"]; reach: Level }, context: TalkContext): Level {
  const own = context.areas.get(place.area)?.level ?? reach;
  return own < reach ? own : reach;
}

export const pledgeJobs = createPledgeFlow<JobsAnswers>({
  kind: "jobs",
  fields: [
    {
      name: "title",
      change: say("change.title"),
      tell: (title) => say("tell.title", { title }),
      ...namingQuestion("jobs", say("jobs.title"), LONGEST),
    },
    {
      name: "category",
      change: say("change.skill"),
      tell: categoryLabel,
      ...categoryQuestion("jobs", say("jobs.category")),
    },
    {
      name: "places",
      change: say("change.places"),
      tell: (amount) => say("tell.quantity", { quantity: { kind: "jobs", amount } }),
      ...countQuestion(say("jobs.places")),
    },
    { name: "wage", change: say("change.wage"), tell: tellWage, ...wageQuestion(say("jobs.wage")) },
    { name: "place", change: say("change.place"), tell: ({ words }) => say("tell.place", { words }), ...placeField },
    {
      name: "reach",
      change: say("change.reach"),
      tell: (level, context, { place }) => {
        const area = place?.area ?? context.county;
        return say("tell.hire-from", { area: nameOfReach({ area, level }, context) });
      },
      ...reachField,
    },
    { name: "ages", change: say("change.ages"), tell: tellAges, ...agesQuestion(say("jobs.ages")) },
    {
      name: "start",
      change: say("change.start"),
      tell: (day) => say("tell.from-day", { day }),
      ...dayQuestion(say("jobs.start"), { edge: "first" }),
    },
  ],
  draft: (answers, context) => ({
    kind: "jobs",
    categories: [answers.category],
    quantity: answers.places,
    area: answers.place.area,
    reach: reachOf(answers, context),
    due: answers.start,
    terms: {
      kind: "jobs",
      title: answers.title,
      wageFrom: answers.wage.from,
      wageTo: answers.wage.to,
      place: answers.place.words,
      ageFrom: answers.ages.from,
      ageTo: answers.ages.to,
      start: answers.start,
    },
  }),
  widen: (_answers, level) => ({ reach: level }),
  prefill: (words) => {
    const category = readCategory(words, "jobs");
    return category.type === "read" ? { category: category.value } : {};
  },
});
