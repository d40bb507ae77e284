import { mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a new or renamed file in `folder` survive a power cut. Windows does so by itself and cannot open folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes a folder and those above it, for this user alone. Rejects with EACCES where none can be made, also on file
 * systems that say ENOENT to it (under /proc Node's own recursive mkdir never comes back).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (code !== "ENOENT") throw error;
    const above = dirname(path);
    if (await isThere(above)) throw Object.assign(new Error(`no folder can be made at ${path}`), { code: "EACCES" });
    await makeFolder(above);
    await makeFolder(path);
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
