import { mkdtempSync } from "node:fs";
import { bundleChild, startHouse } from "./house.js";
import { playLives } from "./life.js";
import { prepare } from "./prepare.js";
import { checkInvariants } from "./invariants.js";
import { readKill } from "./points.js";
const folder = mkdtempSync("/tmp/kill-try-");
console.log(folder);
const child = await bundleChild();
const tokens = await prepare(folder);
const t0 = performance.now();
const house = startHouse(child, folder, process.argv.slice(2).map(readKill));
try {
  const lived = await playLives(house, folder, tokens, Math.random);
  console.log(
    "lived",
    performance.now() - t0,
    lived.rounds,
    JSON.stringify(house.died),
    house.startsMs.map(Math.round).join(),
  );
  await house.finish();
  console.log("finished", performance.now() - t0);
  console.log(await checkInvariants(folder, lived));
} catch (e) {
  console.log(e);
} finally {
  house.abandon();
}
