/** Files that came in through the console: kept for this user alone until their import has ended. */
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "#store/files.js";
import { defaultLimits } from "../sheets/limits.js";
import type { AppDeps } from "../deps.js";

export interface Uploads {
  /** Keeps a stream as a file; its id. `too-big` when it is longer than the limit: then nothing is kept. */
  keep(stream: AsyncIterable<Uint8Array>): Promise<{ type: "kept"; id: string } | { type: "too-big" }>;
  /** Where the file of this id lies. */
  pathOf(id: string): string;
  /** Where the sheet of its rejected rows lies, when there is one. */
  rejectedPathOf(id: string): string;
  /** Removes the file and the sheet of its rejected rows. */
  remove(id: string): Promise<void>;
}

/** `dir` is made when it is missing; `mostBytes` is what a sheet may have at most unless told. */
export function createUploads({
  ids,
  dir,
  mostBytes = defaultLimits.fileBytes,
}: Pick<AppDeps, "ids"> & { readonly dir: string; readonly mostBytes?: number }): Uploads {
  const pathOf = (id: string): string => join(dir, id);
  const rejectedPathOf = (id: string): string => join(dir, `${id}.rejected.csv`);
  return {
    pathOf,
    rejectedPathOf,
    async keep(stream) {
      await makeFolder(dir);
      const id = ids.id();
      const fits = await write(pathOf(id), stream, mostBytes).catch(async (error: unknown) => {
        await rm(pathOf(id), { force: true });
        throw error;
      });
      if (fits) return { type: "kept", id };
      await rm(pathOf(id), { force: true });
      return { type: "too-big" };
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
      await rm(rejectedPathOf(id), { force: true });
    },
  };
}

/** On disk when it resolves; false when it is longer than allowed. */
async function write(path: string, stream: AsyncIterable<Uint8Array>, most: number): Promise<boolean> {
  const file = await open(path, "wx", 0o600);
  try {
    let size = 0;
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > most) return false;
      await file.writeFile(chunk);
    }
    await file.sync();
    return true;
  } finally {
    await file.close();
  }
}
