/** Which lists an office can bring in, and take out again. */
import { z } from "zod";

export const ImportKind = z.enum(["areas", "households", "cadres", "needs", "supporters"]);
export type ImportKind = z.infer<typeof ImportKind>;
