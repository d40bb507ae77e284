/** `fourhelp import`: brings a list of the office in from a csv or xlsx file. Give it again, and only what differs is changed. */
import { access, constants, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import type { ImportOutcome, ImportSummary } from "#app/import/request.js";
import type { Message } from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { RowProblem } from "#core/sheets/problem.js";
import type { Fourhelp } from "../compose.js";
import type { Config } from "../config.js";
import { configure } from "./house.js";
import { summaryMessages } from "./lists/words.js";
import { demoWarning, isFailure, kindLines, linesIn, openLists, readKind, readLocale } from "./lists/common.js";
import { exitCodes, fail, processIo, STOPPED, untilInterrupted, type Failure, type Io } from "./outcome.js";
import { createProgress } from "./lists/progress.js";

export interface ImportOptions {
  readonly dryRun?: boolean;
  /** `heading=heading in the file`, or the path of a JSON file. */
  readonly map?: readonly string[];
  readonly rejected?: string;
  readonly locale?: string;
  readonly json?: boolean;
}

/** Adds `import` to the program. */
export function registerImport(program: Command): void {
  program
    .command("import")
    .description("bring a list of the office in, from csv or xlsx 导入名单")
    .argument("<kind>", "what the list is of (below)")
    .argument("<file>", "the file, .csv or .xlsx")
    .option("--dry-run", "only look: counts and the first ten problems, nothing is written 只检查，不写入")
    .option("--map <map>", 'a column by another name, "户编号=家庭编号"; again for each, or a .json file', collect, [])
    .option("--rejected <file>", "where rows that were not taken are listed; otherwise beside the file")
    .option("--locale <locale>", `language of the answer: ${Locale.options.join(" or ")}; otherwise both`)
    .option("--json", "only the summary, as one line of JSON")
    .addHelpText(
      "after",
      `\nKinds, in the order they are best brought in:\n${kindLines.join("\n")}\n\n` +
        "The same file twice changes nothing; a corrected file changes what differs. After Ctrl-C or a power cut give\n" +
        "the same command again: it goes on where it was. The last line of the output is the summary as JSON.\n" +
        "同一个文件导两遍不会重复；中断后再执行一次，会接着导。\n\n" +
        "Example:\n  fourhelp import households members.xlsx --dry-run\n  fourhelp import households members.xlsx",
    )
    .action(async (kind: string, file: string, options: ImportOptions) => {
      const read = configure();
      const io = processIo();
      if ("failure" in read) process.exitCode = fail(io, read.failure, options.json === true);
      else
        process.exitCode = await untilInterrupted((signal) =>
          importList(read.config, { kind, file, ...options }, io, signal),
        );
    });
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

type Asked = ImportOptions & { readonly kind: string; readonly file: string };

interface Ready {
  readonly kind: ImportKind;
  readonly path: string;
  readonly map: Readonly<Record<string, string>> | null;
  readonly rejectedPath: string;
  readonly locale: Locale | null;
}

/** Runs one import; the exit code. */
export async function importList(config: Config, asked: Asked, io: Io, signal: AbortSignal): Promise<number> {
  const json = asked.json === true;
  const ready = await prepare(asked);
  if (isFailure(ready)) return fail(io, ready, json);
  const house = await openLists(config, true);
  if (isFailure(house)) return fail(io, house, json);
  try {
    if (!json)
      io.problems.write(
        demoWarning(house)
          .map((line) => `${line}\n`)
          .join(""),
      );
    const progress = await createProgress(json ? { ...io.problems, isTTY: false } : io.problems, () =>
      performance.now(),
    );
    const { runImport } = await import("#app/import/run.js");
    const outcome = await runImport(
      house.deps,
      {
        office: house.office._id,
        kind: ready.kind,
        path: ready.path,
        name: basename(ready.path),
        map: ready.map,
        dryRun: asked.dryRun === true,
        locale: ready.locale ?? house.office.locale,
        by: { system: "cli" },
        rejectedPath: ready.rejectedPath,
      },
      { progress: progress.show, signal },
    ).finally(progress.end);
    return report(house, outcome, { io, json, locale: ready.locale, shown: ready.locale ?? house.office.locale });
  } finally {
    await house.close(0);
  }
}

async function prepare(asked: Asked): Promise<Ready | Failure> {
  const kind = readKind(asked.kind);
  if (isFailure(kind)) return kind;
  const locale = readLocale(asked.locale);
  if (isFailure(locale)) return locale;
  const path = resolve(asked.file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    const problems = [`There is no file ${path}.`, "没有这个文件，请检查路径。"];
    return { ending: "usage", problems };
  }
  const map = await readMap(asked.map ?? []);
  if (isFailure(map)) return map;
  const rejectedPath = resolve(asked.rejected ?? join(dirname(path), `${basename(path, extname(path))}.rejected.csv`));
  if (rejectedPath === path) {
    const problems = ["--rejected: names the list itself; give it another file. 不能和名单是同一个文件。"];
    return { ending: "usage", problems };
  }
  const folder = dirname(rejectedPath);
  // said now, not after an hour's import
  if (
    !(await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    ))
  ) {
    const problems = [
      `Rows that are not taken could not be listed in ${folder}; name another file with --rejected.`,
      "这个目录写不了，请用 --rejected 指定别处。",
    ];
    return { ending: "refused", problems };
  }
  return { kind, path, map, rejectedPath, locale };
}

const MapFile = z.record(z.string().min(1), z.string().min(1));

/** The mapping of all `--map` together; null without any. */
export async function readMap(given: readonly string[]): Promise<Readonly<Record<string, string>> | null | Failure> {
  const map: Record<string, string> = {};
  for (const one of given) {
    const read = one.includes("=") ? readPair(one) : await readMapFile(one);
    if (isFailure(read)) return read;
    Object.assign(map, read);
  }
  return given.length === 0 ? null : map;
}

function readPair(text: string): Record<string, string> | Failure {
  const at = text.indexOf("=");
  const [ours, theirs] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (ours !== "" && theirs !== "") return { [ours]: theirs };
  return badMap(`got "${text}"; it is written "户编号=家庭编号": our heading, then the one in your file.`);
}

async function readMapFile(path: string): Promise<Record<string, string> | Failure> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return badMap(`got "${path}", which is neither "户编号=家庭编号" nor a file that can be read.`);
  }
  try {
    return MapFile.parse(JSON.parse(text));
  } catch {
    return badMap(`${path} has to be JSON such as {"户编号": "家庭编号"}.`);
  }
}

const badMap = (what: string): Failure => ({
  ending: "usage",
  problems: [`--map: ${what} 列名对应写法：“户编号=家庭编号”。`],
});

interface Reporting {
  readonly io: Io;
  readonly json: boolean;
  /** Language of the sentences; null: both. */
  readonly locale: Locale | null;
  /** Language of what stands in the JSON line. */
  readonly shown: Locale;
}

function report(house: Fourhelp, outcome: ImportOutcome, { io, json, locale, shown }: Reporting): number {
  const text = (message: Message): string => house.deps.render(message, { locale: shown, dataClass: "local" });
  const write = (lines: readonly string[], value: unknown): void =>
    void io.output.write([...(json ? [] : lines), JSON.stringify(value)].map((line) => `${line}\n`).join(""));
  if (outcome.type === "refused") {
    const { problem } = outcome;
    // machines find the summary where it always is; people and scripts that look for problems find them there too
    write([], { outcome: "refused", problem: text(problem), code: problem.key });
    return fail(io, { ending: "refused", problems: linesIn(house.deps, locale, [problem]) }, json);
  }
  const lines = linesIn(house.deps, locale, summaryMessages(outcome));
  write(lines, { outcome: outcome.type, ...plain(outcome.summary, text) });
  return outcome.type === "done" ? exitCodes.done : STOPPED;
}

/** The summary with its problems in words, and the key of each reason for machines. */
function plain(summary: ImportSummary, text: (message: Message) => string): object {
  const problems = summary.problems.map(({ row, column, valueClass, reason, mend }: RowProblem) => ({
    row,
    column,
    value: text(valueClass),
    reason: text(reason),
    mend: text(mend),
    code: reason.key,
  }));
  return { ...summary, problems };
}
