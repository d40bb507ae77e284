/** Opens a list that somebody has sent, and checks it whole before a row of it is read. */
import { stat } from "node:fs/promises";
import { openCsv } from "./csv/read.js";
import { SheetFault } from "./fault.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Opened, OpenSheet, SheetRefusal } from "./sheet.js";
import { sniff } from "./sniff.js";
import { openXlsx } from "./xlsx/read.js";

export type { Limits } from "./limits.js";
export type { Opened, OpenSheet, SheetRefusal } from "./sheet.js";

/**
 * Opens a file by its content, not by its name. Whatever is wrong with it is found here: rows that are read later fail
 * only if the file is changed meanwhile. Throws only where the disk does.
 */
export async function openSheets(path: string, limits: Partial<Limits> = {}): Promise<Opened> {
  try {
    return { type: "ok", sheets: await openChecked(path, { ...defaultLimits, ...limits }) };
  } catch (error) {
    const why = readFault(error);
    if (why === null) throw error;
    return { type: "refused", why };
  }
}

async function openChecked(path: string, limits: Limits): Promise<readonly OpenSheet[]> {
  const found = await stat(path);
  if (!found.isFile()) throw new SheetFault("not-a-sheet");
  if (found.size === 0) throw new SheetFault("empty");
  if (found.size > limits.fileBytes) throw new SheetFault("too-big");
  const sniffed = await sniff(path);
  if (sniffed.type === "refused") throw new SheetFault(sniffed.why);
  return sniffed.type === "xlsx" ? openXlsx(path, limits) : openCsv(path, sniffed.head, limits);
}

/** What an error says of the file; null where the fault is not the file's. */
function readFault(error: unknown): SheetRefusal | null {
  if (error instanceof SheetFault) return error.why;
  if (!(error instanceof Error)) return null;
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "missing-file";
  // what zlib finds
  if (typeof code === "string" && code.startsWith("Z_")) return "broken";
  return null;
}
