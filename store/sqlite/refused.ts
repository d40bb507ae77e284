import { StoreRefused } from "../refused.js";

const READONLY = 8;
const BUSY = 5;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

const notWritableCodes: ReadonlySet<unknown> = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOTDIR",
  "EISDIR",
  "EEXIST",
  "ENOSPC",
]);

/** Is it SQLite's "somebody else has it"? */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === BUSY;
}

/** Turns what went wrong while opening `path` into a refusal; what it does not know it gives back as it is. */
export function refusalOf(error: unknown, path: string): unknown {
  if (error instanceof StoreRefused) return error;
  const code = sqliteCode(error);
  if (code === BUSY) {
    return new StoreRefused("locked", `The database ${path} is in use by another program. Close it there first.`, {
      cause: error,
    });
  }
  if (code === CORRUPT || code === NOTADB) {
    return new StoreRefused("damaged", `${path} is no sound database. Put it aside and restore the last backup.`, {
      cause: error,
    });
  }
  if (code === READONLY || code === CANTOPEN || code === FULL || notWritableCodes.has(systemCode(error))) {
    return new StoreRefused(
      "not-writable",
      `${path} cannot be written. Check that DATA_DIR is a folder, that this user may write there, and that the disk has room.`,
      { cause: error },
    );
  }
  return error;
}

/** SQLite's primary result code, when the error is one of its own. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
