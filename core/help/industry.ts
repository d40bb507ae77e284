/** Industry 帮产业 (clauses 3.2.3 and 3.3.1): places for households in a firm's project. */
import type { Help } from "./help.js";
import { categories } from "./kinds.js";
import type { Brings } from "./terms.js";

const hasLabour = (brings: Brings): boolean => brings === "labour" || brings === "labour-and-land";
const hasLand = (brings: Brings): boolean => brings === "land" || brings === "labour-and-land";

/**
 * A household joins when it can put in all that the project asks for. A project that asks for nothing pays shares.
 * Clause 3.3.1 means shares for poor households, "especially" those without labour: so they are open to all, and the
 * plan sees to it that a household with other choices gives way. A household with land alone (to lease or to pool,
 * same clause) may join projects that ask for land.
 */
export const industry: Help<"industry"> = {
  kind: "industry",
  categories: categories.industry,
  fields: {
    project: "What the project is called.",
    mode: "How firm and households work together: company-base-household or company-cooperative-household.",
    brings: "What a household puts in: labour, land, both, or nothing (shares).",
    gets: "What the household gets, in the supporter's words.",
    months: "How long it runs, in months.",
  },
  unlimited: false,
  meets(terms, need) {
    if (!terms.brings || !need.brings) return true;
    if (hasLabour(terms.brings) && !hasLabour(need.brings)) return "labour-missing";
    if (hasLand(terms.brings) && !hasLand(need.brings)) return "land-missing";
    return true;
  },
};
