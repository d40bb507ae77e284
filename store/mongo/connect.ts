/** The connection: options, and what a server that will not let us in is told as. */
import {
  MongoBulkWriteError,
  MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type Db,
} from "mongodb";
import { StoreRefused } from "../refused.js";

const DATABASE = "fourhelp";
/** A server that has not answered after so long is away. */
const AWAY_MS = 5_000;
/** An answer that has not come after so long will not. */
const SILENT_MS = 30_000;
/** "Authentication failed", and "not authorised". */
const REFUSED_CODES: ReadonlySet<unknown> = new Set([13, 18, 8000]);

/** The client and its database, connected. Throws `StoreRefused`, which never holds the address. */
export async function connect(url: string): Promise<{ client: MongoClient; db: Db }> {
  let client: MongoClient | undefined;
  try {
    client = new MongoClient(url, {
      appName: "fourhelp",
      ignoreUndefined: true,
      serverSelectionTimeoutMS: AWAY_MS,
      connectTimeoutMS: AWAY_MS,
      socketTimeoutMS: SILENT_MS,
      // what is answered for is on the disk of most members; who wants it otherwise says so in the address
      ...(/[?&](w|journal)=/i.test(url) ? {} : { writeConcern: { w: "majority", journal: true } }),
    });
    const db = client.db(databaseOf(url));
    await db.command({ ping: 1 });
    return { client, db };
  } catch (error) {
    await client?.close().catch(() => undefined);
    throw refusalOf(error);
  }
}

/** The database named in the address, or ours. */
export function databaseOf(url: string): string {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return named === undefined ? DATABASE : decodeURIComponent(named);
}

/** Did the server, or all that may be written to, not answer? */
export function isAway(error: unknown): boolean {
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    // many at once: the answer that did not come is no fault of one of them
    (error instanceof MongoBulkWriteError && [error.writeErrors].flat().length === 0) ||
    (error instanceof MongoError && error.hasErrorLabel("RetryableWriteError"))
  );
}

function refusalOf(error: unknown): StoreRefused {
  const refuse = (en: string, zh: string): StoreRefused => new StoreRefused("unreachable", `${en}\n${zh}`);
  if (error instanceof MongoServerError && REFUSED_CODES.has(error.code))
    return refuse(
      "MongoDB refuses the user or the password in STORE_URL: put the right ones there.",
      "MongoDB 不认 STORE_URL 里的用户名或密码，请改成正确的。",
    );
  const name = error instanceof Error ? error.name : "error";
  if (/Parse|InvalidArgument|MissingCredentials/.test(name))
    return refuse(
      "STORE_URL is no address that MongoDB's driver understands: see the connection string's form in its manual.",
      "STORE_URL 不是 MongoDB 能识别的地址，请检查格式。",
    );
  return refuse(
    `MongoDB at STORE_URL does not answer (${name}): start it, or put its right address there.`,
    "STORE_URL 指向的 MongoDB 没有应答，请先启动它，或改正地址。",
  );
}
