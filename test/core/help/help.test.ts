import { describe, expect, it } from "vitest";
import { meetingTerms, type MeetingNeed, type MeetingTerms, type UnmetReason } from "#core/help/help.js";
import { helps } from "#core/help/index.js";
import { categories, helpKinds, type HelpKind, type Level } from "#core/help/kinds.js";
import { PledgeTerms } from "#core/help/terms.js";

describe("the register of help kinds", () => {
  it.each(helpKinds)("%s says what it is", (kind) => {
    const help = helps[kind];
    const terms = PledgeTerms.options.find((option) => option.shape.kind.value === kind);
    expect(help.kind).toBe(kind);
    expect(help.categories).toEqual(categories[kind]);
    expect(["kind", ...Object.keys(help.fields)].toSorted()).toEqual(Object.keys(terms?.shape ?? {}).toSorted());
  });

  it("gives only information without limit", () => {
    expect(helpKinds.filter((kind) => helps[kind].unlimited)).toEqual(["information"]);
  });
});

interface Case {
  kind: HelpKind;
  terms?: MeetingTerms;
  need?: Partial<MeetingNeed>;
  shared?: Level;
  is: true | UnmetReason;
}

const worker = { age: 30, labour: "full", travel: 2 } as const;
const ages = { ageFrom: 18, ageTo: 45 };
const cases: Case[] = [
  { kind: "funds", is: true },
  { kind: "information", is: true },
  { kind: "jobs", terms: ages, is: true },
  { kind: "jobs", terms: ages, need: { worker }, is: true },
  { kind: "jobs", terms: ages, need: { worker: { ...worker, age: 18 } }, is: true },
  { kind: "jobs", terms: ages, need: { worker: { ...worker, age: 17 } }, is: "age-outside" },
  { kind: "jobs", terms: ages, need: { worker: { ...worker, age: 45 } }, is: true },
  { kind: "jobs", terms: ages, need: { worker: { ...worker, age: 46 } }, is: "age-outside" },
  { kind: "jobs", need: { worker: { ...worker, age: 90 } }, is: true },
  { kind: "jobs", need: { worker: { ...worker, labour: "none" } }, is: "no-labour" },
  { kind: "jobs", need: { category: "sewing", worker: { ...worker, labour: "part" } }, is: true },
  { kind: "jobs", need: { category: "building", worker: { ...worker, labour: "part" } }, is: "work-too-heavy" },
  { kind: "jobs", need: { category: "building", worker }, is: true },
  { kind: "jobs", need: { worker }, shared: 2, is: true },
  { kind: "jobs", need: { worker }, shared: 1, is: "too-far" },
  { kind: "jobs", need: { worker: { ...worker, travel: 0 } }, shared: 0, is: true },
  { kind: "jobs", need: { worker: { ...worker, travel: 4 } }, shared: 3, is: "too-far" },
  { kind: "industry", terms: { brings: "labour" }, need: { brings: "labour" }, is: true },
  { kind: "industry", terms: { brings: "labour" }, need: { brings: "labour-and-land" }, is: true },
  { kind: "industry", terms: { brings: "labour" }, need: { brings: "land" }, is: "labour-missing" },
  { kind: "industry", terms: { brings: "labour" }, need: { brings: "nothing" }, is: "labour-missing" },
  { kind: "industry", terms: { brings: "land" }, need: { brings: "land" }, is: true },
  { kind: "industry", terms: { brings: "land" }, need: { brings: "labour" }, is: "land-missing" },
  { kind: "industry", terms: { brings: "labour-and-land" }, need: { brings: "labour" }, is: "land-missing" },
  { kind: "industry", terms: { brings: "labour-and-land" }, need: { brings: "land" }, is: "labour-missing" },
  { kind: "industry", terms: { brings: "nothing" }, need: { brings: "nothing" }, is: true },
  { kind: "industry", terms: { brings: "nothing" }, need: { brings: "labour" }, is: true },
  { kind: "industry", terms: { brings: "labour" }, need: { brings: null }, is: true },
  { kind: "industry", need: { brings: "nothing" }, is: true },
];

describe("how a pledge meets a need", () => {
  it.each(cases)("$kind $terms for $need, shared $shared: $is", ({ kind, terms = {}, need, shared = 4, is }) => {
    expect(helps[kind].meets(terms, { category: "sewing", ...need }, shared)).toBe(is);
  });

  it("takes from the terms what decides", () => {
    expect(meetingTerms({ kind: "funds", purpose: null })).toEqual({});
    expect(
      meetingTerms({
        kind: "jobs",
        title: "Seamstress",
        wageFrom: 3000,
        wageTo: 4000,
        place: "Town",
        ageFrom: 18,
        ageTo: 50,
        start: "2026-01-01",
      }),
    ).toEqual({ ageFrom: 18, ageTo: 50 });
    expect(
      meetingTerms({
        kind: "industry",
        project: "Tea",
        mode: "company-base-household",
        brings: "nothing",
        gets: "Dividend",
        months: 12,
      }),
    ).toEqual({ brings: "nothing" });
  });
});
