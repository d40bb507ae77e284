/** Stands in for the SQLite driver in the bundled child: the same driver, and it tells of every statement it ran. */
import { createRequire } from "node:module";
import type * as Driver from "@photostructure/sqlite";

// not an import: the bundler leads that name to this very file
const driver = createRequire(import.meta.url)("@photostructure/sqlite") as typeof Driver;

const listeners: ((sql: string) => void)[] = [];

/** Calls `listener` after each statement that `exec` ran, by any connection. */
export function onExec(listener: (sql: string) => void): void {
  listeners.push(listener);
}

export const { backup } = driver;

export class DatabaseSync extends driver.DatabaseSync {
  override exec(sql: string): void {
    super.exec(sql);
    for (const listener of listeners) listener(sql);
  }
}
