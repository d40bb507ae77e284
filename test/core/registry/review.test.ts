import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helpKinds, type HelpKind } from "#core/help/kinds.js";
import { defaultSettings } from "#core/office.js";
import type { Need } from "#core/registry/need.js";
import { approvalsFor, review } from "#core/registry/review.js";
import { aNeed } from "../../kit/store.js";

const waiting = (approvals: Need["approvals"], changes: Partial<Need> = {}): Need =>
  aNeed("n1", { state: "recorded", approvals, ...changes });

describe("approvalsFor", () => {
  it.each<[HelpKind, number, 1 | 2]>([
    ["funds", 1, 1],
    ["funds", 20_000, 1],
    ["funds", 20_001, 2],
    ["jobs", 30_000, 1],
    ["industry", 30_000, 1],
    ["information", 1, 1],
  ])("%s, %i: %i", (kind, quantity, approvals) => {
    expect(approvalsFor({ kind, quantity }, defaultSettings)).toBe(approvals);
  });

  it("follows the office's value", () => {
    const settings = { ...defaultSettings, twoReviewersAbove: 500 };
    expect(helpKinds.map((kind) => approvalsFor({ kind, quantity: 501 }, settings))).toEqual([2, 1, 1, 1]);
  });
});

describe("review", () => {
  it("opens a need with one approval, and writes down whose", () => {
    const reviewed = review(waiting(1), "li", "approved", 7);
    expect(reviewed).toMatchObject({
      type: "opened",
      need: { state: "open", reviews: [{ person: "li", at: 7, verdict: "approved" }] },
    });
  });

  it("opens a large one only with two people's approval", () => {
    const first = review(waiting(2), "li", "approved", 7);
    expect(first).toMatchObject({ type: "one-more", need: { state: "recorded" } });
    if (first.type === "already") throw new Error("it was reviewed by nobody before");

    expect(review(first.need, "li", "approved", 8)).toEqual({ type: "already" });
    expect(review(first.need, "zhou", "approved", 9)).toMatchObject({ type: "opened", need: { state: "open" } });
    expect(review(first.need, "zhou", "rejected", 9)).toMatchObject({ type: "rejected", need: { state: "rejected" } });
  });

  it.each<Need["state"]>(["open", "closed", "rejected"])("changes nothing of a need that is %s", (state) => {
    expect(review(waiting(1, { state }), "li", "approved", 7)).toEqual({ type: "already" });
    expect(review(waiting(1, { state }), "li", "rejected", 7)).toEqual({ type: "already" });
  });

  it("opens a need exactly when enough different people have approved it and nobody rejected it first", () => {
    const given = fc.record({
      by: fc.constantFrom("li", "zhou", "sun"),
      verdict: fc.constantFrom("approved" as const, "approved" as const, "rejected" as const),
    });
    fc.assert(
      fc.property(fc.constantFrom(1 as const, 2 as const), fc.array(given), (approvals, verdicts) => {
        let need = waiting(approvals);
        for (const { by, verdict } of verdicts) {
          const before = structuredClone(need);
          const reviewed = review(need, by, verdict, 7);
          expect(need).toEqual(before);
          if (reviewed.type !== "already") need = reviewed.need;
        }
        const approved = new Set(need.reviews.filter((one) => one.verdict === "approved").map((one) => one.person));
        expect(need.state === "open").toBe(approved.size >= approvals);
        expect(need.state === "rejected").toBe(need.reviews.some((one) => one.verdict === "rejected"));
        expect(new Set(need.reviews.map((one) => one.person)).size).toBe(need.reviews.length);
      }),
    );
  });
});
