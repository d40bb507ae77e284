import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SpecialGroup, Tier } from "#core/registry/household.js";
import { priorityOf, type Urgency } from "#core/registry/priority.js";

const day = 86_400_000;
const calm: Urgency = { tier: "light", groups: [], since: 0, now: 0, received: 0 };

const cases: [string, Partial<Urgency>, number, string[]][] = [
  ["a light tier", {}, 120, ["light"]],
  ["a moderate tier", { tier: "moderate" }, 160, ["moderate"]],
  ["a heavy tier", { tier: "heavy" }, 200, ["heavy"]],
  ["a group", { groups: ["orphaned"] }, 150, ["light", "orphaned"]],
  ["a group told twice", { groups: ["orphaned", "orphaned"] }, 150, ["light", "orphaned"]],
  [
    "many groups, up to their most",
    { groups: ["single-parent", "disabled", "orphaned"] },
    170,
    ["light", "disabled", "orphaned", "single-parent"],
  ],
  ["59 days", { now: 59 * day }, 129, ["light"]],
  ["60 days", { now: 60 * day }, 130, ["light", "waited"]],
  ["180 days", { now: 180 * day }, 150, ["light", "waited-long"]],
  ["ten years", { now: 3650 * day }, 170, ["light", "waited-long"]],
  ["a date to come", { since: 9 * day }, 120, ["light"]],
  ["one help received", { received: 1 }, 105, ["light", "received-before"]],
  ["never below 1.00", { received: 99 }, 100, ["light", "received-before"]],
  [
    "all at once: 3.00",
    { tier: "heavy", groups: SpecialGroup.options, now: 900 * day },
    300,
    ["heavy", "disabled", "single-elderly", "orphaned", "single-parent", "waited-long"],
  ],
];

const urgency: fc.Arbitrary<Urgency> = fc.record({
  tier: fc.constantFrom(...Tier.options),
  groups: fc.subarray(SpecialGroup.options),
  since: fc.integer({ min: 0, max: 900 * day }),
  now: fc.integer({ min: 0, max: 900 * day }),
  received: fc.integer({ min: 0, max: 10 }),
});
const points = (of: Urgency): number => priorityOf(of).priority;

describe("priorityOf", () => {
  it.each(cases)("counts %s", (_, of, priority, reasons) => {
    expect(priorityOf({ ...calm, ...of })).toEqual({ priority, reasons });
  });

  it("stays a whole number of hundredths from 100 to 300", () => {
    fc.assert(
      fc.property(urgency, (of) => {
        const priority = points(of);
        expect(Number.isInteger(priority) && priority >= 100 && priority <= 300).toBe(true);
      }),
    );
  });

  it("never falls with a heavier tier, one group more or more days, and never rises with more received", () => {
    fc.assert(
      fc.property(
        urgency,
        fc.constantFrom(...SpecialGroup.options),
        fc.integer({ min: 1, max: 400 }),
        (of, group, n) => {
          expect(points({ ...of, tier: "heavy" })).toBeGreaterThanOrEqual(points({ ...of, tier: "moderate" }));
          expect(points({ ...of, tier: "moderate" })).toBeGreaterThanOrEqual(points({ ...of, tier: "light" }));
          expect(points({ ...of, groups: [...of.groups, group] })).toBeGreaterThanOrEqual(points(of));
          expect(points({ ...of, now: of.now + n * day })).toBeGreaterThanOrEqual(points(of));
          expect(points({ ...of, received: of.received + n })).toBeLessThanOrEqual(points(of));
        },
      ),
    );
  });

  it("does not depend on the order of groups", () => {
    fc.assert(
      fc.property(urgency, (of) => {
        expect(priorityOf({ ...of, groups: of.groups.toReversed() })).toEqual(priorityOf(of));
      }),
    );
  });
});
