/** The four helps and their categories in sheets: the words of the Chinese texts, and our keys. */
import { categories, type Category, type HelpKind } from "#core/help/kinds.js";
import { choice } from "./values/choice.js";

const kindLines = [
  ["funds", "帮资金", "资金"],
  ["jobs", "帮就业", "就业", "岗位"],
  ["industry", "帮产业", "产业"],
  ["information", "帮信息", "信息"],
] as const satisfies readonly (readonly [HelpKind, string, ...string[]])[];

/** The word we write for each category; the same as `category.…` in `locales/zh-CN.json`. */
const categoryWords: Readonly<Record<Category, string>> = {
  schooling: "上学",
  medical: "看病",
  housing: "住房圈舍修缮",
  seedstock: "种苗种畜",
  equipment: "农机设备",
  living: "基本生活",
  sewing: "缝纫",
  cooking: "厨师帮厨",
  driving: "驾驶",
  care: "护理家政",
  building: "建筑",
  security: "保安",
  cleaning: "保洁",
  electrician: "电工",
  welding: "电焊",
  farming: "农场务工",
  sales: "销售",
  logistics: "物流仓储",
  pigs: "养猪",
  chickens: "养鸡",
  bees: "养蜂",
  tea: "茶叶",
  "oil-tea": "油茶",
  bamboo: "毛竹",
  greenhouse: "大棚蔬菜",
  "solar-share": "光伏入股",
  market: "行情销路",
  technique: "种养技术",
  "policy-advice": "政策解答",
  training: "培训机会",
  vacancies: "招工信息",
  loans: "贷款信息",
};

const all: readonly Category[] = Object.values(categories).flat();

/** 帮资金, 资金 or funds … */
export const readHelp = choice<HelpKind>(kindLines.map(([kind, ...words]) => [kind, ...words, kind]));

/** 上学, or schooling … */
export const readCategory = choice<Category>(all.map((one) => [one, categoryWords[one], one]));

/** The word we write for a kind of help. */
export function helpWord(kind: HelpKind): string {
  return kindLines.find(([one]) => one === kind)?.[1] ?? "";
}

/** The word we write for a category. */
export function categoryWord(category: Category): string {
  return categoryWords[category];
}
