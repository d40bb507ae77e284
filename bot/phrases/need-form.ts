/** The questions of a need: kind, category, how much, who would work or what they can bring, and a note. */
import type { Field, FormData, Question } from "#bot/dialogue/form.js";
import {
  amountQuestion,
  categoryLabel,
  categoryPicks,
  countQuestion,
  pickQuestion,
  readWords,
  typedQuestion,
} from "#bot/pledge/answers.js";
import { readCategory } from "#bot/pledge/vocabulary.js";
import { helpKinds, type CategoryOf, type HelpKind, type Level } from "#core/help/kinds.js";
import { Brings } from "#core/help/terms.js";
import { say, type Message } from "#core/message/message.js";
import { readWhole } from "#core/text/whole.js";
import type { NeedDraft } from "#core/views.js";
import type { Picked } from "./households.js";
import { whose } from "./match.js";

/** Every answer there may be; each kind has its own, so that a change of kind and back loses nothing. */
export interface NeedAnswers extends Picked {
  /** For a village's own need. */
  readonly village: { readonly id: string; readonly name: string } | null;
  readonly kind: HelpKind;
  readonly funds: CategoryOf<"funds">;
  readonly jobs: CategoryOf<"jobs">;
  readonly industry: CategoryOf<"industry">;
  readonly information: CategoryOf<"information">;
  readonly amount: number;
  readonly places: number;
  readonly shares: number;
  readonly age: number;
  readonly labour: "full" | "part";
  readonly travel: Level;
  readonly brings: Brings;
  readonly note: string | null;
}

/** A form under way: some of the answers. */
export type NeedData = FormData & Partial<NeedAnswers>;

/** Longest note that is kept, in characters. */
const LONGEST = 300;

const ofKind = (kind: HelpKind) => (data: NeedData) => data.kind === kind;

/** How far somebody would go for work: the level inside which the place must lie. */
const ranges = [
  { name: "village", level: 4 },
  { name: "township", level: 3 },
  { name: "county", level: 2 },
  { name: "province", level: 1 },
] as const;

const kindQuestion = pickQuestion(
  say("record-need.kind", { whose: say("whose.this-household") }),
  helpKinds.map((kind) => ({ option: { value: kind, label: say(`term.${kind}`) }, means: kind })),
);

/** The questions, in the order they are asked. */
export const needFields: readonly Field<NeedData>[] = [
  {
    name: "kind",
    change: say("record-need.change.kind"),
    tell: (kind) => say("record-need.is-kind", { kind }),
    ...kindQuestion,
    ask: (data, context) => ({
      ...kindQuestion.ask(data, context),
      message: say("record-need.kind", { whose: needFor(data) }),
    }),
  },
  categoryField("funds"),
  categoryField("jobs"),
  categoryField("industry"),
  categoryField("information"),
  {
    name: "amount",
    change: say("record-need.change.amount"),
    when: ofKind("funds"),
    tell: (amount) => say("record-need.is-quantity", { quantity: { kind: "funds", amount } }),
    ...amountQuestion(say("record-need.amount")),
  },
  {
    name: "places",
    change: say("record-need.change.places"),
    when: ofKind("jobs"),
    tell: (amount) => say("record-need.is-quantity", { quantity: { kind: "jobs", amount } }),
    ...countQuestion(say("record-need.places")),
  },
  {
    name: "shares",
    change: say("record-need.change.places"),
    when: ofKind("industry"),
    tell: (amount) => say("record-need.is-quantity", { quantity: { kind: "industry", amount } }),
    ...countQuestion(say("record-need.shares")),
  },
  {
    name: "age",
    change: say("record-need.change.age"),
    when: ofKind("jobs"),
    tell: (count) => say("record-need.is-age", { count }),
    ...ageQuestion(),
  },
  {
    name: "labour",
    change: say("record-need.change.labour"),
    when: ofKind("jobs"),
    tell: (labour) => say(`record-need.labour.${labour}`),
    ...pickQuestion<"full" | "part">(say("record-need.labour"), [
      { option: { value: "full", label: say("record-need.labour.full") }, means: "full" },
      { option: { value: "part", label: say("record-need.labour.part") }, means: "part" },
    ]),
  },
  {
    name: "travel",
    change: say("record-need.change.travel"),
    when: ofKind("jobs"),
    tell: (level) => say(`record-need.travel.${rangeOf(level)}`),
    ...pickQuestion<Level>(
      say("record-need.travel"),
      ranges.map(({ name, level }) => {
        return { option: { value: name, label: say(`record-need.travel.${name}`) }, means: level };
      }),
    ),
  },
  {
    name: "brings",
    change: say("record-need.change.brings"),
    when: ofKind("industry"),
    tell: (brings) => say(`record-need.brings.${brings}`),
    ...pickQuestion(
      say("record-need.brings"),
      Brings.options.map((brings) => {
        return { option: { value: brings, label: say(`record-need.brings.${brings}`) }, means: brings };
      }),
    ),
  },
  {
    name: "note",
    change: say("record-need.change.note"),
    echo: false,
    tell: (note) => (note === null ? say("record-need.no-note") : say("record-need.is-note", { note })),
    ...noteQuestion(),
  },
];

/** For whom it is: a village, or a household; one of which only the id is known is not named. */
export function needFor(data: NeedData): Message {
  if (data.village) return whose({ household: null, village: data.village.name });
  return data.view ? whose({ household: data.view, village: data.view.village }) : say("whose.this-household");
}

/** What is recorded, out of a form that has asked for everything; throws when it has not, which is a bug of the form. */
export function needOf(data: NeedData): NeedDraft {
  const { kind } = data;
  const category = kind && data[kind];
  const quantity = kind && { funds: data.amount, jobs: data.places, industry: data.shares, information: 1 }[kind];
  if (!kind || !category || quantity === undefined)
    throw new Error("a need was confirmed before every answer was there");
  return {
    household: data.village ? null : (data.household ?? null),
    village: data.village?.id ?? null,
    kind,
    category,
    quantity,
    worker: kind === "jobs" ? workerOf(data) : null,
    brings: kind === "industry" ? (data.brings ?? null) : null,
    note: data.note ?? null,
  };
}

function workerOf({ age, labour, travel }: NeedData): NeedDraft["worker"] {
  return age === undefined || !labour || travel === undefined ? null : { age, labour, travel };
}

function rangeOf(level: Level): (typeof ranges)[number]["name"] {
  return ranges.find((range) => range.level === level)?.name ?? "province";
}

function categoryField<K extends HelpKind>(kind: K) {
  return {
    name: kind,
    change: say("record-need.change.category"),
    when: ofKind(kind),
    tell: categoryLabel,
    ...typedQuestion<CategoryOf<K>, "unknown" | "several">({
      message: say("record-need.category"),
      reader: (text) => readCategory(text, kind),
      picks: () => categoryPicks(kind),
      explain: (why) => say(why === "several" ? "record-need.several-categories" : "unread.no-category"),
    }),
  };
}

function ageQuestion(): Question<number> {
  // 16: youngest for work (Labour Law 劳动法 art. 15)
  const rules = {
    min: 16,
    max: 80,
    before: ["今年", "他", "她", "满", "大约", "about", "aged", "age"],
    after: ["岁", "周岁", "岁了", "years", "years old", "year old"],
  };
  return typedQuestion({
    message: say("record-need.age"),
    digits: "read",
    reader: (text) => readWhole(text, rules),
    explain: (why) => say(why === "too-small" ? "record-need.age-young" : "record-need.age-unread"),
  });
}

function noteQuestion(): Question<string | null> {
  return typedQuestion<string | null, "empty" | "too-long">({
    message: say("record-need.note"),
    reader: (text) => readWords(text, LONGEST),
    picks: () => [{ option: { value: "none", label: say("record-need.no-note") }, means: null }],
    explain: (why) => (why === "empty" ? say("unread.no-words") : say("unread.too-long", { count: LONGEST })),
  });
}
