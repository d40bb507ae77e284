/** Amounts of money, in whole yuan, as people write them: 5万, 一万二, 50,000元, 5k, "5 wan". */
import type { ReadResult } from "./result.js";
import { type NumberWhy, readWhole } from "./whole.js";
import { MONEY_WORDS, SOFT_WORDS, vocabulary } from "./words.js";

/** The largest amount of one answer, in yuan. More is a slip or a joke. */
export const LARGEST_AMOUNT = 1_000_000_000;

const before = vocabulary(
  MONEY_WORDS,
  SOFT_WORDS,
  "我 我们 我家 我司 公司 本人 俺 想 要 愿意 打算 准备 可以 能 给 出 拿 拿出 帮 捐 捐款 捐赠 捐助 认捐 资助 支持 赞助 共 一共 总共 合计 总计 金额 资金 帮资金 改成 改为 改到",
  "i i'll i'd we we'll we'd can will would like to want give pledge donate make it it's is change the amount in total",
);
const after = vocabulary(MONEY_WORDS, SOFT_WORDS, "资金 捐款 可以 行 in total total altogether only");

/** What it is for, said without a comma: "5000 yuan for housing in Shiqiao". */
const PURPOSE = /(?<=[\dk万元]|yuan|rmb|thousand|million)\s+for\s+/iu;

/** Whole yuan from 1 to a thousand million. */
export function readAmount(text: string): ReadResult<number, NumberWhy> {
  return readWhole(text.replace(PURPOSE, ", for "), { min: 1, max: LARGEST_AMOUNT, before, after });
}
