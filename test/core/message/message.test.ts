import { describe, expect, it } from "vitest";
import { categories, helpKinds } from "#core/help/kinds.js";
import { MatchState, Rung } from "#core/match/match.js";
import { MatchReason } from "#core/match/reasons.js";
import { catalog } from "#core/message/catalog.js";
import { isMessageKey, messageOf, say } from "#core/message/message.js";
import { isStaff, speaksAs, type Speaker } from "#core/message/speaker.js";
import { Cause } from "#core/registry/household.js";
import { PriorityReason } from "#core/registry/priority.js";
import { roleNames, type Role } from "#core/registry/people.js";

describe("say", () => {
  it("makes plain data that survives being stored", () => {
    const household = { code: "BC-017", village: "板长村", name: "王秀英" };
    const message = say("whose.household", { household });
    expect(message).toEqual({ key: "whose.household", params: { household } });
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
    expect(say("choice.back")).toEqual({ key: "choice.back", params: {} });
  });
});

describe("keys that were stored or computed", () => {
  it("are of the catalog or not", () => {
    expect(isMessageKey("choice.back")).toBe(true);
    for (const key of ["choice.nothing", "", "toString", "constructor", "__proto__", "words.stop"]) {
      expect(isMessageKey(key)).toBe(false);
      expect(messageOf(key)).toBeUndefined();
    }
    expect(messageOf("choice.back")).toEqual({ key: "choice.back", params: {} });
  });

  const computed = [
    ...helpKinds.map((kind) => `term.${kind}`),
    ...Object.values(categories).flatMap((list) => list.map((category) => `category.${category}`)),
    ...["voice", "sticker", "file", "location", "other"].map((what) => `term.${what}`),
    ...[...MatchReason.options, ...PriorityReason.options].map((reason) => `reason.${reason}`),
    ...MatchState.options.flatMap((state) => [`match-state.${state}`, `state.${state}`]),
    ...Rung.options.map((rung) => `rung.${rung}`),
    ...Cause.options.map((cause) => `cause.${cause}`),
  ];
  it.each(computed)("%s has a text that needs no parameters", (key) => {
    expect(messageOf(key)).toEqual({ key, params: {} });
    expect(catalog[key as keyof typeof catalog]).toEqual({});
  });
});

describe("parameters", () => {
  /** What `i18next` takes as an option of its own; a parameter of that name would change how a text is found. */
  const taken = [
    "context",
    "defaultValue",
    "fallbackLng",
    "interpolation",
    "joinArrays",
    "keySeparator",
    "lng",
    "lngs",
  ];
  const alsoTaken = [
    "nest",
    "ns",
    "nsSeparator",
    "ordinal",
    "postProcess",
    "replace",
    "returnDetails",
    "returnObjects",
  ];
  const params = Object.entries<Readonly<Record<string, string>>>(catalog).flatMap(([key, kinds]) =>
    Object.entries(kinds).map(([name, kind]) => ({ key, name, kind })),
  );

  it("have names of their own", () => {
    const bad = params.filter(({ name }) => [...taken, ...alsoTaken].includes(name) || name.startsWith("defaultValue"));
    expect(bad).toEqual([]);
  });

  it("pick the plural only by a count", () => {
    expect(params.filter(({ name, kind }) => name === "count" && kind !== "count")).toEqual([]);
  });
});

describe("a speaker", () => {
  const as = (...roles: Role[]): Speaker => ({
    person: "li",
    name: "李倩",
    locale: "zh-CN",
    stopped: false,
    roles,
    supporter: null,
    household: null,
  });
  const roles: Record<Role["as"], Role> = {
    supporter: { as: "supporter", supporter: "s1" },
    cadre: { as: "cadre", unit: "u1" },
    unit: { as: "unit", unit: "u1" },
    township: { as: "township", area: "a1" },
    office: { as: "office" },
    household: { as: "household", household: "h1", member: null },
  };

  it.each(roleNames)("speaks as what they are: %s", (role) => {
    const speaker = as(roles[role]);
    expect(roleNames.filter((name) => speaksAs(speaker, name))).toEqual([role]);
    expect(isStaff(speaker)).toBe(role === "cadre" || role === "unit" || role === "township");
  });

  it("may be several, or nobody", () => {
    const both = as(roles.supporter, roles.cadre);
    expect([speaksAs(both, "supporter"), speaksAs(both, "cadre"), speaksAs(both, "office")]).toEqual([
      true,
      true,
      false,
    ]);
    expect([speaksAs(null, "cadre"), isStaff(null), isStaff(as())]).toEqual([false, false, false]);
  });
});
