/** Funds 帮资金: how much, for what, where, by when. */
import type { TalkContext } from "#app/talk.js";
import type { Question } from "#bot/dialogue/form.js";
import {
  amountQuestion,
  categoryLabel,
  categoryPicks,
  dayQuestion,
  isOf,
  readWords,
  wordsOf,
} from "#bot/pledge/answers.js";
import { createPledgeFlow, type Draft } from "#bot/pledge/kind.js";
import { nameOfReach, placeNamed, reachQuestion, type Reach } from "#bot/pledge/reach.js";
import { readCategory } from "#bot/pledge/vocabulary.js";
import type { CategoryOf } from "#core/help/kinds.js";
import { say, type Message } from "#core/message/message.js";
import { readAmount } from "#core/text/amount.js";

/** What the money is for: a category or any, and the supporter's own words when they were more than that. */
interface Purpose {
  readonly category: CategoryOf<"funds"> | null;
  readonly words: string | null;
}

interface FundsAnswers {
  amount: number;
  purpose: Purpose;
  where: Reach;
  due: string;
}

const howMuch = amountQuestion(say("funds.amount"));
const LONGEST_PURPOSE = 200;

const amountField: Question<number, Draft<FundsAnswers>> = {
  digits: "read",
  ask: howMuch.ask,
  read: (reaction, draft, context) => {
    const heard = howMuch.read(reaction, draft, context);
    const words = wordsOf(reaction);
    if (heard.type !== "heard" || words === null) return heard;
    return { ...heard, also: besides(words, context) };
  },
};

/** 5万块，给板长村修猪圈 says more than the amount. */
function besides(words: string, context: TalkContext): Partial<FundsAnswers> {
  const place = placeNamed(words, context);
  const category = readCategory(words, "funds");
  return {
    ...(place ? { where: { area: place._id, level: place.level } } : {}),
    ...(category.type === "read" ? { purpose: { category: category.value, words: null } } : {}),
  };
}

const purposeQuestion: Question<Purpose> = {
  ask: () => ({
    message: say("funds.purpose"),
    options: [...categoryPicks("funds").map(({ option }) => option), { value: "any", label: say("funds.any-purpose") }],
  }),
  read: (reaction) => {
    if (reaction.type === "picked") {
      const category = isOf("funds", reaction.value) ? reaction.value : null;
      return { type: "heard", value: { category, words: null } };
    }
    const words = readWords(wordsOf(reaction) ?? "", LONGEST_PURPOSE);
    if (words.type === "unread") {
      return {
        type: "unheard",
        why: words.why === "empty" ? say("unread.no-words") : say("unread.too-long", { count: LONGEST_PURPOSE }),
      };
    }
    const category = readCategory(words.value, "funds");
    return category.type === "read"
      ? { type: "heard", value: { category: category.value, words: words.value } }
      : { type: "unheard", why: say(category.why === "several" ? "unread.several-categories" : "unread.no-category") };
  },
};

function tellPurpose({ category, words }: Purpose): Message {
  if (category === null) return say("funds.any-purpose");
  return words === null
    ? categoryLabel(category)
    : say("tell.words-and-category", { words, category: categoryLabel(category) });
}

export const pledgeFunds = createPledgeFlow<FundsAnswers>({
  kind: "funds",
  limited: "amount",
  fields: [
    { name: "amount", change: say("change.amount"), tell: (amount) => say("tell.amount", { amount }), ...amountField },
    { name: "purpose", change: say("change.purpose"), tell: tellPurpose, ...purposeQuestion },
    {
      name: "where",
      change: say("change.where"),
      tell: (where, context) => say("tell.area", { area: nameOfReach(where, context) }),
      ...reachQuestion(say("funds.where")),
    },
    {
      name: "due",
      change: say("change.due"),
      tell: (day) => say("tell.by-day", { day }),
      ...dayQuestion(say("funds.due"), { edge: "last" }),
    },
  ],
  draft: ({ amount, purpose, where, due }) => ({
    kind: "funds",
    categories: purpose.category === null ? null : [purpose.category],
    quantity: amount,
    area: where.area,
    reach: where.level,
    due,
    terms: { kind: "funds", purpose: purpose.words },
  }),
  widen: ({ where }, level) => ({ where: { ...where, level } }),
  prefill: (words, context) => {
    const amount = readAmount(words);
    return { ...(amount.type === "read" ? { amount: amount.value } : {}), ...besides(words, context) };
  },
});
