/** Groups that wait with more urgency: 特殊群体, a column of ours, and 健康状况, which tells who is disabled. */
import type { SpecialGroup } from "#core/registry/household.js";
import { notOnList } from "../faults.js";
import type { Fields } from "../layout.js";
import { read, wrong, type CellReader } from "../values/reading.js";
import { readFact } from "../values/text.js";

const labels: Readonly<Record<SpecialGroup, string>> = {
  disabled: "残疾",
  "single-elderly": "独居老人",
  orphaned: "孤儿",
  "single-parent": "单亲",
};
const groupOf: ReadonlyMap<string, SpecialGroup> = new Map([
  ["残疾", "disabled"],
  ["残疾人", "disabled"],
  ["独居老人", "single-elderly"],
  ["孤寡老人", "single-elderly"],
  ["孤老", "single-elderly"],
  ["孤儿", "orphaned"],
  ["单亲", "single-parent"],
  ["单亲家庭", "single-parent"],
]);
const DISABLED = /(?<![无非])残疾/;

/** The groups of the column, and "disabled" where the state of health says so. */
export function readGroups(row: Fields, health: string): SpecialGroup[] {
  const groups = row.take("groups", groupsInCell) ?? [];
  return DISABLED.test(health) && !groups.includes("disabled") ? [...groups, "disabled"] : [...groups];
}

/** The words of the column; null for none. */
export function groupWords(groups: readonly SpecialGroup[]): string | null {
  return groups.length === 0 ? null : groups.map((group) => labels[group]).join("、");
}

const groupsInCell: CellReader<readonly SpecialGroup[]> = (cell) => {
  const words = readFact(cell);
  if (words.type !== "read") return words;
  const found = new Set<SpecialGroup>();
  for (const word of words.value.split(/[、,;/|\s]+/).filter((one) => one !== "")) {
    const group = groupOf.get(word);
    if (group === undefined) return wrong(notOnList(Object.values(labels)));
    found.add(group);
  }
  return read([...found]);
};
