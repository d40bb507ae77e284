/** A move that dies by its own hand after a given batch: `FROM TO (copy|compare) BATCH`, addresses as on the command line. */
import { readPlace } from "../../cli/move/places.js";
import { moveStore } from "../../cli/move/stores.js";
import { isFailure } from "../../cli/lists/common.js";
import { nameOfPlace, openStoreAt, type StorePlace } from "#store/open.js";

const [from = "", to = "", killIn = "", killAt = ""] = process.argv.slice(2);

function placeAt(text: string): StorePlace {
  const place = readPlace("argument", text, null);
  if (isFailure(place)) throw new Error(place.problems.join("\n"));
  return place;
}

let batches = 0;
await moveStore({
  source: await openStoreAt(placeAt(from)),
  target: await openStoreAt(placeAt(to)),
  from: nameOfPlace(placeAt(from)),
  clock: { now: () => Date.now() },
  signal: new AbortController().signal,
  show(part) {
    if (part === killIn && ++batches === Number(killAt)) process.kill(process.pid, "SIGKILL");
  },
});
throw new Error("it should not have come this far");
