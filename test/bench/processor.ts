/** Who took how much of the processors' time, as Linux counts it. */
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";

/** Of `/proc`: it counts in hundredths of a second. */
const TICKS = 100;

export interface ProcessorUse {
  /** Seconds of each process. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Share of the machine's processors that nobody wanted: where processes wait for each other it is large. */
  readonly idle: number;
}

/** Begins to count; the function tells what was used since. */
export async function countProcessor(
  pids: Readonly<Record<string, readonly number[]>>,
): Promise<() => Promise<ProcessorUse>> {
  const [before, idleBefore, began] = [await all(pids), await idleSeconds(), performance.now()];
  return async () => {
    const [after, idleAfter, took] = [await all(pids), await idleSeconds(), (performance.now() - began) / 1_000];
    const seconds = Object.fromEntries(Object.entries(after).map(([name, used]) => [name, used - (before[name] ?? 0)]));
    return { seconds, idle: (idleAfter - idleBefore) / (took * availableParallelism()) };
  };
}

async function all(pids: Readonly<Record<string, readonly number[]>>): Promise<Record<string, number>> {
  const used: Record<string, number> = {};
  for (const [name, of] of Object.entries(pids)) {
    used[name] = 0;
    for (const pid of of) used[name] += await secondsOf(pid);
  }
  return used;
}

async function secondsOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  // after the name, which is in brackets and may hold blanks, the 12th and 13th field
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function idleSeconds(): Promise<number> {
  const [line = ""] = (await readFile("/proc/stat", "utf8")).split("\n");
  return Number(line.split(/ +/)[4]) / TICKS;
}
