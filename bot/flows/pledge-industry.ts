/** Industry 帮产业 (clause 3.3.1): a project with places for households, who brings and gets what, for how long. */
import {
  categoryLabel,
  categoryQuestion,
  countQuestion,
  dayQuestion,
  monthsQuestion,
  pickQuestion,
  namingQuestion,
  wordsQuestion,
} from "#bot/pledge/answers.js";
import { createPledgeFlow } from "#bot/pledge/kind.js";
import { nameOfReach, reachQuestion, type Reach } from "#bot/pledge/reach.js";
import { readCategory } from "#bot/pledge/vocabulary.js";
import type { CategoryOf } from "#core/help/kinds.js";
import { Brings, IndustryMode } from "#core/help/terms.js";
import { say } from "#core/message/message.js";

interface IndustryAnswers {
  project: string;
  category: CategoryOf<"industry">;
  places: number;
  mode: IndustryMode;
  brings: Brings;
  gets: string;
  months: number;
  where: Reach;
  due: string;
}

const LONGEST_NAME = 100;
const LONGEST_WORDS = 200;
export const pledgeIndustry = createPledgeFlow<IndustryAnswers>({
  kind: "industry",
  fields: [
    {
      name: "project",
      change: say("change.project"),
      tell: (words) => say("tell.project", { words }),
      ...namingQuestion("industry", say("industry.project"), LONGEST_NAME),
    },
    {
      name: "category",
      change: say("change.trade"),
      tell: categoryLabel,
      ...categoryQuestion("industry", say("industry.category")),
    },
    {
      name: "places",
      change: say("change.households"),
      tell: (count) => say("tell.households", { count }),
      ...countQuestion(say("industry.places")),
    },
    {
      name: "mode",
      change: say("change.mode"),
      tell: (mode) => say(`mode.${mode}`),
      ...pickQuestion(
        say("industry.mode"),
        IndustryMode.options.map((mode) => ({ option: { value: mode, label: say(`mode.${mode}`) }, means: mode })),
      ),
    },
    {
      name: "brings",
      change: say("change.brings"),
      tell: (brings) => say(`brings.${brings}`),
      ...pickQuestion(
        say("industry.brings"),
        Brings.options.map((brings) => ({ option: { value: brings, label: say(`brings.${brings}`) }, means: brings })),
      ),
    },
    {
      name: "gets",
      change: say("change.gets"),
      tell: (words) => say("tell.gets", { words }),
      echo: false,
      ...wordsQuestion(say("industry.gets"), LONGEST_WORDS),
    },
    {
      name: "months",
      change: say("change.months"),
      tell: (count) => say("tell.months", { count }),
      ...monthsQuestion(say("industry.months")),
    },
    {
      name: "where",
      change: say("change.where"),
      tell: (where, context) => say("tell.area", { area: nameOfReach(where, context) }),
      ...reachQuestion(say("industry.where")),
    },
    {
      name: "due",
      change: say("change.start"),
      tell: (day) => say("tell.started-by", { day }),
      ...dayQuestion(say("industry.due"), { edge: "last" }),
    },
  ],
  draft: ({ project, category, places, mode, brings, gets, months, where, due }) => ({
    kind: "industry",
    categories: [category],
    quantity: places,
    area: where.area,
    reach: where.level,
    due,
    terms: { kind: "industry", project, mode, brings, gets, months },
  }),
  widen: ({ where }, level) => ({ where: { ...where, level } }),
  prefill: (words) => {
    const category = readCategory(words, "industry");
    return category.type === "read" ? { category: category.value } : {};
  },
});
