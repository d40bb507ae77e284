/** Information has no quantity: every open need a pledge fits gets it (matching.md, "Model"). */
import { misfitOf } from "./fits.js";
import type { Instance, InstanceNeed, InstancePledge } from "./instance.js";

/** Every fitting pair, by need and then pledge. The cost is that of the pairs that share kind, category and reach. */
export function informPairs(
  instance: Instance,
  ancestors: Int32Array,
): { need: InstanceNeed; pledge: InstancePledge }[] {
  const byReach = new Map<string, InstancePledge[]>();
  for (const pledge of instance.pledges) {
    if (pledge.kind !== "information") continue;
    for (const category of pledge.categories ? new Set<string>(pledge.categories) : ["*"]) {
      const key = `${ancestors[pledge.area * 5 + pledge.reach]}|${pledge.reach}|${category}`;
      const list = byReach.get(key);
      if (list) list.push(pledge);
      else byReach.set(key, [pledge]);
    }
  }
  const pairs: { need: InstanceNeed; pledge: InstancePledge }[] = [];
  for (const need of instance.needs) {
    if (need.kind !== "information" || need.quantity === 0) continue;
    for (let level = 0; level < 5; level++)
      for (const category of [need.category, "*"])
        for (const pledge of byReach.get(`${ancestors[need.area * 5 + level]}|${level}|${category}`) ?? [])
          if (!misfitOf(pledge, need, instance.areas)) pairs.push({ need, pledge });
  }
  return pairs;
}
