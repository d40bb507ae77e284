import { describe, expect, it } from "vitest";
import {
  actions,
  authorize,
  relationOf,
  relationsOf,
  type Action,
  type Relation,
  type Subject,
  type Ties,
} from "#core/access/access.js";
import { roleNames, type Role, type RoleName } from "#core/registry/people.js";

/** Who may do what, written out: role, action, relation. What is not here is denied. */
const expected: Record<RoleName, Partial<Record<Action, Relation>>> = {
  supporter: {
    "match.deliver": "own",
    "match.see": "own",
    "pledge.make": "own",
    "pledge.see": "own",
    "pledge.withdraw": "own",
  },
  household: {
    "household.see": "own",
    "household.write": "own",
    "match.confirm": "own",
    "match.refuse": "own",
    "match.see": "own",
  },
  cadre: {
    "household.invite": "twinned",
    "household.see": "twinned",
    "household.write": "twinned",
    "match.answer": "twinned",
    "match.deliver": "twinned",
    "match.proxy": "twinned",
    "match.see": "twinned",
    "need.record": "twinned",
    "need.review": "twinned",
    "registry.export": "twinned",
    "registry.export-sensitive": "twinned",
  },
  unit: {
    "household.see": "village",
    "match.answer": "village",
    "match.deliver": "village",
    "match.see": "village",
    "need.record": "village",
    "need.review": "village",
    "registry.export": "village",
  },
  township: {
    "household.see": "township",
    "match.answer": "township",
    "match.deliver": "township",
    "match.see": "township",
    "need.record": "township",
    "need.review": "township",
    "registry.export": "township",
  },
  office: {
    "console.see": "office",
    "household.invite": "office",
    "household.see": "office",
    "match.see": "office",
    "need.review": "office",
    "pledge.see": "office",
    "registry.export": "office",
    "registry.export-sensitive": "office",
    "registry.import": "office",
    "supporter.verify": "office",
  },
};

const person = "li";
const roles: Record<RoleName, Role> = {
  supporter: { as: "supporter", supporter: "hengfeng" },
  household: { as: "household", household: "h17", member: null },
  cadre: { as: "cadre", unit: "bureau" },
  unit: { as: "unit", unit: "bureau" },
  township: { as: "township", area: "shiqiao" },
  office: { as: "office" },
};
/** The bureau helps Banchang; Hedong lies in Shiqiao; nobody has anything to do with Yaping. */
const ties: Ties = {
  unitHelps: (unit, village) => unit === "bureau" && village === "banchang",
  within: (inner, outer) => inner === outer || (inner === "hedong" && outer === "shiqiao"),
};
/** Things that are tied to the speaker in one way only, or in none. */
const stranger: Subject = { office: "o1", household: "h99", cadre: "zhou", village: "yaping", supporter: "other" };
const subjects: Record<
  Exclude<Relation, "office" | "own"> | "supporter's own" | "household's own" | "unknown",
  Subject
> = {
  "supporter's own": { ...stranger, supporter: "hengfeng" },
  "household's own": { ...stranger, household: "h17" },
  twinned: { ...stranger, cadre: person },
  village: { ...stranger, village: "banchang" },
  township: { ...stranger, village: "hedong" },
  none: stranger,
  unknown: { office: "o1" },
};
type Tied = keyof typeof subjects;
const allTied = Object.keys(subjects) as Tied[];

const tieOf: Record<Exclude<RoleName, "office">, Tied> = {
  supporter: "supporter's own",
  household: "household's own",
  cadre: "twinned",
  unit: "village",
  township: "township",
};
/** The relation of a role to a thing that is tied to the speaker like this. */
function relationTo(role: RoleName, tied: Tied): Relation {
  if (role === "office") return "office";
  if (tied !== tieOf[role]) return "none";
  return tied === "supporter's own" || tied === "household's own" ? "own" : (tied as Relation);
}

describe("relationOf", () => {
  const cases = roleNames.flatMap((role) => allTied.map((tied) => ({ role, tied, relation: relationTo(role, tied) })));

  it.each(cases)("$role to a thing $tied: $relation", ({ role, tied, relation }) => {
    expect(relationOf(roles[role], person, subjects[tied], ties)).toBe(relation);
  });

  it.each(roleNames.filter((role) => role !== "office"))(
    "%s: what is unknown on both sides is not the same",
    (role) => {
      const blank: Subject = { office: "o1", household: null, cadre: null, village: null, supporter: null };
      expect(relationOf(roles[role], person, blank, ties)).toBe("none");
    },
  );

  it("lets a township see its own area, and a unit only villages it helps", () => {
    expect(relationOf(roles.township, person, { ...stranger, village: "shiqiao" }, ties)).toBe("township");
    expect(relationOf({ as: "township", area: "liuxi" }, person, subjects.township, ties)).toBe("none");
    expect(relationOf({ as: "unit", unit: "school" }, person, subjects.village, ties)).toBe("none");
  });
});

describe("the table", () => {
  const cells = roleNames.flatMap((role) => actions.map((action) => ({ role, action, at: expected[role][action] })));

  it.each(cells)("$role, $action: $at", ({ role, action, at }) => {
    expect(relationsOf(role, action)).toEqual(at === undefined ? [] : [at]);
  });

  it("gives every action to somebody", () => {
    expect(actions.filter((action) => !roleNames.some((role) => expected[role][action]))).toEqual([]);
  });
});

describe("authorize", () => {
  const thing = { it: "is this" };
  const ask = (role: RoleName, action: Action, subject: Subject, office = "o1") =>
    authorize({ person, office, roles: [roles[role]] }, action, subject, ties, thing);

  const runs = roleNames.flatMap((role) => allTied.map((tied) => ({ role, tied })));
  it.each(runs)("$role, a thing $tied: only what the table allows", ({ role, tied }) => {
    const relation = relationTo(role, tied);
    const allowed = actions.filter((action) => ask(role, action, subjects[tied]) === thing);
    expect(allowed).toEqual(actions.filter((action) => expected[role][action] === relation));
  });

  it.each(roleNames)("denies everything of another office to %s", (role) => {
    const elsewhere = allTied.flatMap((tied) =>
      actions.filter((action) => ask(role, action, subjects[tied], "o2") !== null),
    );
    expect(elsewhere).toEqual([]);
  });

  it("denies everything to nobody, and to somebody without a role", () => {
    for (const who of [null, { person, office: "o1", roles: [] }]) {
      for (const tied of allTied) {
        expect(actions.filter((action) => authorize(who, action, subjects[tied], ties, thing))).toEqual([]);
      }
    }
  });

  it("adds up the roles of one person, each with its own relation", () => {
    const both = { person, office: "o1", roles: [roles.cadre, roles.township] };
    const mayProxy = (subject: Subject) => authorize(both, "match.proxy", subject, ties, thing) !== null;
    const mayAnswer = (subject: Subject) => authorize(both, "match.answer", subject, ties, thing) !== null;

    expect([mayProxy(subjects.twinned), mayAnswer(subjects.twinned)]).toEqual([true, true]);
    expect([mayProxy(subjects.township), mayAnswer(subjects.township)]).toEqual([false, true]);
  });
});
