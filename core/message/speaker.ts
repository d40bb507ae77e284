/** Who is speaking, as far as a dialogue may know. Built by `app/speaker.ts`; P2, so it never leaves the process. */
import type { Locale, Role } from "#core/registry/people.js";
import type { ParamValues } from "./message.js";

export interface Speaker {
  readonly person: string;
  readonly name: string;
  readonly locale: Locale;
  readonly stopped: boolean;
  readonly roles: readonly Role[];
  readonly supporter: {
    readonly id: string;
    readonly sort: "enterprise" | "citizen";
    readonly name: string;
    readonly verified: boolean;
    readonly area: string | null;
  } | null;
  readonly household: {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly village: string;
    /** Its responsible cadre, or null while it has none. */
    readonly cadre: string | null;
    /** Who answers for it: the cadre, else the village's unit or the township. */
    readonly cadreName: string;
  } | null;
}

/** What a person is called to their face: where names are left out, one of a household is known by its code. */
export function ownName({ name, household }: Pick<Speaker, "name" | "household">): ParamValues["own"] {
  return household ? { code: household.code, village: household.village, name } : name;
}

/** Does this person hold the role? */
export function speaksAs(speaker: Speaker | null, as: Role["as"]): boolean {
  return speaker?.roles.some((role) => role.as === as) ?? false;
}

/** Does this person answer matches: as cadre, unit or township? */
export function isStaff(speaker: Speaker | null): boolean {
  return speaksAs(speaker, "cadre") || speaksAs(speaker, "unit") || speaksAs(speaker, "township");
}
