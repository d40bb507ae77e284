import type { Asker } from "../receive.js";
import type { LookName, Looks } from "./types.js";

/** One look-up: reads, never writes; what the speaker may not see is left out. */
export type Look<N extends LookName> = (who: Asker, question: Looks[N]["question"]) => Promise<Looks[N]["answer"]>;
