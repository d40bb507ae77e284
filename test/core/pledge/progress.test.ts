import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helpKinds } from "#core/help/kinds.js";
import { holdingStates, MatchState, type Match } from "#core/match/match.js";
import { citizenRoom, progressOf, type Progress } from "#core/pledge/progress.js";
import { aMatch } from "../../kit/store.js";

const some = (...list: [MatchState, number][]): Match[] =>
  list.map(([state, quantity], i) => aMatch(`m${i}`, { state, quantity }));

describe("progressOf", () => {
  const everything = some(
    ["proposed", 1],
    ["accepted", 20],
    ["delivered", 300],
    ["questioned", 4_000],
    ["confirmed", 50_000],
    ["declined", 600_000],
    ["lapsed", 7_000_000],
  );

  it.each<[string, Parameters<typeof progressOf>, Progress]>([
    [
      "counts nothing of a fresh pledge but what is free",
      [{ kind: "funds", quantity: 100, state: "open" }, []],
      { free: 100, asked: 0, matched: 0, delivered: 0, confirmed: 0 },
    ],
    [
      "counts each unit in the furthest stage it has reached",
      [{ kind: "funds", quantity: 100_000, state: "open" }, everything],
      { free: 45_679, asked: 1, matched: 20, delivered: 4_300, confirmed: 50_000 },
    ],
    [
      "has nothing free once it is withdrawn",
      [{ kind: "jobs", quantity: 10, state: "withdrawn" }, some(["accepted", 3])],
      { free: 0, asked: 0, matched: 3, delivered: 0, confirmed: 0 },
    ],
    [
      "keeps an unverified one free",
      [{ kind: "funds", quantity: 100, state: "unverified" }, []],
      { free: 100, asked: 0, matched: 0, delivered: 0, confirmed: 0 },
    ],
    [
      "knows no limit of information, and so nothing free",
      [{ kind: "information", quantity: 0, state: "open" }, some(["accepted", 1], ["confirmed", 1])],
      { free: 0, asked: 0, matched: 1, delivered: 0, confirmed: 1 },
    ],
  ])("%s", (_, [pledge, matches], progress) => {
    expect(progressOf(pledge, matches)).toEqual(progress);
  });

  it("loses and makes nothing: the stages of what holds and what is free make up the pledge", () => {
    const match = fc.record({
      state: fc.constantFrom(...MatchState.options),
      quantity: fc.integer({ min: 1, max: 999 }),
    });
    const limited = fc.constantFrom(...helpKinds.filter((kind) => kind !== "information"));
    fc.assert(
      fc.property(limited, fc.array(match), fc.nat(999), (kind, list, left) => {
        const matches = list.map((one, i) => aMatch(`m${i}`, one));
        const held = matches.filter((one) => holdingStates.has(one.state)).reduce((sum, one) => sum + one.quantity, 0);
        const { free, asked, matched, delivered, confirmed } = progressOf(
          { kind, quantity: held + left, state: "open" },
          matches,
        );
        expect(free).toBe(left);
        expect(asked + matched + delivered + confirmed).toBe(held);
      }),
    );
  });
});

describe("citizenRoom", () => {
  it.each([
    [20_000, 0, 20_000],
    [20_000, 5_000, 15_000],
    [20_000, 20_000, 0],
    [10_000, 20_000, 0],
  ])("of %i with %i pledged: %i", (limit, pledged, left) => {
    expect(citizenRoom(limit, pledged)).toBe(left);
  });
});
