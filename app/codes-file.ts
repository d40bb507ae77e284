/** The sheet of codes as a file that can be printed and cut into strips. */
import { open, rm } from "node:fs/promises";
import { say } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import { makeCadreCodes, type CodeRow, type CodesDeps, type CodesRequest } from "./codes-sheet.js";
import type { AppDeps } from "./deps.js";
import { writeSheet } from "./sheets/write.js";

export interface CodesFile extends CodesRequest {
  readonly path: string;
  readonly format: "csv" | "xlsx";
  /** Language of the headings. */
  readonly locale: Locale;
}

/**
 * Makes codes for the cadres who need one and writes them to a file, for this user alone; how many there are. Without
 * any there is no file. Rejects, before a code is made or ended, when the file cannot be written.
 */
export async function writeCadreCodes(deps: CodesDeps & Pick<AppDeps, "render">, file: CodesFile): Promise<number> {
  // the writer's own first step; codes on no sheet are lost, and the old ones have ended
  const part = `${file.path}.part`;
  await (await open(part, "w", 0o600)).close();
  try {
    const rows = await makeCadreCodes(deps, file);
    if (rows.length > 0) await writeCodes(deps, file, rows);
    return rows.length;
  } finally {
    await rm(part, { force: true });
  }
}

const headings = ["codes.name", "codes.unit", "codes.phone", "codes.code", "codes.until"] as const;
type HeadingKey = (typeof headings)[number] | "codes.link";

async function writeCodes(
  { render }: Pick<AppDeps, "render">,
  { path, format, locale }: CodesFile,
  rows: readonly CodeRow[],
): Promise<void> {
  const text = (key: HeadingKey | "codes.title"): string => render(say(key), { locale, dataClass: "local" });
  // a column in which nobody has anything would only raise questions
  const linked = rows.some(({ link }) => link !== null);
  const sheet = await writeSheet(path, format, text("codes.title"));
  await sheet.row([...headings, ...(linked ? (["codes.link"] as const) : [])].map(text));
  for (const { name, unit, phoneEnd, code, validUntil, link } of rows)
    await sheet.row([name, unit, masked(phoneEnd), code, validUntil, ...(linked ? [link] : [])]);
  await sheet.end();
}

/** The star also keeps a spreadsheet from taking zeros away. */
const masked = (phoneEnd: string): string => (phoneEnd === "" ? "" : `*${phoneEnd}`);
