/** `fourhelp move`: carries all documents from one store to another, such as from the file of one machine to MongoDB. */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { systemTimers } from "#app/clock.js";
import { nameOfPlace, openStoreAt, type StorePlace, type WholeStore } from "#store/open.js";
import type { Config } from "../config.js";
import { configure } from "./house.js";
import { isFailure } from "./lists/common.js";
import { createProgress, type BarStream } from "./lists/progress.js";
import { ADDRESSES, checkFile, readPlace, wrong } from "./move/places.js";
import { lookAt, moveStore, type Moving } from "./move/stores.js";
import { breakageOf, differs, doneLines, dryLines, refusalOf, stoppedLines, type Ends } from "./move/words.js";
import { exitCodes, fail, processIo, STOPPED, tell, untilInterrupted, type Failure, type Io } from "./outcome.js";

export interface MoveOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Adds `move` to the program. */
export function registerMove(program: Command): void {
  program
    .command("move")
    .description("carry all documents from one store to another 搬迁数据")
    .requiredOption("--from <address>", "where they are (below)")
    .requiredOption("--to <address>", "where they go; it must be empty, and is made when it is missing")
    .option("--dry-run", "only look and count; no document is written 只看一看")
    .option("--json", "only the result, as one line of JSON")
    .addHelpText(
      "after",
      `\nAddresses: ${ADDRESSES}.\n\n` +
        "Stop everything that runs on either of them first. After Ctrl-C or a power cut give the same command again: it\n" +
        "goes on where it was. At the end both sides are compared. The key, photos and uploads lie in DATA_DIR, not in the\n" +
        "store: they stay there. 先停下服务；中断后再执行一次，会接着搬。\n\n" +
        "Example:\n  fourhelp move --from sqlite:data/fourhelp.db --to mongodb://db.example/fourhelp",
    )
    .action(async (options: MoveOptions) => {
      const read = configure();
      const io = processIo();
      if ("failure" in read) process.exitCode = fail(io, read.failure, options.json === true);
      else process.exitCode = await untilInterrupted((signal) => move(read.config, options, io, signal));
    });
}

interface Ready {
  readonly dryRun: boolean;
  readonly from: StorePlace;
  readonly to: StorePlace;
  readonly ends: Ends;
}

/** Runs one move; the exit code. */
export async function move(config: Config, asked: MoveOptions, io: Io, signal: AbortSignal): Promise<number> {
  const json = asked.json === true;
  const ready = await prepare(config, asked);
  if (isFailure(ready)) return fail(io, ready, json);
  const open: WholeStore[] = [];
  try {
    const source = await openEnd(ready.from);
    if (isFailure(source)) return fail(io, source, json);
    open.push(source);
    const target = await openTarget(ready.to, ready.dryRun);
    if (isFailure(target)) return fail(io, target, json);
    if (target) open.push(target);
    return await carry({ source, target, signal, io, json }, ready);
  } catch (error) {
    const failure = breakageOf(error, ready.ends.from);
    if (failure === null) throw error;
    return fail(io, failure, json);
  } finally {
    for (const store of open) await store.close();
  }
}

async function prepare(config: Config, asked: MoveOptions): Promise<Ready | Failure> {
  const storeUrl = config.store.engine === "mongo" ? config.store.url : null;
  const from = readPlace("--from", asked.from, storeUrl);
  if (isFailure(from)) return from;
  const to = readPlace("--to", asked.to, storeUrl);
  if (isFailure(to)) return to;
  const ends = { from: nameOfPlace(from), to: nameOfPlace(to) };
  if (ends.from === ends.to) return wrong("--from and --to are the same place.", "--from 和 --to 是同一个地方。");
  const problem = (await checkFile("--from", from, true)) ?? (await checkFile("--to", to, false));
  return problem ?? { from, to, ends, dryRun: asked.dryRun === true };
}

async function openEnd(place: StorePlace): Promise<WholeStore | Failure> {
  try {
    return await openStoreAt(place);
  } catch (error) {
    const failure = breakageOf(error, nameOfPlace(place));
    if (failure === null) throw error;
    return failure;
  }
}

/** Only looking makes no file: null where there is none yet. */
async function openTarget(place: StorePlace, dryRun: boolean): Promise<WholeStore | Failure | null> {
  if (dryRun && place.engine === "sqlite" && !existsSync(place.path)) return null;
  return openEnd(place);
}

interface Carrying extends Pick<Moving, "source" | "signal"> {
  /** Null: there is none yet, and only looking makes none. */
  readonly target: WholeStore | null;
  readonly io: Io;
  readonly json: boolean;
}

async function carry({ source, target, signal, io, json }: Carrying, { ends, to, dryRun }: Ready): Promise<number> {
  const look = await lookAt(source, target, ends.from);
  if (look.type !== "ready") return fail(io, refusalOf(look, ends), json);
  const { counts, documents, resumes } = look;
  if (dryRun || target === null) {
    tell(io, json, { outcome: "dry-run", ...ends, documents, resumes, counts }, dryLines(counts, documents, ends));
    return exitCodes.done;
  }
  const bars = await createBars(json ? { ...io.problems, isTTY: false } : io.problems);
  const moving = { source, target, from: ends.from, clock: systemTimers(), signal, show: bars.show };
  const outcome = await moveStore(moving).finally(bars.end);
  switch (outcome.type) {
    case "stopped":
      tell(io, json, { outcome: "stopped", ...ends, documents }, stoppedLines);
      return STOPPED;
    case "differs":
      return fail(io, differs(outcome.collections, ends), json);
    case "done": {
      const { copied, kept, removed, digests } = outcome;
      const value = { outcome: "done", ...ends, documents: copied + kept, copied, kept, removed, collections: digests };
      tell(io, json, value, doneLines(outcome, to, ends));
      return exitCodes.done;
    }
  }
}

/** A bar for each part of the move: copying first, then comparing. */
async function createBars(stream: BarStream): Promise<{ show: NonNullable<Moving["show"]>; end(): void }> {
  const now = (): number => performance.now();
  const bars = { copy: await createProgress(stream, now), compare: await createProgress(stream, now) };
  return {
    show(part, done, total) {
      if (part === "compare") bars.copy.end();
      bars[part].show(done, total);
    },
    end() {
      bars.copy.end();
      bars.compare.end();
    },
  };
}
