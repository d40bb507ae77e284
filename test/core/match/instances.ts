/** Small random instances of matching, for properties. */
import fc from "fast-check";
import { categories, type Level } from "#core/help/kinds.js";
import type { Instance, InstanceNeed, InstancePledge } from "#core/match/instance.js";

/** Two provinces, four counties, eight townships, sixteen villages; parents first. */
export const tree: Instance["areas"] = (() => {
  const areas: Instance["areas"] = [{ id: "nation", parent: -1, level: 0 }];
  let above = [0];
  for (const level of [1, 2, 3, 4] as const)
    above = above.flatMap((parent) =>
      [0, 1].map((side) => areas.push({ id: `${areas[parent]!.id}${side}`, parent, level }) - 1),
    );
  return areas;
})();

const lastVillage = tree.length - 1;
const firstVillage = lastVillage - 15;
/** Few categories, so that pledges and needs meet. */
const some = {
  funds: categories.funds.slice(0, 3),
  jobs: categories.jobs.slice(0, 3),
  industry: categories.industry.slice(0, 3),
};
const kind = fc.constantFrom("funds" as const, "jobs" as const, "industry" as const);
const village = fc.integer({ min: firstVillage, max: lastVillage });

const need = kind.chain((of) =>
  fc.record({
    kind: fc.constant(of),
    category: fc.constantFrom(...some[of]),
    area: village,
    priority: fc.integer({ min: 100, max: 300 }).map((points) => points / 100),
    quantity: fc.integer({ min: 1, max: of === "funds" ? 40 : 3 }),
    given: fc.constantFrom(0, 0, 0, 1, 2),
    refused: fc.constantFrom<string[] | undefined>(undefined, undefined, undefined, ["p0"], ["p1", "p2"]),
  }),
);

const pledge = kind.chain((of) =>
  fc.record({
    kind: fc.constant(of),
    categories: fc.option(fc.uniqueArray(fc.constantFrom(...some[of]), { minLength: 1, maxLength: 2 })),
    // Some are anchored at a county or township itself.
    area: fc.oneof(
      { weight: 4, arbitrary: village },
      { weight: 1, arbitrary: fc.integer({ min: 3, max: lastVillage }) },
    ),
    reach: fc.constantFrom<Level>(0, 1, 2, 2, 3, 4),
    quantity: fc.integer({ min: 1, max: of === "funds" ? 80 : 6 }),
    only: fc.constantFrom<string[] | undefined>(undefined, undefined, undefined, undefined, ["n0", "n1", "n2"]),
  }),
);

/** Up to `needs` needs and half as many pledges, of the kinds that have quantities. */
export const instances = (needs: number): fc.Arbitrary<Instance> =>
  fc
    .record({
      needs: fc.array(need, { minLength: 1, maxLength: needs }),
      pledges: fc.array(pledge, { minLength: 1, maxLength: Math.ceil(needs / 2) }),
    })
    .map((made) => ({
      areas: tree,
      needs: made.needs.map((one, n): InstanceNeed => ({ id: `n${n}`, ...one })),
      pledges: made.pledges.map((one, p): InstancePledge => ({ id: `p${p}`, ...one })),
    }));
