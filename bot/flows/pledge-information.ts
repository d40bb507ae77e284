/** Information 帮信息: a topic, what it says, for whom, where, until when. It has no quantity: all it fits get it. */
import { categoryLabel, categoryQuestion, dayQuestion, namingQuestion, wordsQuestion } from "#bot/pledge/answers.js";
import { createPledgeFlow } from "#bot/pledge/kind.js";
import { nameOfReach, reachQuestion, type Reach } from "#bot/pledge/reach.js";
import { readCategory } from "#bot/pledge/vocabulary.js";
import type { CategoryOf } from "#core/help/kinds.js";
import { say } from "#core/message/message.js";

interface InformationAnswers {
  topic: string;
  category: CategoryOf<"information">;
  what: string;
  audience: string;
  where: Reach;
  until: string;
}

const LONGEST_TOPIC = 100;
const LONGEST_WHAT = 1000;
const LONGEST_AUDIENCE = 200;
export const pledgeInformation = createPledgeFlow<InformationAnswers>({
  kind: "information",
  fields: [
    {
      name: "topic",
      change: say("change.topic"),
      tell: (words) => say("tell.topic", { words }),
      ...namingQuestion("information", say("information.topic"), LONGEST_TOPIC),
    },
    {
      name: "category",
      change: say("change.matter"),
      tell: categoryLabel,
      ...categoryQuestion("information", say("information.category")),
    },
    {
      name: "what",
      change: say("change.what"),
      tell: (words) => say("tell.what", { words }),
      echo: false,
      ...wordsQuestion(say("information.what"), LONGEST_WHAT),
    },
    {
      name: "audience",
      change: say("change.audience"),
      tell: (words) => say("tell.audience", { words }),
      ...wordsQuestion(say("information.audience"), LONGEST_AUDIENCE),
    },
    {
      name: "where",
      change: say("change.where"),
      tell: (where, context) => say("tell.area", { area: nameOfReach(where, context) }),
      ...reachQuestion(say("information.where")),
    },
    {
      name: "until",
      change: say("change.until"),
      tell: (day) => say("tell.until-day", { day }),
      ...dayQuestion(say("information.until"), { edge: "last" }),
    },
  ],
  draft: ({ topic, category, what, audience, where, until }) => ({
    kind: "information",
    categories: [category],
    quantity: 0,
    area: where.area,
    reach: where.level,
    due: until,
    terms: { kind: "information", topic, what, audience, until },
  }),
  widen: ({ where }, level) => ({ where: { ...where, level } }),
  prefill: (words) => {
    const category = readCategory(words, "information");
    return category.type === "read" ? { category: category.value } : {};
  },
});
