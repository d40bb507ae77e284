/** Who can work, out of 劳动技能 or 有无劳动能力 (data-shapes §1, §3). */
import type { Labour } from "#core/registry/household.js";
import type { Derived } from "../derived.js";
import { notOnList, type Fault } from "../faults.js";

const words: Readonly<Record<Labour, string>> = { full: "普通劳动力", part: "弱劳动力或半劳动力", none: "无劳动力" };

/** 技能劳动力 is full, 半劳动力 part, 丧失劳动力 none; the plain 有 and 无 of handbooks are taken too. */
export const labour: Derived<Labour> = {
  headings: { skill: "劳动技能" },
  derive({ skill = "" }) {
    if (/丧失|无|没有|^否$/.test(skill)) return "none";
    if (/半|弱|部分/.test(skill)) return "part";
    return /劳动力|劳力|劳动能力|技能|^[有是]$/.test(skill) ? "full" : null;
  },
  canonical: (value) => ({ skill: words[value] }),
};

/** Neither of the words that tell it. */
export const labourFault: Fault = notOnList(["技能劳动力", ...Object.values(words)]);

/**
 * Where the column says nothing: full from 16 (Labour Law 劳动法, art. 15) to 59 years (the pension age for men until
 * 2024), else none, and none where the age is not known. `born` and `year` are calendar years.
 */
export function labourByAge(born: number | null, year: number): Labour {
  if (born === null) return "none";
  const age = year - born;
  return age >= 16 && age < 60 ? "full" : "none";
}
