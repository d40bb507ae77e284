/** Why a household is poor, by the labels of many offices (data-shapes §2). */
import type { Cause } from "#core/registry/household.js";
import { faults, notOnList } from "../faults.js";
import { read, wrong, type CellReader } from "./reading.js";
import { readFact } from "./text.js";

/** The five numberings of causes seen in public code (data-shapes §2). They disagree, so a file's own must be declared. */
export type CauseNumbers = "A" | "B" | "C" | "D" | "E";

/** The label we write for each cause: the national one. */
export const causeLabels: Readonly<Record<Cause, string>> = {
  illness: "因病",
  disability: "因残",
  schooling: "因学",
  disaster: "因灾",
  "no-land": "缺土地",
  "no-water": "缺水",
  "no-skill": "缺技术",
  "no-labour": "缺劳力",
  "no-capital": "缺资金",
  "poor-roads": "交通条件落后",
  "low-motivation": "自身发展动力不足",
  other: "其他",
};

/** The causes by our label. */
export const causeOfLabel: ReadonlyMap<string, Cause> = new Map(
  causeEntries().map(([cause, label]) => [label, cause] as const),
);

/** Labels seen besides; 因婚, 因丧 and 缺电 have no cause of their own here. */
const variants: Readonly<Record<string, Cause>> = {
  因学致贫: "schooling",
  因自然灾害: "disaster",
  缺地: "no-land",
  缺劳动力: "no-labour",
  缺发展资金: "no-capital",
  交通落后: "poor-roads",
  因交通条件落后: "poor-roads",
  自身发展力不足: "low-motivation",
  因自身发展动力不足: "low-motivation",
  其它: "other",
  因婚: "other",
  因丧: "other",
  缺电: "other",
};

const causeOf: ReadonlyMap<string, Cause> = new Map([...Object.entries(variants), ...causeOfLabel]);

/** The five numberings, as the public files have them. C has no 3. */
const numberings: Readonly<Record<CauseNumbers, ReadonlyMap<number, Cause>>> = {
  A: numbering("1因病 2因残 3因学 4因灾 5缺土地 6缺水 7缺技术 8缺劳动力 9缺资金 10交通条件落后 11自身发展动力不足"),
  B: numbering("1因病 2因残 3因学 4因灾 5缺土地 6缺技术 7缺劳力 8缺资金 9交通条件落后 10自身发展动力不足 11其他"),
  C: numbering(
    "0其他 1因病 2因残 4因灾 5缺土地 6缺水 7缺技术 8缺劳力 9缺资金 10交通条件落后 11因学致贫 12自身发展动力不足",
  ),
  D: numbering("0其他 1因病 2因残 3因灾 4缺土地 5缺水 6缺技术 7缺劳力 8缺资金 9交通条件落后"),
  E: numbering("1因灾 2因病 3因残 4因学 5缺技术 6缺劳动力 7缺资金 8其它"),
};

/** Is this the letter of a known numbering? */
export function isCauseNumbers(text: string): text is CauseNumbers {
  return Object.hasOwn(numberings, text);
}

/** A reader of one or several causes, each once. Bare numbers are refused unless the file's numbering was declared. */
export function causesBy(numbers: CauseNumbers | null): CellReader<readonly Cause[]> {
  return (cell) => {
    const words = readFact(cell);
    if (words.type !== "read") return words;
    const only = causeOf.get(words.value);
    if (only !== undefined) return read([only]);
    const found: Cause[] = [];
    for (const part of words.value.split(/[、,;/|+\s]+/).filter((one) => one !== "")) {
      const cause = causeOfPart(part, numbers);
      if (cause === "number") return wrong(faults.causeNumber);
      if (cause === undefined) return wrong(notOnList(Object.values(causeLabels)));
      if (!found.includes(cause)) found.push(cause);
    }
    return read(found);
  };
}

function causeOfPart(part: string, numbers: CauseNumbers | null): Cause | "number" | undefined {
  if (!/^\d+$/.test(part)) return causeOf.get(part) ?? causeOf.get(part.replace(/致贫$/, ""));
  return (numbers === null ? null : numberings[numbers].get(Number(part))) ?? "number";
}

function numbering(lines: string): ReadonlyMap<number, Cause> {
  return new Map(
    lines.split(" ").map((line): [number, Cause] => {
      const cause = causeOf.get(line.replace(/^\d+/, ""));
      if (cause === undefined) throw new Error(`no cause: ${line}`);
      return [Number.parseInt(line, 10), cause];
    }),
  );
}

function causeEntries(): [Cause, string][] {
  return Object.entries(causeLabels) as [Cause, string][];
}
