/** Files that the console page hands out: lists, codes, rows that were not taken. Each is written, read once, and gone. */
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { makeFolder } from "#store/files.js";
import type { Message } from "#core/message/message.js";
import type { Locale } from "#core/registry/people.js";
import { writeCadreCodes } from "./codes-file.js";
import { makeOfficeCode, type CodeRow } from "./codes-sheet.js";
import type { ListsDeps } from "./console-imports.js";
import type { ExportRequest } from "./export/run.js";

const BY = { system: "console" };

export type Taken =
  { readonly type: "refused"; readonly problem: Message } | { readonly type: "written"; readonly bytes: Readable };

export interface Downloads {
  export(asked: Pick<ExportRequest, "office" | "kind" | "layout" | "format">): Promise<Taken>;
  /** The sheet of new codes as csv; null when nobody needs one. */
  cadreCodes(office: string, locale: Locale): Promise<Readable | null>;
  /** A code for somebody of the office; null for what is no name. */
  officeCode(office: string, name: string): Promise<CodeRow | null>;
}

export function createDownloads(deps: ListsDeps, signal: AbortSignal): Downloads {
  return {
    async export(asked) {
      let refused: Message | null = null;
      const bytes = await writtenOnce(deps, async (path) => {
        const outcome = await deps.runExport(deps, { ...asked, path, reader: { as: "office" } }, { signal });
        if (outcome.type === "refused") refused = outcome.problem;
        return outcome.type === "done";
      });
      if (bytes) return { type: "written", bytes };
      if (refused === null) throw new Error("the export was neither written nor refused");
      return { type: "refused", problem: refused };
    },
    cadreCodes(office, locale) {
      return writtenOnce(
        deps,
        async (path) => (await writeCadreCodes(deps, { office, by: BY, path, format: "csv", locale })) > 0,
      );
    },
    officeCode: (office, name) => makeOfficeCode(deps, { office, by: BY, name }),
  };
}

/** Has a file written and gives its bytes; it bears no name any more by then. Null: not written. */
export async function writtenOnce(
  { uploads, ids }: Pick<ListsDeps, "uploads" | "ids">,
  write: (path: string) => Promise<boolean>,
): Promise<Readable | null> {
  const path = uploads.pathOf(ids.id());
  try {
    await makeFolder(dirname(path));
    if (!(await write(path))) return null;
    const file = await open(path, "r");
    return createReadStream("", { fd: file });
  } finally {
    // what is open can be read to its end
    await rm(path, { force: true });
  }
}
