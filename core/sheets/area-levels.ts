/** Levels of areas in sheets: by their word, or by their division code (统计用区划代码: 2, 4, 6, 9 or 12 digits). */
import { COUNTY, TOWNSHIP, VILLAGE, type Level } from "#core/help/kinds.js";
import type { Cell } from "./cell.js";
import { faults } from "./faults.js";
import { choice } from "./values/choice.js";
import { read, wrong, type Reading } from "./values/reading.js";
import { readCode } from "./values/text.js";

const lines = [
  [0, "国家", "全国", "国家级"],
  [1, "省", "省级", "自治区", "直辖市", "省(自治区、直辖市)"],
  [COUNTY, "县", "县级", "区县", "县区", "县市区", "县(市、区、旗)", "县级市", "市辖区", "区", "旗", "自治县"],
  [TOWNSHIP, "乡", "乡级", "乡镇", "乡(镇)", "镇", "街道", "乡镇级", "乡镇街道"],
  [VILLAGE, "村", "村级", "行政村", "社区", "村(社区)", "居委会", "村委会"],
] as const satisfies readonly (readonly [Level, string, ...string[]])[];

/** The level a word names. A city 地级市 folds into its province and is none. */
export const readLevel = choice<Level>(lines);

/** The word we write for a level. */
export function levelWord(level: Level): string {
  return lines.find(([one]) => one === level)?.[1] ?? "";
}

/** A division code in digits, kept as it is given. */
export function readAreaCode(cell: Cell): Reading<string> {
  const code = readCode(cell);
  if (code.type !== "read") return code;
  return /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code.value) ? read(code.value) : wrong(faults.areaCode);
}

/** The level a code tells by how far it is filled; null for a city's, which folds into its province. */
export function levelOfCode(code: string): Level | null {
  const part = (from: number, to: number): boolean => /[1-9]/.test(code.slice(from, to));
  if (part(9, 12)) return VILLAGE;
  if (part(6, 9)) return TOWNSHIP;
  if (part(4, 6)) return COUNTY;
  return part(2, 4) ? null : 1;
}
