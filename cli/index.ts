/** The `fourhelp` command; `bin/fourhelp.mjs` starts it. */
import { run } from "./program.js";

await run(process.argv);
