/** The register of help kinds: one line each. `test/core/help` compares it with the folder. */
import { funds } from "./funds.js";
import type { Help } from "./help.js";
import { industry } from "./industry.js";
import { information } from "./information.js";
import { jobs } from "./jobs.js";
import type { HelpKind } from "./kinds.js";

/** Every help kind's rules, by kind. */
export const helps: { readonly [K in HelpKind]: Help<K> } = {
  funds,
  jobs,
  industry,
  information,
};
