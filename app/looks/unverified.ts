import { allow } from "../rights.js";
import type { Look } from "./look.js";

/** Enterprises that wait for the office's verification, with how many pledges wait with them. */
export const unverified: Look<"unverified"> = async (who) => {
  const { deps, contact } = who;
  const { office } = contact;
  if (!allow(who, "supporter.verify", {}, true)) return { supporters: [] };
  const { items } = await deps.store.supporters.find({
    index: "byVerified",
    where: { office, sort: "enterprise", verified: false },
    limit: 20,
  });
  const supporters = items.map(async ({ _id, name, creditCode }) => ({
    id: _id,
    name,
    creditCode: creditCode.startsWith("none:") ? null : creditCode,
    pledges: await deps.store.pledges.count({ index: "bySupporter", where: { office, supporter: _id } }),
  }));
  return { supporters: await Promise.all(supporters) };
};
