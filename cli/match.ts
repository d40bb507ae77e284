/** `fourhelp match`: plans an instance from a file (matching.md, "Command and formats"). */
import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { readInstance, type ByKind, type Instance } from "#core/match/instance.js";
import { plan } from "#core/match/plan.js";

/** What the command needs of the world. `now` and `rss` are milliseconds and bytes. */
export interface MatchDeps {
  readFile(path: string): Promise<string>;
  writeFile(path: string, text: string): Promise<void>;
  now(): number;
  rss(): number;
}

/** The one line the command prints; value and bound are summed over the kinds. */
interface MatchLine {
  /** Time the plan took, without reading and writing. */
  readonly ms: number;
  readonly value: number;
  readonly bound: number;
  /** value ÷ bound: the plan is at least this share of the best possible. */
  readonly certified: number;
  /** Needs that get something, and needs that get nothing. */
  readonly matched: number;
  readonly unserved: number;
  readonly rssMb: number;
}

export type MatchOutcome =
  | { outcome: "done"; line: MatchLine }
  | { outcome: "refused"; problems: string[] }
  | { outcome: "broken"; message: string };

/** Reads the instance, plans it, writes the plan. A file that cannot be read or understood is refused input. */
export async function runMatch(files: { instance: string; out: string }, deps: MatchDeps): Promise<MatchOutcome> {
  const read = await readJson(files.instance, deps);
  if ("problem" in read) return { outcome: "refused", problems: [read.problem] };
  const reading = readInstance(read.raw);
  if (!reading.ok) return { outcome: "refused", problems: reading.problems };
  const start = deps.now();
  const { matches, value, bound } = plan(reading.instance);
  const ms = deps.now() - start;
  try {
    await deps.writeFile(files.out, JSON.stringify({ matches, value, bound }));
  } catch (error) {
    return { outcome: "broken", message: `the plan could not be written: ${messageOf(error)}` };
  }
  const served = new Set(matches.map((match) => match.need));
  return {
    outcome: "done",
    line: lineOf(ms, total(value), total(bound), servedIn(reading.instance, served), deps.rss()),
  };
}

async function readJson(path: string, deps: MatchDeps): Promise<{ raw: unknown } | { problem: string }> {
  let text: string;
  try {
    text = await deps.readFile(path);
  } catch (error) {
    return { problem: `the instance could not be read: ${messageOf(error)}` };
  }
  try {
    return { raw: JSON.parse(text) };
  } catch {
    // The parser's message quotes the text, which may speak of people.
    return { problem: "the instance is not JSON" };
  }
}

const total = (byKind: ByKind): number => byKind.funds + byKind.jobs + byKind.industry;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

function servedIn({ needs }: Instance, served: ReadonlySet<string>): { matched: number; unserved: number } {
  const open = needs.filter((need) => need.quantity > 0);
  const matched = open.filter((need) => served.has(need.id)).length;
  return { matched, unserved: open.length - matched };
}

function lineOf(
  ms: number,
  value: number,
  bound: number,
  needs: { matched: number; unserved: number },
  rss: number,
): MatchLine {
  // Rounded down: a certificate must not promise more than there is.
  const certified = bound > 0 ? Math.floor((value / bound) * 1e6) / 1e6 : 1;
  return { ms: round(ms, 1), value, bound, certified, ...needs, rssMb: round(rss / 1_048_576, 1) };
}

/** Adds `match` to the program. Exit codes: 0 done, 1 refused input, 3 broken; usage (2) is the program's. */
export function registerMatch(program: Command): void {
  program
    .command("match")
    .description("plan which pledge helps which need, from a file, and say how good the plan is")
    .requiredOption("--instance <file>", "areas, needs and pledges, as JSON")
    .requiredOption("--out <file>", "where the plan is written, as JSON")
    .option("--json", "errors as JSON too; the result always is one JSON line")
    .addHelpText("after", "\nExample:\n  fourhelp match --instance county.json --out plan.json")
    .action(async (options: { instance: string; out: string; json?: true }) => {
      const outcome = await runMatch(options, {
        readFile: (path) => readFile(path, "utf8"),
        writeFile: (path, text) => writeFile(path, text),
        now: () => performance.now(),
        rss: () => process.memoryUsage.rss(),
      });
      process.exitCode = report(outcome, options.json === true);
    });
}

function report(outcome: MatchOutcome, json: boolean): number {
  if (outcome.outcome === "done") {
    process.stdout.write(`${JSON.stringify(outcome.line)}\n`);
    return 0;
  }
  const problems = outcome.outcome === "refused" ? outcome.problems : [outcome.message];
  process.stderr.write(
    json ? `${JSON.stringify({ error: outcome.outcome, problems })}\n` : problems.map((line) => `${line}\n`).join(""),
  );
  return outcome.outcome === "refused" ? 1 : 3;
}
