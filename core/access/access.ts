/**
 * Who may do what: role × relation to the household × action, default deny, one typed table (design §5).
 * `Authorized<T>` is made only here, so a use case that needs a right cannot be called without asking.
 */
import type { Role, RoleName } from "#core/registry/people.js";

/** How the speaker stands to the household, village or pledge in question. */
export type Relation = "own" | "twinned" | "village" | "township" | "office" | "none";

export const actions = [
  "household.see",
  "household.invite",
  "household.write",
  "match.answer",
  "match.deliver",
  "match.confirm",
  "match.proxy",
  "match.refuse",
  "match.see",
  "need.record",
  "need.review",
  "pledge.make",
  "pledge.see",
  "pledge.withdraw",
  "supporter.verify",
  "console.see",
  "registry.import",
  "registry.export",
  "registry.export-sensitive",
] as const;
export type Action = (typeof actions)[number];

/** A role and the relations in which it may act. What is not written here is denied. */
const table: Record<RoleName, Partial<Record<Action, readonly Relation[]>>> = {
  supporter: {
    "pledge.make": ["own"],
    "pledge.see": ["own"],
    "pledge.withdraw": ["own"],
    "match.see": ["own"],
    "match.deliver": ["own"],
  },
  household: {
    "household.see": ["own"],
    "match.see": ["own"],
    "match.confirm": ["own"],
    "match.refuse": ["own"],
    "household.write": ["own"],
  },
  cadre: {
    "household.see": ["twinned"],
    "household.invite": ["twinned"],
    "household.write": ["twinned"],
    "match.see": ["twinned"],
    "match.answer": ["twinned"],
    "match.deliver": ["twinned"],
    "match.proxy": ["twinned"],
    "need.record": ["twinned"],
    "need.review": ["twinned"],
    "registry.export": ["twinned"],
    "registry.export-sensitive": ["twinned"],
  },
  unit: {
    "household.see": ["village"],
    "match.see": ["village"],
    "match.answer": ["village"],
    "match.deliver": ["village"],
    "need.record": ["village"],
    "need.review": ["village"],
    "registry.export": ["village"],
  },
  township: {
    "household.see": ["township"],
    "match.see": ["township"],
    "match.answer": ["township"],
    "match.deliver": ["township"],
    "need.record": ["township"],
    "need.review": ["township"],
    "registry.export": ["township"],
  },
  office: {
    "household.see": ["office"],
    "household.invite": ["office"],
    "match.see": ["office"],
    "need.review": ["office"],
    "pledge.see": ["office"],
    "supporter.verify": ["office"],
    "console.see": ["office"],
    "registry.import": ["office"],
    "registry.export": ["office"],
    "registry.export-sensitive": ["office"],
  },
};

declare const authorized: unique symbol;
/** Something the actor has been allowed to act on, for one action. */
export type Authorized<A extends Action, T> = T & { readonly [authorized]: A };

/** The subject of an action, as far as rights go; whatever is not known is null. */
export interface Subject {
  readonly office: string;
  readonly household?: string | null;
  readonly cadre?: string | null;
  readonly village?: string | null;
  readonly supporter?: string | null;
}

/** What is needed to tell a relation: the villages of a unit, and whether an area lies in another. */
export interface Ties {
  unitHelps(unit: string, village: string): boolean;
  within(inner: string, outer: string): boolean;
}

/** The relation a role has to a subject. */
export function relationOf(role: Role, person: string, subject: Subject, ties: Ties): Relation {
  switch (role.as) {
    case "supporter":
      return subject.supporter === role.supporter ? "own" : "none";
    case "household":
      return subject.household && subject.household === role.household ? "own" : "none";
    case "cadre":
      return subject.cadre === person ? "twinned" : "none";
    case "unit":
      return subject.village && ties.unitHelps(role.unit, subject.village) ? "village" : "none";
    case "township":
      return subject.village && ties.within(subject.village, role.area) ? "township" : "none";
    case "office":
      return "office";
  }
}

/** Allows or denies; a denial says nothing about whether the thing exists. */
export function authorize<A extends Action, T>(
  who: { readonly person: string; readonly office: string; readonly roles: readonly Role[] } | null,
  action: A,
  subject: Subject,
  ties: Ties,
  value: T,
): Authorized<A, T> | null {
  if (!who || who.office !== subject.office) return null;
  const allowed = who.roles.some((role) =>
    table[role.as][action]?.includes(relationOf(role, who.person, subject, ties)),
  );
  return allowed ? (value as Authorized<A, T>) : null;
}

/** The relations in which a role may do an action; for the test that lists every pair. */
export function relationsOf(role: RoleName, action: Action): readonly Relation[] {
  return table[role][action] ?? [];
}
