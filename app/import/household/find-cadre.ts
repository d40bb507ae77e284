/** The responsible cadre whose phone number stands in a list. */
import type { ImportDeps } from "../request.js";

/** The cadre of that number, or null while the office knows none; asked once for each number. */
export function createCadreFinder({ store, vault }: ImportDeps, office: string) {
  const known = new Map<string, string | null>();
  return async (phone: string | null): Promise<string | null> => {
    if (phone === null) return null;
    const answered = known.get(phone);
    if (answered !== undefined) return answered;
    const where = { office, phoneKey: vault.blind("phone", phone) };
    const { items } = await store.people.find({ index: "byPhone", where, limit: 20 });
    const cadres = items.filter(({ roles }) => roles.some(({ as }) => as === "cadre"));
    const found = cadres.length === 1 ? (cadres[0]?._id ?? null) : null;
    known.set(phone, found);
    return found;
  };
}
