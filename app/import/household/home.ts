/** A household on its way into the store: what is stored of it, and what the list makes of it. */
import type { Vault } from "#core/fields.js";
import {
  Circumstances,
  HouseholdRest,
  MemberRest,
  type Household,
  type Member,
  type SpecialGroup,
} from "#core/registry/household.js";
import type { ImportDeps } from "../request.js";

/** A member, stored or new. */
export interface Kin {
  readonly before: Member | null;
  doc: Member;
  rest: MemberRest | null;
  /** Year of birth as a row of the list has it; null where none has said it. */
  born: number | null;
  /** A row of the list speaks of this member already. */
  touched: boolean;
}

export interface Home {
  readonly id: string;
  readonly before: Household | null;
  readonly circumstances: Circumstances | null;
  readonly rest: HouseholdRest | null;
  readonly kin: Kin[];
}

/** What our own codes look like. */
const CODE = /^[A-Z0-9]{1,12}-\d{1,6}$/;
/** Most members one household can have; the largest real ones have some dozens. */
const MOST_KIN = 500;

/** The household of a number; of a code where the household has no number, as in lists that we wrote. */
export async function loadHome(
  { store, vault }: Pick<ImportDeps, "store" | "vault">,
  office: string,
  number: string,
): Promise<Home | null> {
  const numbered = await store.households.by("number", { office, number });
  const household = numbered ?? (await withoutNumber({ store }, office, number));
  if (!household) return null;
  const where = { office, household: household._id };
  const { items } = await store.members.find({ index: "byHousehold", where, limit: MOST_KIN });
  return {
    id: household._id,
    before: household,
    circumstances: Circumstances.parse(JSON.parse(vault.open(household.circumstances))),
    rest: household.other === null ? null : HouseholdRest.parse(JSON.parse(vault.open(household.other))),
    kin: items.map((doc) => ({ before: doc, doc, rest: memberRest(vault, doc), born: null, touched: false })),
  };
}

/** Groups of a household that no list has brought. */
export function groupsByHand({ circumstances, rest }: Pick<Home, "circumstances" | "rest">): SpecialGroup[] {
  const listed = new Set(rest?.groups);
  return (circumstances?.groups ?? []).filter((group) => !listed.has(group));
}

async function withoutNumber({ store }: Pick<ImportDeps, "store">, office: string, code: string) {
  if (!CODE.test(code)) return undefined;
  const household = await store.households.by("code", { office, code });
  return household?.number.startsWith("none:") ? household : undefined;
}

/** What the list said besides of a member. */
export function memberRest(vault: Vault, { other }: Member): MemberRest | null {
  return other === null ? null : MemberRest.parse(JSON.parse(vault.open(other)));
}
