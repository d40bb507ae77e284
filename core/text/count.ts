/** How many places, people or households: 3, 三个, 两户, "5 places". */
import type { ReadResult } from "./result.js";
import { type NumberWhy, readWhole } from "./whole.js";
import { SOFT_WORDS, vocabulary } from "./words.js";

/** The most places of one answer. */
export const LARGEST_COUNT = 10_000;

const before = vocabulary(
  SOFT_WORDS,
  "我 我们 公司 想 要 招 招聘 招收 收 找 需要 需 能 可以 带 带动 安排 提供 安置 接收 一共 总共 共 改成 改为",
  "i we we'll can will would like to want need take hire offer have make it it's is",
);
const after = vocabulary(
  SOFT_WORDS,
  "个 个人 人 名 位 户 家 户人家 家庭 户家庭 农户 户农户 份 份工作 个岗位 岗位 个名额 名额 个工人 名工人 工人 名员工 员工",
  "place places spot spots position positions job jobs person persons people worker workers household households family families opening openings vacancies",
);

/** A count from 1 to 10 000. */
export function readCount(text: string): ReadResult<number, NumberWhy> {
  return readWhole(text, { min: 1, max: LARGEST_COUNT, before, after });
}
