import { describe, expect, it } from "vitest";
import { readInstance } from "#core/match/instance.js";

const sound = () => ({
  areas: [
    { id: "nation", parent: -1, level: 0 },
    { id: "village", parent: 0, level: 4 },
  ],
  needs: [{ id: "n", kind: "funds", category: "medical", area: 1, priority: 1.5, quantity: 10 }],
  pledges: [{ id: "p", kind: "funds", categories: null as string[] | null, area: 1, reach: 0, quantity: 5 }],
});

type Raw = ReturnType<typeof sound>;
const cases: [string, (raw: Raw) => unknown, string[]][] = [
  ["nothing", () => null, ["instance: Invalid input: expected object, received null"]],
  [
    "no pledges",
    ({ areas, needs }) => ({ areas, needs }),
    ["pledges: Invalid input: expected array, received undefined"],
  ],
  [
    "a parent after its child",
    (raw) => ({ ...raw, areas: [raw.areas[0], { ...raw.areas[1], parent: 1 }] }),
    ["areas[1].parent: 1 is not before its child 1"],
  ],
  [
    "a parent below its child",
    (raw) => ({ ...raw, areas: [raw.areas[0], { ...raw.areas[1], level: 0 }] }),
    ["areas[1].level: 0 is not below its parent's level 0"],
  ],
  [
    "an unknown level",
    (raw) => ({ ...raw, areas: [{ ...raw.areas[0], level: 7 }, raw.areas[1]] }),
    ["areas[0].level: unknown level: must be 0 (nation), 1 (province), 2 (county), 3 (township) or 4 (village)"],
  ],
  [
    "an unknown kind",
    (raw) => ({ ...raw, needs: [{ ...raw.needs[0], kind: "gold" }] }),
    ["needs[0].kind: unknown kind: must be one of funds, jobs, industry, information"],
  ],
  [
    "another kind's category",
    (raw) => ({ ...raw, pledges: [{ ...raw.pledges[0], categories: ["medical", "tea"] }] }),
    ["pledges[0]: tea is not a category of funds"],
  ],
  [
    "areas that are not there, and an id twice",
    (raw) => ({ ...raw, needs: [{ ...raw.needs[0], area: 2 }, raw.needs[0]] }),
    ["needs[0].area: there is no area 2", "needs[1].id: n is there twice"],
  ],
  [
    "numbers out of bounds",
    (raw) => ({
      ...raw,
      needs: [{ ...raw.needs[0], priority: 3.5, quantity: 1.5 }],
      pledges: [{ ...raw.pledges[0], quantity: -1, area: -1 }],
    }),
    [
      "needs[0].priority: must be 3.00 at most",
      "needs[0].quantity: must be a whole number",
      "pledges[0].area: must be an index into areas",
      "pledges[0].quantity: must not be negative",
    ],
  ],
];

describe("readInstance", () => {
  it("reads a sound instance, with and without the optional fields", () => {
    const raw = sound();
    expect(readInstance(raw)).toEqual({ ok: true, instance: raw });
    const need = { ...raw.needs[0], refused: ["p"], given: 2, worker: null, brings: "land", reasons: ["heavy"] };
    const pledge = { ...raw.pledges[0], only: null, terms: { ageFrom: 18 } };
    const full = { ...raw, needs: [need], pledges: [pledge] };
    expect(readInstance(full)).toEqual({ ok: true, instance: full });
  });

  it.each(cases)("refuses %s", (_, change, problems) => {
    expect(readInstance(change(sound()))).toEqual({ ok: false, problems });
  });

  it("lists twenty problems and counts the rest", () => {
    const raw = sound();
    const needs = Array.from({ length: 30 }, () => ({ ...raw.needs[0], area: 99, id: "" }));
    const reading = readInstance({ ...raw, needs });
    expect(reading.ok ? [] : reading.problems).toHaveLength(21);
    expect(reading.ok ? "" : reading.problems.at(-1)).toBe("and 10 more");
  });
});
