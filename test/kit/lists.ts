/** Brings lists in and takes them out in a world of its own, and shows what the store then holds, unsealed. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runExport, type ExportOutcome, type ExportRequest } from "#app/export/run.js";
import {
  runImport,
  type ImportOutcome,
  type ImportRequest,
  type ImportSummary,
  type ImportWatch,
} from "#app/import/run.js";
import { collectionNames, type CollectionName } from "#core/documents.js";
import type { Message } from "#core/message/message.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { Store } from "#store/port.js";
import { createWorld, type World, type WorldOptions } from "./world.js";
import { csvFile, xlsxFile } from "./sheet-files.js";

export type Rows = readonly (readonly (string | number | null)[])[];

export interface Lists {
  readonly world: World;
  readonly office: string;
  readonly store: Store;
  path(name: string): string;
  /** Brings in a file, or rows that are first written as csv. */
  put(kind: ImportKind, rows: Rows | string, over?: Partial<ImportRequest>, watch?: Watching): Promise<ImportOutcome>;
  /** The same, for what has to go well; throws otherwise. */
  done(kind: ImportKind, rows: Rows | string, over?: Partial<ImportRequest>, watch?: Watching): Promise<ImportSummary>;
  /** created, changed, unchanged, rejected */
  counts(kind: ImportKind, rows: Rows | string, over?: Partial<ImportRequest>): Promise<readonly number[]>;
  take(kind: ImportKind, over?: Partial<ExportRequest>): Promise<{ outcome: ExportOutcome; path: string }>;
  /** The rows of a list as it is written out, without their running numbers. */
  lines(kind: ImportKind, over?: Partial<ExportRequest>): Promise<string[]>;
  /** Every document of these collections, unsealed, without versions and times. */
  dump(...names: CollectionName[]): Promise<unknown[]>;
  text(message: Message): string;
  dispose(): Promise<void>;
}

/** A watch that may also put something between the import and the store. */
export type Watching = ImportWatch & { readonly wrap?: (store: Store) => Store };

/** A world with nobody but an office in it, unless told. */
export async function createListsBench(options: WorldOptions = { people: "empty" }): Promise<Lists> {
  const world = await createWorld(options);
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-lists-"));
  const { deps, office } = world.house;
  const { store, vault } = deps;
  let files = 0;
  const path = (name: string): string => join(folder, name);

  async function put(
    kind: ImportKind,
    rows: Rows | string,
    over: Partial<ImportRequest> = {},
    { wrap, ...watch }: Watching = {},
  ) {
    const file = typeof rows === "string" ? rows : path(`${++files}.csv`);
    if (typeof rows !== "string") await csvFile(file, rows);
    const request: ImportRequest = {
      office: office._id,
      kind,
      path: file,
      name: "list",
      map: null,
      dryRun: false,
      locale: "zh-CN",
      by: { system: "test" },
      rejectedPath: null,
      ...over,
    };
    return runImport({ ...deps, store: wrap?.(store) ?? store }, request, { shared: true, ...watch });
  }

  async function done(...asked: Parameters<typeof put>): Promise<ImportSummary> {
    const outcome = await put(...asked);
    if (outcome.type !== "done") throw new Error(`${outcome.type}: ${JSON.stringify(outcome)}`);
    return outcome.summary;
  }

  async function take(kind: ImportKind, over: Partial<ExportRequest> = {}) {
    const file = over.path ?? path(`${++files}.${over.format ?? "csv"}`);
    const request: ExportRequest = {
      office: office._id,
      kind,
      layout: null,
      path: file,
      format: "csv",
      reader: { as: "office" },
      ...over,
    };
    return { outcome: await runExport(deps, request), path: file };
  }

  const plain = (value: unknown): unknown => {
    if (typeof value === "string" && value.startsWith("s1.")) return parsed(vault.open(value as never));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const kept = Object.entries(value).filter(([key]) => !["version", "at", "startedAt", "since"].includes(key));
    return Object.fromEntries(kept.map(([key, part]) => [key, plain(part)]));
  };

  return {
    world,
    office: office._id,
    store,
    path,
    put,
    done,
    async counts(...asked) {
      const { created, changed, unchanged, rejected } = await done(...asked);
      return [created, changed, unchanged, rejected];
    },
    take,
    async lines(kind, over) {
      const { path: written } = await take(kind, { ...over, format: "csv" });
      const rows = (await readFile(written, "utf8")).trim().split("\r\n");
      return rows.map((row) => row.replace(/^\d+,/, ""));
    },
    async dump(...names) {
      const found: unknown[] = [];
      for (const name of names.length > 0 ? names : collectionNames) {
        const docs: { _id: string }[] = [];
        for await (const doc of store[name].scan({ index: "office", where: { office: office._id } })) docs.push(doc);
        docs.sort((a, b) => (a._id < b._id ? -1 : 1));
        found.push(...docs.map((doc) => [name, plain(doc)]));
      }
      return found;
    },
    text: (message) => deps.render(message, { locale: "zh-CN", dataClass: "local" }),
    async dispose() {
      await world.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes rows as xlsx at a path. */
export async function workbook(path: string, rows: Rows): Promise<string> {
  await xlsxFile(path, rows);
  return path;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
