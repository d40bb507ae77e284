/** Small facts about the file itself. */
import type { Database } from "./database.js";

/** A value the house keeps about the file itself. */
export function readMeta(db: Database, key: string): string | undefined {
  const row = db.first("SELECT value FROM meta WHERE key = ?", key);
  return row === undefined ? undefined : String(row[0]);
}

/** Sets such a value. */
export function writeMeta(db: Database, key: string, value: string): void {
  db.run("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value);
}
