/** The true optimum of a small matching instance, by linear programming, pair by pair: slow, plain and independent. */
import { createRequire } from "node:module";
import type highsModule from "highs";
import { ancestorAt } from "#core/match/fits.js";
import { planKinds, type ByKind, type Instance, type InstanceNeed, type InstancePledge } from "#core/match/instance.js";

// Required, not imported: the package's types describe what `require` gives.
const loadHighs: typeof highsModule.default = createRequire(import.meta.url)("highs");
const near = [0, 3, 9, 18, 30];

/** Loads the solver once; then optimum value per kind, as matching.md defines it (without workers and what is brought). */
export async function createOptimum(): Promise<(instance: Instance) => ByKind> {
  const highs = await loadHighs();
  return (instance) => {
    const best: ByKind = { funds: 0, jobs: 0, industry: 0 };
    for (const kind of planKinds) {
      const problem = programOf({
        ...instance,
        needs: instance.needs.filter((need) => need.kind === kind),
        pledges: instance.pledges.filter((pledge) => pledge.kind === kind),
      });
      if (problem) best[kind] = highs.solve(problem).ObjectiveValue;
    }
    return best;
  };
}

function programOf({ areas, needs, pledges }: Instance): string | null {
  const worth: string[] = [];
  const rows: string[] = [];
  const from: string[][] = pledges.map(() => []);
  needs.forEach((need, n) => {
    const total = need.quantity + (need.given ?? 0);
    const first = Math.min(need.quantity, Math.max(0, Math.ceil(total / 2) - (need.given ?? 0)));
    for (const [half, quantity] of [first, need.quantity - first].entries()) {
      const into: string[] = [];
      pledges.forEach((pledge, p) => {
        const level = together(pledge, need, areas);
        if (level === undefined) return;
        const fit = 40 + (pledge.categories ? 30 : 15) + near[level]!;
        const name = `x${p}_${n}_${half}`;
        worth.push(`${Math.round(need.priority * 100) * fit * (half ? 0.5 : 1)} ${name}`);
        into.push(name);
        from[p]!.push(name);
      });
      if (into.length > 0) rows.push(`${into.join(" + ")} <= ${quantity}`);
    }
  });
  if (worth.length === 0) return null;
  pledges.forEach((pledge, p) => {
    if (from[p]!.length > 0) rows.push(`${from[p]!.join(" + ")} <= ${pledge.quantity}`);
  });
  const constraints = rows.map((row, r) => ` r${r}: ${row}`).join("\n");
  return `Maximize\n obj: ${worth.join("\n + ")}\nSubject To\n${constraints.replaceAll(" + ", "\n + ")}\nEnd\n`;
}

/** Deepest level the two share when the pledge may serve the need, else undefined. */
function together(pledge: InstancePledge, need: InstanceNeed, areas: Instance["areas"]): number | undefined {
  const same = (level: number): boolean =>
    ancestorAt(areas, pledge.area, level) === ancestorAt(areas, need.area, level);
  if (!same(pledge.reach) || (pledge.categories && !pledge.categories.includes(need.category))) return undefined;
  if (need.refused?.includes(pledge.id) || (pledge.only && !pledge.only.includes(need.id))) return undefined;
  return [4, 3, 2, 1, 0].find(same);
}
