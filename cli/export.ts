/** `fourhelp export`: writes a list of the office to a csv or xlsx file, in a layout that can be brought in again. */
import { extname, resolve } from "node:path";
import type { Command } from "commander";
import { layoutNamed } from "#app/list-words.js";
import { say } from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import { layouts } from "#core/sheets/layouts/index.js";
import { officeIndex } from "#store/collections.js";
import type { ExportRequest } from "#app/export/run.js";
import type { Fourhelp } from "../compose.js";
import type { Config } from "../config.js";
import { configure } from "./house.js";
import { isFailure, kindLines, linesIn, openLists, readKind, readLocale, unwritable } from "./lists/common.js";
import { exitCodes, fail, processIo, type Failure, type Io } from "./outcome.js";
import { createProgress } from "./lists/progress.js";

export interface ExportOptions {
  readonly layout?: string;
  /** A person by name or id, whose rights count; otherwise the office's own. */
  readonly as?: string;
  readonly locale?: string;
  readonly json?: boolean;
}

/** Adds `export` to the program. */
export function registerExport(program: Command): void {
  program
    .command("export")
    .description("write a list of the office to csv or xlsx 导出名单")
    .argument("<kind>", "what the list is of (below)")
    .argument("<file>", "where to; its ending, .csv or .xlsx, decides the format")
    .option("--layout <layout>", "which layout, such as 2022 or 2016; otherwise the newest")
    .option("--as <person>", "only what this person may see, by name or id; otherwise all that the office may")
    .option("--locale <locale>", `language of the answer: ${Locale.options.join(" or ")}; otherwise both`)
    .option("--json", "only the summary, as one line of JSON")
    .addHelpText(
      "after",
      `\nKinds:\n${kindLines.join("\n")}\n\nThe last line of the output is the summary as JSON.\n\n` +
        "Example:\n  fourhelp export households members.xlsx --layout 2022",
    )
    .action(async (kind: string, file: string, options: ExportOptions) => {
      const read = configure();
      const io = processIo();
      if ("failure" in read) process.exitCode = fail(io, read.failure, options.json === true);
      else process.exitCode = await exportList(read.config, { kind, file, ...options }, io);
    });
}

type Asked = ExportOptions & { readonly kind: string; readonly file: string };
type Reader = ExportRequest["reader"];

interface Ready extends Pick<ExportRequest, "kind" | "layout" | "path" | "format"> {
  readonly locale: Locale | null;
}

/** Runs one export; the exit code. */
export async function exportList(config: Config, asked: Asked, io: Io): Promise<number> {
  const json = asked.json === true;
  const ready = prepare(asked);
  if (isFailure(ready)) return fail(io, ready, json);
  const house = await openLists(config, false);
  if (isFailure(house)) return fail(io, house, json);
  try {
    const reader = await readerOf(house, asked.as);
    return isFailure(reader) ? fail(io, reader, json) : await write(house, ready, reader, { io, json });
  } catch (error) {
    const problem = unwritable(error);
    if (problem === null) throw error;
    return fail(io, problem, json);
  } finally {
    await house.close(0);
  }
}

function prepare(asked: Asked): Ready | Failure {
  const kind = readKind(asked.kind);
  if (isFailure(kind)) return kind;
  const locale = readLocale(asked.locale);
  if (isFailure(locale)) return locale;
  const path = resolve(asked.file);
  const format = formatOf(path);
  if (isFailure(format)) return format;
  const layout = readLayout(kind, asked.layout);
  return isFailure(layout) ? layout : { kind, layout, path, format, locale };
}

async function write(
  house: Fourhelp,
  { locale, ...list }: Ready,
  reader: Reader,
  { io, json }: { readonly io: Io; readonly json: boolean },
): Promise<number> {
  const progress = await createProgress(io.problems, () => performance.now());
  const { runExport } = await import("#app/export/run.js");
  const request = { ...list, office: house.office._id, reader };
  const watch = { progress: (done: number) => progress.show(done, 0) };
  const outcome = await runExport(house.deps, request, watch).finally(progress.end);
  if (outcome.type === "refused") {
    return fail(io, { ending: "refused", problems: linesIn(house.deps, locale, [outcome.problem]) }, json);
  }
  const { rows, sensitive } = outcome;
  const { path } = list;
  const told = [say("lists.written", { count: rows, path }), ...(sensitive ? [say("lists.sensitive")] : [])];
  const value = { outcome: "done", kind: list.kind, file: path, rows, sensitive };
  const lines = json ? [] : linesIn(house.deps, locale, told);
  io.output.write([...lines, JSON.stringify(value)].map((line) => `${line}\n`).join(""));
  return exitCodes.done;
}

/** The format of a file by its ending. */
export function formatOf(path: string): "csv" | "xlsx" | Failure {
  const ending = extname(path).toLowerCase();
  if (ending === ".csv") return "csv";
  if (ending === ".xlsx") return "xlsx";
  const problems = [`The file has to end in .csv or .xlsx; got "${ending}". 文件名要以 .csv 或 .xlsx 结尾。`];
  return { ending: "usage", problems };
}

/** Null when none was asked for. */
function readLayout(kind: ImportKind, name: string | undefined): string | null | Failure {
  if (name === undefined) return null;
  const known = layouts[kind].map(({ id }) => id).join(", ");
  const problems = [`--layout: got "${name}"; for ${kind} there are: ${known}. 没有这种表样。`];
  return layoutNamed(kind, name) ?? { ending: "usage", problems };
}

async function readerOf({ deps, office }: Fourhelp, who: string | undefined): Promise<Reader | Failure> {
  if (who === undefined) return { as: "office" };
  const byId = await deps.store.people.get(who);
  if (byId?.office === office._id) return { person: byId._id };
  const named: string[] = [];
  for await (const person of deps.store.people.scan({ index: officeIndex, where: { office: office._id } }))
    if (person.name === who) named.push(person._id);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return { person: only };
  const problems =
    only === undefined
      ? [`--as: there is nobody called "${who}" here. 没有这个人。`]
      : [
          `--as: several people are called "${who}"; name one by id: 有同名的，请用编号：`,
          ...named.map((id) => `  ${id}`),
        ];
  return { ending: "refused", problems };
}
