/** Families by pattern: who belongs to them, how old they are, and what they can do. */
import type { Cause, Labour, SpecialGroup } from "#core/registry/household.js";
import { nameOf, surname, type Sex } from "./names.js";
import type { Draw } from "./random.js";

export interface Kin {
  readonly name: string;
  /** Relation to the head, as it is written in the register. */
  readonly relation: string;
  readonly age: number;
  readonly sex: Sex;
  readonly labour: Labour;
}

export interface Family {
  readonly kin: readonly Kin[];
  readonly groups: readonly SpecialGroup[];
  readonly mainCause: Cause;
  readonly otherCauses: readonly Cause[];
}

export type Pattern = "elder" | "old-couple" | "couple" | "family" | "three-generations" | "single-parent" | "orphans";

export const patterns: Readonly<Record<Pattern, number>> = {
  elder: 11,
  "old-couple": 12,
  couple: 14,
  family: 34,
  "three-generations": 17,
  "single-parent": 9,
  orphans: 3,
};

type Causes = Readonly<Partial<Record<Cause, number>>>;
const ofTheOld: Causes = { illness: 36, "no-labour": 34, disability: 18, disaster: 8, "poor-roads": 4 };
const ofWorkers: Causes = {
  illness: 27,
  disability: 13,
  "no-skill": 16,
  "no-capital": 15,
  disaster: 9,
  "no-land": 7,
  "poor-roads": 5,
  "no-water": 4,
  "low-motivation": 3,
  other: 1,
};
const ofParents: Causes = { ...ofWorkers, schooling: 26 };
const causes: Readonly<Record<Pattern, Causes>> = {
  elder: ofTheOld,
  "old-couple": ofTheOld,
  couple: ofWorkers,
  family: ofParents,
  "three-generations": ofParents,
  "single-parent": ofParents,
  orphans: { schooling: 60, "no-labour": 40 },
};

/** A family of a pattern; `main` sets its main cause. */
export function makeFamily(draw: Draw, pattern: Pattern, main?: Cause): Family {
  const mainCause = main ?? draw.weighted(causes[pattern]);
  const other = draw.weighted(causes[pattern]);
  const otherCauses = draw.chance(0.45) && other !== mainCause ? [other] : [];
  const family = surname(draw);
  const kin = members[pattern](draw).map(({ age, sex, relation }): Kin => {
    // who marries in keeps their own surname
    const own = relation === "配偶" || relation === "母亲" ? surname(draw) : family;
    return { relation, age, sex, name: nameOf(draw, own, sex, age), labour: labourAt(draw, age) };
  });
  return { kin: weakened(kin, mainCause), groups: groupsOf(pattern, mainCause), mainCause, otherCauses };
}

type Bare = Pick<Kin, "relation" | "age" | "sex">;
const man = (relation: string, age: number): Bare => ({ relation, age, sex: "man" });
const woman = (relation: string, age: number): Bare => ({ relation, age, sex: "woman" });
const child = (draw: Draw, age: number): Bare => (draw.chance(0.5) ? man("儿子", age) : woman("女儿", age));

function couple(draw: Draw, from: number, to: number): Bare[] {
  const age = draw.int(from, to);
  return [man("户主", age), woman("配偶", age - draw.int(0, 4))];
}

function children(draw: Draw, parent: number): Bare[] {
  const first = Math.max(1, parent - draw.int(23, 30));
  const second = first - draw.int(2, 5);
  return [child(draw, first), ...(second > 0 && draw.chance(0.5) ? [child(draw, second)] : [])];
}

const members: Readonly<Record<Pattern, (draw: Draw) => Bare[]>> = {
  elder: (draw) => [draw.chance(0.5) ? man("户主", draw.int(66, 84)) : woman("户主", draw.int(66, 84))],
  "old-couple": (draw) => couple(draw, 63, 79),
  couple: (draw) => couple(draw, 38, 59),
  family(draw) {
    const parents = couple(draw, 30, 52);
    return [...parents, ...children(draw, parents[0]?.age ?? 40)];
  },
  "three-generations"(draw) {
    const parents = couple(draw, 33, 50);
    const age = parents[0]?.age ?? 40;
    return [...parents, ...children(draw, age), woman("母亲", age + draw.int(22, 28))].slice(0, 5);
  },
  "single-parent"(draw) {
    const age = draw.int(29, 48);
    return [draw.chance(0.4) ? man("户主", age) : woman("户主", age), ...children(draw, age)];
  },
  orphans: (draw) => [
    draw.chance(0.5) ? man("户主", draw.int(66, 76)) : woman("户主", draw.int(66, 76)),
    draw.chance(0.5) ? man("孙子", draw.int(7, 15)) : woman("孙女", draw.int(7, 15)),
  ],
};

function labourAt(draw: Draw, age: number): Labour {
  if (age < 16 || age > 72) return "none";
  if (age > 60) return draw.chance(0.5) ? "part" : "none";
  return draw.chance(0.82) ? "full" : "part";
}

/** Illness and disability take strength from one of the grown-ups, want of labour from all. */
function weakened(kin: readonly Kin[], cause: Cause): readonly Kin[] {
  if (cause === "no-labour") return kin.map((one) => ({ ...one, labour: one.labour === "full" ? "part" : "none" }));
  if (cause !== "illness" && cause !== "disability") return kin;
  const weak = kin.length > 1 ? 1 : 0;
  return kin.map((one, i) => (i === weak ? { ...one, labour: "none" } : one));
}

function groupsOf(pattern: Pattern, cause: Cause): SpecialGroup[] {
  const groups: SpecialGroup[] = cause === "disability" ? ["disabled"] : [];
  if (pattern === "elder") groups.push("single-elderly");
  if (pattern === "single-parent") groups.push("single-parent");
  if (pattern === "orphans") groups.push("orphaned");
  return groups;
}
