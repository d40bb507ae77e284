/** For tests of `fourhelp move`: the made-up county to move, and ways to look into stores. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectionNames } from "#core/documents.js";
import { refuseHalfMoved } from "#store/moving.js";
import { openStoreAt, type WholeStore } from "#store/open.js";
import { vaultKeyFact } from "#store/vault.js";
import { openHouse } from "../../cli/house.js";
import { isFailure } from "../../cli/lists/common.js";
import { move, type MoveOptions } from "../../cli/move.js";
import { batchesOf, digestOf } from "../../cli/move/digest.js";
import { readPlace } from "../../cli/move/places.js";
import { configOf, testIo } from "../cli/io.js";
import { root } from "../house/root.js";

/** The address of the data in a folder. */
export const addressIn = (folder: string): string => `sqlite:${join(folder, "fourhelp.db")}`;
/** Nobody presses Ctrl-C. */
export const goesOn = new AbortController().signal;

/** The made-up county in a folder that nobody changes. */
export interface County {
  /** A copy of its key and data in the folder `from` in here; the address of the data. */
  copyIn(folder: string): Promise<string>;
  remove(): Promise<void>;
}

/** Makes the county once, for many copies. */
export async function makeCounty(): Promise<County> {
  const county = await mkdtemp(join(tmpdir(), "fourhelp-move-"));
  const opened = await openHouse({ ...configOf({ DATA_DIR: county }), roles: [] });
  if ("failure" in opened) throw new Error(opened.failure.problems.join());
  await opened.house.deps.store.backup(join(county, "copy.db"));
  await opened.house.close(0);
  return {
    async copyIn(folder) {
      const data = join(folder, "from");
      await mkdir(data);
      await copyFile(join(county, "copy.db"), join(data, "fourhelp.db"));
      await copyFile(join(county, "fourhelp.key"), join(data, "fourhelp.key"));
      return addressIn(data);
    },
    remove: () => rm(county, { recursive: true, force: true }),
  };
}

/** Gives the command. */
export async function runMove(options: MoveOptions, env: Readonly<Record<string, string>> = {}, signal = goesOn) {
  const io = testIo();
  const code = await move(configOf(env), options, io, signal);
  return { code, said: io.said(), complained: io.complained() };
}

/** Opens what an address names, and closes it after use. */
export async function inStore<T>(address: string, use: (store: WholeStore) => Promise<T>): Promise<T> {
  const place = readPlace("--from", address, null);
  if (isFailure(place)) throw new Error(place.problems.join());
  const store = await openStoreAt(place);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Everything in a store, as hashes; and the key it is sealed with. */
export const holdings = (address: string): Promise<Readonly<Record<string, unknown>>> =>
  inStore(address, async (store) => {
    const found: Record<string, unknown> = { key: await store.meta.get(vaultKeyFact) };
    for (const name of collectionNames)
      found[name] = await digestOf(name, batchesOf<{ _id: string; version: number }>(store[name]));
    return found;
  });

/** Would a server refuse to start on it? */
export const isHalfMoved = (address: string): Promise<boolean> =>
  inStore(address, (store) =>
    refuseHalfMoved(store.meta).then(
      () => false,
      () => true,
    ),
  );

const child = fileURLToPath(new URL("move-child.ts", import.meta.url));

/** Moves in a process that kills itself; the signal it died of. */
export function killedMove(from: string, to: string, part: string, batch: number): Promise<NodeJS.Signals> {
  const args = ["--conditions=source", "--import", "tsx", child, from, to, part, String(batch)];
  return new Promise((ended, failed) => {
    execFile(process.execPath, args, { cwd: root, timeout: 60_000 }, (error, _said, complained) =>
      error?.signal ? ended(error.signal) : failed(new Error(complained)),
    );
  });
}
