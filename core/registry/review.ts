/** Review of needs: none is visible to matching before a named person has approved it; above the office's value, two. */
import type { Settings } from "#core/office.js";
import type { Need } from "./need.js";

/** How many different people must approve. Only funds have a value in yuan. */
export function approvalsFor(need: Pick<Need, "kind" | "quantity">, settings: Settings): 1 | 2 {
  return need.kind === "funds" && need.quantity > settings.twoReviewersAbove ? 2 : 1;
}

export type Reviewed =
  | { readonly type: "opened" | "one-more" | "rejected"; readonly need: Need }
  /** Decided before, or this person has approved it already. */
  | { readonly type: "already" };

export function review(need: Need, by: string, verdict: "approved" | "rejected", now: number): Reviewed {
  if (need.state !== "recorded" || need.reviews.some((one) => one.person === by)) return { type: "already" };
  const reviewed: Need = { ...need, reviews: [...need.reviews, { person: by, at: now, verdict }] };
  if (verdict === "rejected") return { type: "rejected", need: { ...reviewed, state: "rejected" } };
  const approved = reviewed.reviews.length;
  return approved >= need.approvals
    ? { type: "opened", need: { ...reviewed, state: "open" } }
    : { type: "one-more", need: reviewed };
}
