/** Funds 帮资金 (clause 3.2.3, capital): whole yuan for a purpose. */
import type { Help } from "./help.js";
import { categories } from "./kinds.js";

/** Money has no terms of its own: category, reach and aim say all. */
export const funds: Help<"funds"> = {
  kind: "funds",
  categories: categories.funds,
  fields: { purpose: "What the money is for, in the supporter's words; may be left open." },
  unlimited: false,
  meets: () => true,
};
