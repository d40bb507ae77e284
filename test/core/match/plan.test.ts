import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fits } from "#core/match/fits.js";
import {
  Plan,
  planKinds,
  type ByKind,
  type Instance,
  type InstanceNeed,
  type InstancePledge,
} from "#core/match/instance.js";
import { plan, type Planned } from "#core/match/plan.js";
import { MatchReason } from "#core/match/reasons.js";
import { valueOf } from "#core/match/weights.js";
import { createOptimum } from "../../kit/optimum.js";
import { instances, tree } from "./instances.js";

const village = tree.length - 1;
const need = (id: string, changes: Partial<InstanceNeed> = {}): InstanceNeed => ({
  id,
  kind: "jobs",
  category: "sewing",
  area: village,
  priority: 1,
  quantity: 1,
  ...changes,
});
const pledge = (id: string, changes: Partial<InstancePledge> = {}): InstancePledge => ({
  id,
  kind: "jobs",
  categories: ["sewing"],
  area: village,
  reach: 2,
  quantity: 1,
  ...changes,
});
const pairs = ({ matches }: Planned): string[] => matches.map((m) => `${m.pledge}>${m.need}:${m.quantity}`);
const planOf = (needs: InstanceNeed[], pledges: InstancePledge[]): Planned => plan({ areas: tree, needs, pledges });

/** Fails when a plan gives what is not there, to whom it does not fit, or twice. */
function expectFeasible(instance: Instance, { matches }: Planned): void {
  const left = new Map([...instance.needs, ...instance.pledges].map((one) => [one.id, one.quantity]));
  for (const match of matches) {
    const from = instance.pledges.find((one) => one.id === match.pledge);
    const to = instance.needs.find((one) => one.id === match.need);
    expect(from && to && fits(from, to, instance.areas), `${match.pledge} fits ${match.need}`).toBe(true);
    expect(Number.isInteger(match.quantity) && match.quantity > 0).toBe(true);
    for (const id of [match.pledge, match.need]) left.set(id, left.get(id)! - match.quantity);
  }
  expect(Math.min(0, ...left.values()), "nothing given or taken twice").toBe(0);
  expect(new Set(matches.map((m) => `${m.pledge} ${m.need}`)).size).toBe(matches.length);
}

describe("plan", () => {
  it("plans nothing out of nothing", () => {
    const none = { funds: 0, jobs: 0, industry: 0 };
    expect(planOf([], [])).toEqual({ matches: [], value: none, bound: none, weights: 1 });
    expect(planOf([need("n")], []).matches).toEqual([]);
    expect(planOf([], [pledge("p")]).matches).toEqual([]);
    expect(planOf([need("n", { quantity: 0 })], [pledge("p", { quantity: 0 })]).matches).toEqual([]);
  });

  it("lets a need with other choices give way", () => {
    const flexible = need("flexible", { priority: 3 });
    const stuck = need("stuck", { category: "cooking", priority: 2 });
    // Nearest first would give `any` to the flexible need and leave the other without.
    const pledges = [pledge("any", { categories: null }), pledge("far-sewing", { area: village - 15, reach: 0 })];
    expect(pairs(planOf([flexible, stuck], pledges))).toEqual(["far-sewing>flexible:1", "any>stuck:1"]);
  });

  it("spreads before it piles up", () => {
    const two = [need("a", { quantity: 4, priority: 1.5 }), need("b", { quantity: 4, priority: 1 })];
    expect(pairs(planOf(two, [pledge("p", { quantity: 4 })]))).toEqual(["p>a:2", "p>b:2"]);
  });

  it("knows how much of a need was given before", () => {
    const two = [need("a", { quantity: 2, given: 2, priority: 1.5 }), need("b", { quantity: 2, priority: 1 })];
    expect(pairs(planOf(two, [pledge("p", { quantity: 1 })]))).toEqual(["p>b:1"]);
    expect(pairs(planOf([{ ...two[0]!, given: 0 }, two[1]!], [pledge("p", { quantity: 1 })]))).toEqual(["p>a:1"]);
  });

  it("puts the two halves of a need into one match", () => {
    expect(pairs(planOf([need("n", { quantity: 5 })], [pledge("p", { quantity: 9 })]))).toEqual(["p>n:5"]);
  });

  it("keeps what is held and plans the rest", () => {
    const instance = {
      areas: tree,
      needs: [need("a", { quantity: 4, priority: 1.5 }), need("b", { quantity: 4 })],
      pledges: [pledge("p", { quantity: 5 })],
    };
    const held = [{ pledge: "p", need: "a", quantity: 2 }];
    expect(pairs(plan(instance, { held }))).toEqual(["p>a:1", "p>b:2"]);
    expect(plan(instance, { held: [{ pledge: "p", need: "gone", quantity: 9 }] }).matches).toEqual([]);
  });

  it("sends a worker only where age, strength and distance allow", () => {
    const worker = { age: 50, labour: "full", travel: 3 } as const;
    const far = pledge("far", { area: tree.length - 3, reach: 0 });
    const young = pledge("young", { terms: { ageFrom: 18, ageTo: 40 } });
    expect(pairs(planOf([need("n", { worker })], [far, young]))).toEqual([]);
    expect(pairs(planOf([need("n", { worker })], [far, young, pledge("fits", { categories: null })]))).toEqual([
      "fits>n:1",
    ]);
  });

  it("gives information to every need it fits, without limit", () => {
    const about = { kind: "information", category: "market" } as const;
    const needs = [
      need("a", about),
      need("b", { ...about, area: 0 }),
      need("c", { ...about, category: "loans" }),
      need("d", { ...about, refused: ["far"] }),
    ];
    const pledges = [
      pledge("far", { kind: "information", categories: ["market"], reach: 0, quantity: 0 }),
      pledge("any", { kind: "information", categories: null, reach: 2, quantity: 0 }),
    ];
    const planned = planOf(needs, pledges);
    expect(pairs(planned)).toEqual(["any>a:1", "far>a:1", "far>b:1", "any>c:1", "any>d:1"]);
    expect(planned.value).toEqual({ funds: 0, jobs: 0, industry: 0 });
  });

  it("says why, most telling first, and passes on the known reasons of the need", () => {
    const reasons = (n: Partial<InstanceNeed>, p: Partial<InstancePledge>) =>
      planOf([need("n", n)], [pledge("p", p)]).matches[0]?.reasons;
    expect(reasons({}, {})).toEqual(["exact-category", "same-village"]);
    expect(reasons({ reasons: ["waited", "heavy", "unheard-of", "aimed"] }, { categories: null })).toEqual([
      "heavy",
      "same-village",
      "waited",
      "any-category",
    ]);
    expect(reasons({ area: village - 1 }, { only: ["n"] })).toEqual(["aimed", "exact-category", "same-township"]);
    expect(reasons({ area: village - 2 }, {})).toEqual(["exact-category", "same-county"]);
    expect(reasons({ area: village - 4 }, { reach: 0 })).toEqual(["exact-category", "same-province"]);
    expect(reasons({ area: village - 8 }, { reach: 0 })).toEqual(["exact-category"]);
    const shares = {
      kind: "industry",
      terms: { brings: "nothing" },
      categories: ["tea"],
    } satisfies Partial<InstancePledge>;
    expect(reasons({ kind: "industry", category: "tea", brings: "nothing" }, shares)).toEqual([
      "shares-without-labour",
      "exact-category",
      "same-village",
    ]);
    expect(reasons({ kind: "industry", category: "tea", brings: "labour" }, shares)).toEqual([
      "exact-category",
      "same-village",
    ]);
  });
});

const total = (byKind: ByKind): number => byKind.funds + byKind.jobs + byKind.industry;

describe("every plan", () => {
  let optimumOf: (instance: Instance) => ByKind;
  beforeAll(async () => {
    optimumOf = await createOptimum();
  });

  it("is feasible, says its true value, and reads as a plan", () => {
    fc.assert(
      fc.property(instances(40), (instance) => {
        const planned = plan(instance);
        expectFeasible(instance, planned);
        expect(planned.value).toEqual(valueOf(instance, planned.matches));
        expect(Plan.safeParse(planned).success).toBe(true);
        for (const { reasons } of planned.matches)
          expect(reasons).toEqual(MatchReason.options.filter((reason) => reasons.includes(reason)));
      }),
      { numRuns: 200 },
    );
  });

  it("is the same whatever the order of needs and pledges, and leaves its input alone", () => {
    fc.assert(
      fc.property(instances(40), fc.infiniteStream(fc.nat()), (instance, dice) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((one) => ({ one, by: dice.next().value }))
            .toSorted((a, b) => a.by - b.by)
            .map(({ one }) => one);
        const before = structuredClone(instance);
        const planned = plan(instance);
        expect(instance).toEqual(before);
        expect(plan({ ...instance, needs: shuffled(instance.needs), pledges: shuffled(instance.pledges) })).toEqual(
          planned,
        );
      }),
    );
  });

  it("is within a tenth of the optimum, on average within three hundredths, and its bound holds", () => {
    const ratios: number[] = [];
    fc.assert(
      fc.property(instances(24), (instance) => {
        const planned = plan(instance);
        const best = optimumOf(instance);
        for (const kind of planKinds) {
          expect(planned.bound[kind]).toBeGreaterThanOrEqual(best[kind] * (1 - 1e-9));
          expect(planned.value[kind]).toBeLessThanOrEqual(best[kind] * (1 + 1e-9));
          expect(planned.value[kind]).toBeGreaterThanOrEqual(0.9 * best[kind]);
        }
        if (total(best) > 0) ratios.push(total(planned.value) / total(best));
      }),
      { numRuns: 150 },
    );
    expect(ratios.length).toBeGreaterThan(50);
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeGreaterThan(0.97);
  });

  it("leaves nobody without what is free and fits", () => {
    fc.assert(
      fc.property(instances(40), (instance) => {
        const { matches } = plan(instance);
        const sum = (of: "need" | "pledge", id: string): number =>
          matches.reduce((all, match) => all + (match[of] === id ? match.quantity : 0), 0);
        const idle = instance.pledges.filter((one) => sum("pledge", one.id) < one.quantity);
        const lacking = instance.needs.filter((one) => sum("need", one.id) < one.quantity);
        for (const from of idle)
          for (const to of lacking) expect(fits(from, to, instance.areas), `${from.id} for ${to.id}`).toBe(false);
      }),
    );
  });
});
