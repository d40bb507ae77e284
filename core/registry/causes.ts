/**
 * Needs that follow from why a household is poor: a small table, 因学 → schooling funds, 缺劳力 → shares in industry …
 * They are only drafts: a named reviewer approves each before matching sees it.
 */
import type { Category, HelpKind } from "#core/help/kinds.js";
import type { Brings } from "#core/help/terms.js";
import type { Cause } from "./household.js";

export interface DerivedNeed {
  readonly kind: HelpKind;
  readonly category: Category;
  /** Whole yuan, places, or 1. A starting figure for the reviewer, not a promise. */
  readonly quantity: number;
  readonly brings: Brings | null;
}

const funds = (category: Category, quantity: number): DerivedNeed => {
  return { kind: "funds", category, quantity, brings: null };
};
const industry = (category: Category, brings: Brings): DerivedNeed => {
  return { kind: "industry", category, quantity: 1, brings };
};
const information = (category: Category): DerivedNeed => {
  return { kind: "information", category, quantity: 1, brings: null };
};

/** Programme clauses 3.3.1 (industry, shares for households without labour), 3.3.4 (training), 3.4.3–3.4.4 (illness, schooling). */
export const needsByCause: Record<Cause, readonly DerivedNeed[]> = {
  illness: [funds("medical", 5_000)],
  disability: [industry("solar-share", "nothing"), information("policy-advice")],
  schooling: [funds("schooling", 4_000)],
  disaster: [funds("housing", 10_000)],
  "no-land": [industry("chickens", "labour")],
  "no-water": [funds("equipment", 3_000)],
  "no-skill": [information("training")],
  "no-labour": [industry("solar-share", "nothing")],
  "no-capital": [funds("seedstock", 6_000), information("loans")],
  "poor-roads": [information("market")],
  "low-motivation": [information("technique")],
  other: [],
};

/** The needs of a household by its causes, main cause first, each kind and category once. */
export function deriveNeeds(causes: readonly Cause[]): DerivedNeed[] {
  const seen = new Set<string>();
  return causes
    .flatMap((cause) => needsByCause[cause])
    .filter((need) => {
      const key = `${need.kind} ${need.category}`;
      return seen.has(key) ? false : seen.add(key);
    });
}
