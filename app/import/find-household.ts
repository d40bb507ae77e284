/** Finds the household that a row of another list names: by ID number, by its number or code, or by its head. */
import type { Household } from "#core/registry/household.js";
import type { ImportDeps } from "./request.js";
import { plain, type FindVillage } from "./village-finder.js";

export type FoundHousehold =
  | { readonly type: "found"; readonly household: Household }
  | { readonly type: "household-unknown" | "household-several" | "village-unknown" | "village-several" };

export interface HouseholdFinder {
  byIdNumber(idNumber: string): Promise<FoundHousehold>;
  byNumber(number: string): Promise<FoundHousehold>;
  byCode(code: string): Promise<FoundHousehold>;
  byHead(township: string | null, village: string, head: string): Promise<FoundHousehold>;
}

const unknown: FoundHousehold = { type: "household-unknown" };

export function createHouseholdFinder(
  { store, vault }: Pick<ImportDeps, "store" | "vault">,
  office: string,
  findVillage: FindVillage,
): HouseholdFinder {
  /** Ids of households by the name of their head, for each village asked for. */
  const heads = new Map<string, Map<string, string[]>>();

  async function headsOf(village: string): Promise<Map<string, string[]>> {
    const known = heads.get(village);
    if (known) return known;
    const names = new Map<string, string[]>();
    for await (const { _id, name } of store.households.scan({ index: "byVillage", where: { office, village } })) {
      const same = names.get(plain(name));
      if (same) same.push(_id);
      else names.set(plain(name), [_id]);
    }
    heads.set(village, names);
    return names;
  }

  const found = (household: Household | undefined): FoundHousehold =>
    household?.office === office ? { type: "found", household } : unknown;

  return {
    async byIdNumber(idNumber) {
      const member = await store.members.by("idKey", { office, idKey: vault.blind("id-number", idNumber) });
      return member ? found(await store.households.get(member.household)) : unknown;
    },
    async byNumber(number) {
      const numbered = await store.households.by("number", { office, number });
      // in lists that we wrote, a household without a number stands under its code
      return found(numbered ?? (await store.households.by("code", { office, code: number })));
    },
    byCode: async (code) => found(await store.households.by("code", { office, code: code.toUpperCase() })),
    async byHead(township, village, head) {
      const at = findVillage(township, village);
      if (at.type !== "found") return { type: `village-${at.type}` };
      const ids = (await headsOf(at.village)).get(plain(head)) ?? [];
      const [only] = ids;
      if (only === undefined) return unknown;
      return ids.length > 1 ? { type: "household-several" } : found(await store.households.get(only));
    },
  };
}
