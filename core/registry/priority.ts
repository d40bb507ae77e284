/** How urgent a need is (matching.md): tier, special groups, days waiting, less for what was already received. */
import { z } from "zod";
import { SpecialGroup, type Tier } from "./household.js";

/** Why a need has its priority; message keys under `priority.` and, in a match, under `reason.`. */
export const PriorityReason = z.enum([
  "heavy",
  "moderate",
  "light",
  ...SpecialGroup.options,
  "waited-long",
  "waited",
  "received-before",
]);
export type PriorityReason = z.infer<typeof PriorityReason>;

/** Points are hundredths of the priority. An office may hand in its own table, with its own version. */
export interface PriorityWeights {
  readonly version: number;
  readonly lowest: number;
  readonly highest: number;
  readonly tier: Readonly<Record<Tier, number>>;
  /** Each special group counts, all together at most `groupsMost`. */
  readonly group: Readonly<Record<SpecialGroup, number>>;
  readonly groupsMost: number;
  /** One point for each `daysPerPoint` days of waiting, at most `waitingMost`. */
  readonly daysPerPoint: number;
  readonly waitingMost: number;
  /** Days from which waiting is named as a reason. */
  readonly waited: number;
  readonly waitedLong: number;
  /** Points taken off for each help the household already holds, at most `receivedMost`. */
  readonly received: number;
  readonly receivedMost: number;
}

const priorityWeights: PriorityWeights = {
  version: 1,
  lowest: 100,
  highest: 300,
  tier: { light: 20, moderate: 60, heavy: 100 },
  group: { disabled: 25, "single-elderly": 25, orphaned: 30, "single-parent": 20 },
  groupsMost: 50,
  daysPerPoint: 6,
  waitingMost: 50,
  waited: 60,
  waitedLong: 180,
  received: 15,
  receivedMost: 60,
};

export interface Urgency {
  readonly tier: Tier;
  readonly groups: readonly SpecialGroup[];
  /** When the need was recorded, and now; milliseconds. */
  readonly since: number;
  readonly now: number;
  /** How many helps (matches that hold their quantity) the household already has. */
  readonly received: number;
}

const DAY = 86_400_000;

function waitingPoints(days: number, weights: PriorityWeights): number {
  return Math.min(weights.waitingMost, Math.floor(days / weights.daysPerPoint));
}

/** A priority that was computed at `since`, with the days a need has waited from then until `now`; at most the highest. */
export function withWaiting(
  priority: number,
  since: number,
  now: number,
  weights: PriorityWeights = priorityWeights,
): number {
  const days = Math.max(0, Math.floor((now - since) / DAY));
  return Math.min(weights.highest, priority + waitingPoints(days, weights));
}

/** Priority in hundredths, whole, 100–300, with its reasons: tier, groups, waiting, received. Never throws. */
export function priorityOf(
  urgency: Urgency,
  weights: PriorityWeights = priorityWeights,
): { priority: number; reasons: PriorityReason[] } {
  const groups = SpecialGroup.options.filter((group) => urgency.groups.includes(group));
  const days = Math.max(0, Math.floor((urgency.now - urgency.since) / DAY));
  const received = Math.max(0, urgency.received);
  const points =
    weights.lowest +
    weights.tier[urgency.tier] +
    Math.min(
      weights.groupsMost,
      groups.reduce((sum, group) => sum + weights.group[group], 0),
    ) +
    waitingPoints(days, weights) -
    Math.min(weights.receivedMost, received * weights.received);
  const reasons: PriorityReason[] = [urgency.tier, ...groups];
  if (days >= weights.waitedLong) reasons.push("waited-long");
  else if (days >= weights.waited) reasons.push("waited");
  if (received > 0) reasons.push("received-before");
  return { priority: Math.round(Math.min(weights.highest, Math.max(weights.lowest, points))), reasons };
}
