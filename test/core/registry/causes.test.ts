import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCategoryOf } from "#core/help/kinds.js";
import { deriveNeeds, needsByCause } from "#core/registry/causes.js";
import { Cause } from "#core/registry/household.js";
import { aNeed } from "../../kit/store.js";
import { Need } from "#core/registry/need.js";

const told = (causes: readonly Cause[]): string[] => deriveNeeds(causes).map((need) => `${need.kind} ${need.category}`);

describe("needs that follow from a cause", () => {
  it.each<[Cause, string[]]>([
    ["illness", ["funds medical"]],
    ["disability", ["industry solar-share", "information policy-advice"]],
    ["schooling", ["funds schooling"]],
    ["disaster", ["funds housing"]],
    ["no-land", ["industry chickens"]],
    ["no-water", ["funds equipment"]],
    ["no-skill", ["information training"]],
    ["no-labour", ["industry solar-share"]],
    ["no-capital", ["funds seedstock", "information loans"]],
    ["poor-roads", ["information market"]],
    ["low-motivation", ["information technique"]],
    ["other", []],
  ])("%s: %j", (cause, needs) => {
    expect(told([cause])).toEqual(needs);
  });

  it("has every cause of the national list", () => {
    expect(Object.keys(needsByCause).toSorted()).toEqual(Cause.options.toSorted());
  });

  const all = Cause.options.flatMap((cause) => needsByCause[cause].map((need) => ({ cause, ...need })));
  it.each(all)("$cause, $category: may be stored as a need", ({ kind, category, quantity, brings }) => {
    expect(isCategoryOf(kind, category)).toBe(true);
    expect(Need.safeParse(aNeed("n1", { kind, category, quantity, brings, source: "cause" })).error).toBeUndefined();
    expect(brings === null).toBe(kind !== "industry");
    expect(kind !== "information" || quantity === 1).toBe(true);
  });

  it("asks nothing of households that cannot work", () => {
    for (const cause of ["disability", "no-labour"] as const) {
      expect(deriveNeeds([cause]).filter((need) => need.brings !== null && need.brings !== "nothing")).toEqual([]);
    }
  });

  it("keeps the main cause first and each kind and category once", () => {
    expect(told(["no-labour", "disability", "illness", "no-labour"])).toEqual([
      "industry solar-share",
      "information policy-advice",
      "funds medical",
    ]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Cause.options)), (causes) => {
        const needs = told(causes);
        expect(new Set(needs).size).toBe(needs.length);
        expect(new Set(needs)).toEqual(new Set(causes.flatMap((cause) => told([cause]))));
      }),
    );
  });
});
