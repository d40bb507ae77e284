/** Questions that pledges of every kind share: numbers, days, categories and own words, each with its reader. */
import type { TalkContext } from "#app/talk.js";
import type { FormData, Question } from "#bot/dialogue/form.js";
import type { Option, Reaction } from "#bot/dialogue/flow.js";
import { addDays, addMonths } from "#core/calendar.js";
import type { Day } from "#core/fields.js";
import { categories, isCategoryOf, type Category, type CategoryOf, type HelpKind } from "#core/help/kinds.js";
import { say, type Message } from "#core/message/message.js";
import { OLDEST, readAges, YOUNGEST, type AgeRange } from "#core/text/age.js";
import { readAmount } from "#core/text/amount.js";
import { readCount } from "#core/text/count.js";
import { readDay, type DayOptions } from "#core/text/day.js";
import { readMonths } from "#core/text/months.js";
import { foldWords } from "#core/text/normalise.js";
import { wholeNumeral } from "#core/text/numerals.js";
import type { ReadResult } from "#core/text/result.js";
import { nextSpringFestival } from "#core/text/spring-festival.js";
import { readWage, type Wage } from "#core/text/wage.js";
import { readCategory } from "./vocabulary.js";

/** A button that stands for a value. */
export interface Pick<T> {
  readonly option: Option;
  readonly means: T;
}

interface Typed<T, Why extends string> {
  readonly message: Message;
  readonly reader: (text: string, context: TalkContext) => ReadResult<T, Why>;
  /** Why it was not read, and an example. */
  readonly explain: (why: Why) => Message;
  readonly picks?: (context: TalkContext) => readonly Pick<T>[];
  readonly digits?: "pick" | "read";
}

/** What a person wrote, also under a photo; null when it was a button or a photo alone. */
export function wordsOf(reaction: Reaction): string | null {
  return reaction.type === "picked" ? null : reaction.text;
}

/** A question answered by typing, or by one of its picks. */
export function typedQuestion<T, Why extends string>(spec: Typed<T, Why>): Question<T> {
  const picks = (context: TalkContext): readonly Pick<T>[] => spec.picks?.(context) ?? [];
  return {
    ...(spec.digits ? { digits: spec.digits } : {}),
    ask: (_draft, context) => ({ message: spec.message, options: picks(context).map(({ option }) => option) }),
    read: (reaction, _draft, context) => {
      if (reaction.type === "picked") {
        const pick = picks(context).find(({ option }) => option.value === reaction.value);
        return pick ? { type: "heard", value: pick.means } : { type: "unheard", why: say("form.pick") };
      }
      const words = wordsOf(reaction);
      if (words === null) return { type: "unheard", why: say("unread.photo") };
      const result = spec.reader(words, context);
      return result.type === "read"
        ? { type: "heard", value: result.value }
        : { type: "unheard", why: spec.explain(result.why) };
    },
  };
}

/** A question that only its buttons answer; their words and numbers may be typed too. */
export function pickQuestion<T>(message: Message, picks: readonly Pick<T>[]): Question<T> {
  return typedQuestion<T, "unknown">({
    message,
    reader: () => ({ type: "unread", why: "unknown" }),
    explain: () => say("form.pick"),
    picks: () => picks,
  });
}

/** "Why not, and an example." */
function unread(why: Message, example: Message): Message {
  return say("unread", { why, example });
}

/** Whole yuan. */
export function amountQuestion(message: Message): Question<number> {
  return typedQuestion({
    message,
    digits: "read",
    reader: readAmount,
    explain: (why) => unread(say(`unread.${why}`), say("example.amount")),
  });
}

/** Places for people or households. */
export function countQuestion(message: Message): Question<number> {
  return typedQuestion({
    message,
    digits: "read",
    reader: readCount,
    explain: (why) => unread(say(`unread.${why}`), say("example.places")),
  });
}

/** Whole yuan a month, one number or a range. */
export function wageQuestion(message: Message): Question<Wage> {
  return typedQuestion({
    message,
    digits: "read",
    reader: readWage,
    explain: (why) => unread(say(`unread.${why}`), say("example.wage")),
  });
}

/** How long, in months. */
export function monthsQuestion(message: Message): Question<number> {
  return typedQuestion({
    message,
    digits: "read",
    reader: readMonths,
    picks: () => [
      { option: { value: "m12", label: say("months.one-year") }, means: 12 },
      { option: { value: "m36", label: say("months.three-years") }, means: 36 },
    ],
    explain: (why) => unread(say(`unread.${why}`), say("example.months")),
  });
}

/** Youngest and oldest age, both included. */
export function agesQuestion(message: Message): Question<AgeRange> {
  return typedQuestion({
    message,
    digits: "read",
    reader: readAges,
    picks: () => [{ option: { value: "any", label: say("ages.any") }, means: { from: YOUNGEST, to: OLDEST } }],
    explain: (why) => unread(say(`unread.${why}`), say("example.ages")),
  });
}

/** A day from today on; common ones are buttons. */
export function dayQuestion(message: Message, options: DayOptions): Question<Day> {
  return typedQuestion({
    message,
    // 15 may be the 15th, 3 no button
    digits: "read",
    reader: (text, { today }) => readDay(text, today, options),
    picks: ({ today }) => commonDays(today),
    explain: (why) => unread(say(`unread.${why}`), say("example.day")),
  });
}

function commonDays(today: Day): readonly Pick<Day>[] {
  const month = addMonths(today, 1);
  const festival = nextSpringFestival(today);
  const eve = festival === null ? null : addDays(festival, -1);
  return [
    { option: { value: "month", label: say("day.within-a-month") }, means: month },
    // a festival that is nearly a year off is no help
    ...(eve !== null && eve > month && eve < addMonths(today, 6)
      ? [{ option: { value: "festival", label: say("day.before-the-festival", { day: eve }) }, means: eve }]
      : []),
    { option: { value: "half-year", label: say("day.within-half-a-year") }, means: addMonths(today, 6) },
  ];
}

/** The person's own words, at most `most` characters. */
export function wordsQuestion(message: Message, most: number): Question<string> {
  return typedQuestion({
    message,
    digits: "read",
    reader: (text) => readWords(text, most),
    explain: (why) => (why === "empty" ? say("unread.no-words") : say("unread.too-long", { count: most })),
  });
}

/** A name in own words, which may tell the category as well: 电焊工 is electrical welding. */
export function namingQuestion<K extends HelpKind>(
  kind: K,
  message: Message,
  most: number,
): Question<string, FormData & { category?: CategoryOf<K> }> {
  const question = wordsQuestion(message, most);
  return {
    ...question,
    read: (reaction, data, context) => {
      const heard = question.read(reaction, data, context);
      if (heard.type !== "heard") return heard;
      // a number alone names nothing: it was meant for buttons that are not there
      if (wholeNumeral(foldWords(heard.value)) !== null) return { type: "unheard", why: say("unread.no-words") };
      const category = readCategory(heard.value, kind);
      return category.type === "read" ? { ...heard, also: { category: category.value } } : heard;
    },
  };
}

/** Own words as they were written, without characters nobody sees; not empty and at most `most` characters. */
export function readWords(text: string, most: number): ReadResult<string, "empty" | "too-long"> {
  const words = text.replace(/[^\P{C}\n]/gu, "").trim();
  if (foldWords(words) === "") return { type: "unread", why: "empty" };
  return words.length > most ? { type: "unread", why: "too-long" } : { type: "read", value: words };
}

/** One category of the kind: a button, or words that name one. */
export function categoryQuestion<K extends HelpKind>(kind: K, message: Message): Question<CategoryOf<K>> {
  return typedQuestion({
    message,
    reader: (text) => readCategory(text, kind),
    picks: () => categoryPicks(kind),
    explain: (why) => say(why === "several" ? "unread.several-categories" : "unread.no-category"),
  });
}

/** A button for each category of the kind. */
export function categoryPicks<K extends HelpKind>(kind: K): readonly Pick<CategoryOf<K>>[] {
  const all: readonly CategoryOf<K>[] = categories[kind];
  return all.map((category) => ({ option: { value: category, label: categoryLabel(category) }, means: category }));
}

/** A category's word, as a message of its own. */
export function categoryLabel(category: Category): Message {
  return say(`category.${category}`);
}

/** Is it a category of this kind? */
export function isOf<K extends HelpKind>(kind: K, value: string): value is CategoryOf<K> {
  return isCategoryOf(kind, value);
}
