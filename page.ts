/** The built chat page, read once at start. */
import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { PageFile } from "#api/deps.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** Files of `dist/web` by name, with their compressed twins; empty when the page is not built. */
export async function readPage(folder = new URL("./web/", import.meta.url)): Promise<Map<string, PageFile>> {
  const names = await readdir(folder).catch((): string[] => []);
  const page = new Map<string, PageFile>();
  for (const name of names) {
    const type = types[extname(name)];
    if (!type) continue;
    const gzip = names.includes(`${name}.gz`) ? await readFile(new URL(`${name}.gz`, folder)) : null;
    page.set(name, { bytes: await readFile(new URL(name, folder)), gzip, type });
  }
  return page;
}
