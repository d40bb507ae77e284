/** Information 帮信息 (clause 3.2.3): what a supporter knows, for everyone it fits. */
import type { Help } from "./help.js";
import { categories } from "./kinds.js";

/** Telling one household takes nothing from another, so there is no quantity and no choice to make. */
export const information: Help<"information"> = {
  kind: "information",
  categories: categories.information,
  fields: {
    topic: "What it is about.",
    what: "The information itself.",
    audience: "For whom it is, in the supporter's words.",
    until: "Last day on which it holds.",
  },
  unlimited: true,
  meets: () => true,
};
