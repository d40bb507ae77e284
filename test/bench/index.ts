/** `npm run bench -- NAME`: speed and memory as JSON lines. Every bench is one file and one line here. */
import { importLists } from "./import.js";
import { latency } from "./latency.js";
import { pace } from "./pace.js";
import { queue } from "./queue.js";
import { routing } from "./routing.js";
import { scale } from "./scale.js";
import { sizes } from "./sizes.js";
import { start } from "./start.js";
import { updates } from "./updates.js";

const benches: Readonly<Record<string, (...words: string[]) => Promise<void>>> = {
  import: importLists,
  latency,
  pace,
  queue,
  routing,
  scale,
  sizes,
  start,
  updates,
};

const [name, ...words] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (bench) await bench(...words);
else {
  console.error(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
}
