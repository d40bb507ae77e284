/** What an import is asked for, and what it answers. */
import type { Message } from "#core/message/message.js";
import type { Actor } from "#core/records.js";
import type { Locale } from "#core/registry/people.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { RowProblem } from "#core/sheets/problem.js";
import type { AppDeps } from "../deps.js";

export type ImportDeps = Pick<AppDeps, "store" | "vault" | "places" | "render" | "log" | "clock" | "ids" | "wake">;

export interface ImportRequest {
  readonly office: string;
  readonly kind: ImportKind;
  readonly path: string;
  /** The file's name as its owner knows it. */
  readonly name: string;
  /** Our or the national heading → the heading in the file; null when the file follows a layout we know. */
  readonly map: Readonly<Record<string, string>> | null;
  /** Only counts and problems; nothing is written. */
  readonly dryRun: boolean;
  /** The language of the sheet of rejected rows. */
  readonly locale: Locale;
  readonly by: Actor;
  /** Where the sheet of rejected rows goes (`.csv` or `.xlsx`), or null. It is made only when a row was rejected. */
  readonly rejectedPath: string | null;
}

export interface ImportSummary {
  readonly kind: ImportKind;
  readonly layout: string;
  readonly file: string;
  /** Rows with data; created + changed + unchanged + rejected. */
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly seconds: number;
  readonly dryRun: boolean;
  /** Rows that an earlier run had done before it was killed; 0 for a run from the start. */
  readonly resumedAt: number;
  /** The first ten. */
  readonly problems: readonly RowProblem[];
  readonly rejectedSheet: string | null;
}

export type ImportOutcome =
  /** The file as a whole cannot be taken; nothing was written. */
  | { readonly type: "refused"; readonly problem: Message }
  | { readonly type: "done"; readonly summary: ImportSummary }
  /** Called off between two batches; a later run of the same file continues there. */
  | { readonly type: "stopped"; readonly summary: ImportSummary };

export interface ImportWatch {
  /** Rows looked at, of how many in the file. */
  progress?(done: number, total: number): void;
  readonly signal?: AbortSignal;
  /** Does this process answer others meanwhile? Then what is written at once is less. */
  readonly shared?: boolean;
}
