/**
 * What a household takes of a store, with its people, needs, pledges, matches and messages: the made-up county in the
 * file, and its documents as MongoDB keeps them before it compresses them.
 */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BSON } from "mongodb";
import { collectionNames } from "#core/documents.js";
import { officeIndex } from "#store/collections.js";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { report, round } from "./report.js";
import { run } from "./server.js";

export async function sizes(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
  const house = await run("dist/main.js", { DATA_DIR: folder });
  await house.stop();
  const path = join(folder, "fourhelp.db");
  const store = await openSqliteStore({ path });
  const offices = (await store.offices.find({ index: officeIndex, where: {} })).items;
  const counted: Record<string, { documents: number; bytes: number }> = {};
  for (const name of collectionNames) {
    const sum = { documents: 0, bytes: 0 };
    for (const { _id: office } of offices) {
      for await (const doc of store[name].scan({ index: officeIndex, where: { office } })) {
        sum.documents += 1;
        sum.bytes += BSON.calculateObjectSize(doc);
      }
    }
    if (sum.documents > 0) counted[name] = sum;
  }
  await store.close();
  const households = counted["households"]?.documents ?? Number.NaN;
  const bytes = Object.values(counted).reduce((all, one) => all + one.bytes, 0);
  for (const [collection, { documents, bytes: own }] of Object.entries(counted)) {
    report({ bench: "sizes", collection, documents, bytesEach: Math.round(own / documents) });
  }
  report({
    bench: "sizes",
    households,
    fileKbEach: round((await stat(path)).size / 1_000 / households),
    bsonKbEach: round(bytes / 1_000 / households),
  });
  await rm(folder, { recursive: true });
}
