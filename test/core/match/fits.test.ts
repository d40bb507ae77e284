import { describe, expect, it } from "vitest";
import { ancestorAt, fits, misfitOf, sharedLevel, type Misfit } from "#core/match/fits.js";
import type { InstanceNeed, InstancePledge } from "#core/match/instance.js";
import { firstHalf, fitOf, valueOf } from "#core/match/weights.js";
import { tree } from "./instances.js";

const at = (id: string): number => tree.findIndex((area) => area.id === id);
// The names say the way down: nation0101 is a village, nation010 its township.
const here = at("nation0000");

const need: InstanceNeed = { id: "n", kind: "jobs", category: "sewing", area: here, priority: 2, quantity: 3 };
const pledge: InstancePledge = { id: "p", kind: "jobs", categories: ["sewing"], area: here, reach: 2, quantity: 5 };

describe("the area tree", () => {
  it.each([
    ["nation0000", "nation0000", 4],
    ["nation0000", "nation0001", 3],
    ["nation0000", "nation0010", 2],
    ["nation0000", "nation0100", 1],
    ["nation0000", "nation1000", 0],
    ["nation000", "nation0000", 3],
    ["nation00", "nation0000", 2],
    ["nation00", "nation00", 4],
  ])("%s and %s share level %i", (a, b, level) => {
    expect(sharedLevel(tree, at(a), at(b))).toBe(level);
    expect(sharedLevel(tree, at(b), at(a))).toBe(level);
  });

  it("shares nothing between two roots, and stops climbing there", () => {
    const roots = [
      { parent: -1, level: 2 as const },
      { parent: -1, level: 2 as const },
      { parent: 0, level: 4 as const },
    ];
    expect(sharedLevel(roots, 0, 1)).toBe(-1);
    expect(ancestorAt(roots, 2, 0)).toBe(0);
    expect(fits({ ...pledge, area: 0, reach: 0 }, { ...need, area: 1 }, roots)).toBe(false);
    expect(fits({ ...pledge, area: 0, reach: 2 }, { ...need, area: 2 }, roots)).toBe(true);
  });
});

const cases: [string, Partial<InstancePledge>, Partial<InstanceNeed>, Misfit | null][] = [
  ["as they are", {}, {}, null],
  ["another kind", { kind: "funds", categories: null }, {}, "other-kind"],
  ["at the edge of its reach", {}, { area: at("nation0010") }, null],
  ["beyond its reach", {}, { area: at("nation0100") }, "out-of-reach"],
  ["beyond its village", { reach: 4 }, { area: at("nation0001") }, "out-of-reach"],
  ["another category", { categories: ["cooking"] }, {}, "other-category"],
  ["open to any", { categories: null }, {}, null],
  ["refused", {}, { refused: ["q", "p"] }, "refused"],
  ["refused another", {}, { refused: ["q"] }, null],
  ["aimed here", { only: ["n"] }, {}, null],
  ["aimed elsewhere", { only: ["m"] }, {}, "aimed-elsewhere"],
  ["aimed at nobody", { only: [] }, {}, "aimed-elsewhere"],
  ["aimed at nobody in particular", { only: null }, {}, null],
  ["too old", { terms: { ageTo: 40 } }, { worker: { age: 41, labour: "full", travel: 0 } }, "age-outside"],
  ["too far", {}, { area: at("nation0001"), worker: { age: 41, labour: "full", travel: 4 } }, "too-far"],
];

describe("fits", () => {
  it.each(cases)("%s", (_, changedPledge, changedNeed, misfit) => {
    const [p, n] = [
      { ...pledge, ...changedPledge },
      { ...need, ...changedNeed },
    ];
    expect(misfitOf(p, n, tree)).toBe(misfit);
    expect(fits(p, n, tree)).toBe(misfit === null);
  });
});

describe("value", () => {
  it.each([
    ["nation0000", ["sewing"], 100],
    ["nation0001", ["sewing"], 88],
    ["nation0010", ["sewing"], 79],
    ["nation0100", ["sewing"], 73],
    ["nation1000", ["sewing"], 70],
    ["nation0000", null, 85],
    ["nation1000", null, 55],
  ] as const)("of a unit from %s for %s: fit %i", (area, categories, fit) => {
    expect(fitOf({ area: at(area), categories: categories && [...categories] }, need, tree)).toBe(fit);
  });

  it.each([
    [1, 0, 1],
    [3, 0, 2],
    [4, 0, 2],
    [3, 1, 1],
    [2, 2, 0],
    [2, 5, 0],
    [4, 1, 2],
  ])("of %i lacking after %i given, the first half has %i", (quantity, given, first) => {
    expect(firstHalf({ quantity, given })).toBe(first);
  });

  it("counts the best fits as the first half", () => {
    const any: InstancePledge = { ...pledge, id: "any", categories: null };
    const instance = { areas: tree, needs: [need], pledges: [pledge, any] };
    const matches = [
      { pledge: "any", need: "n", quantity: 2 },
      { pledge: "p", need: "n", quantity: 1 },
    ];
    // 3 wanted, so 2 count whole: one at 100, one at 85; the third at 85 counts half.
    expect(valueOf(instance, matches)).toEqual({ funds: 0, jobs: 200 * (100 + 85 + 85 / 2), industry: 0 });
  });
});
