import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { officeIndex } from "#store/collections.js";
import type { AppDeps } from "./deps.js";

/**
 * Takes away what a killed process left among the uploads: files of checks, and downloads half written. Files of
 * imports under way stay. To be called before anything comes in.
 */
export async function tidyUploads({ store }: Pick<AppDeps, "store">, dir: string): Promise<void> {
  const names = await readdir(dir).catch((): string[] => []);
  if (names.length === 0) return;
  const wanted = new Set<string>();
  const { items: offices } = await store.offices.find({ index: officeIndex, where: {}, limit: 1_000 });
  for (const { _id: office } of offices)
    for await (const { upload } of store.imports.scan({ index: "byState", where: { office, state: "running" } }))
      if (upload !== null) wanted.add(upload);
  const left = names.filter((name) => !wanted.has(name.split(".")[0] ?? ""));
  await Promise.all(left.map((name) => rm(join(dir, name), { force: true })));
}
