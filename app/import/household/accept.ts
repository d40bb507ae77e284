/** Whether a row can be taken at all: its village is known, and its ID number is nobody's in another household. */
import type { Verdict } from "../decider.js";
import { rejected } from "../problems.js";
import type { HouseholdTools, Row } from "./batch.js";
import type { Home } from "./home.js";
import type { Given } from "./merge-member.js";

/** A row that is taken. */
export interface Taken extends Given {
  readonly index: number;
  readonly row: number;
  readonly village: string;
}

/**
 * At first it is taken for granted that an ID number nobody has shown yet is nobody's: the store refuses it otherwise,
 * and then, `carefully`, every one is looked up.
 */
export function createAccept({ deps, office, header, seen, findVillage }: HouseholdTools, carefully: boolean) {
  const { store, vault } = deps;
  /** Household by ID number, of this batch. */
  const owners = new Map<string, string>();

  async function isAnothers(home: Home, idKey: string): Promise<boolean> {
    if (home.kin.some(({ doc }) => doc.idKey === idKey)) return false;
    const owner = owners.get(idKey) ?? seen?.ids.get(idKey);
    if (owner !== undefined) return owner !== home.id;
    if (!carefully) return false;
    const member = await store.members.by("idKey", { office, idKey });
    return member !== undefined && member.household !== home.id;
  }

  return async (home: Home, index: number, { row, record }: Row): Promise<Taken | Verdict> => {
    const found = findVillage(record.township, record.village);
    if (found.type !== "found") {
      return rejected(header, row, `village-${found.type}`, { fields: ["village"], value: record.village });
    }
    const { village } = found;
    if (record.idNumber === null) return { index, row, record, village, idKey: null };
    const idKey = vault.blind("id-number", record.idNumber);
    if (await isAnothers(home, idKey)) {
      return rejected(header, row, "id-taken", { fields: ["idNumber"], value: record.idNumber });
    }
    owners.set(idKey, home.id);
    return { index, row, record, village, idKey };
  };
}
