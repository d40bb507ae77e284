/** How a command ends: its exit code, its problems as sentences or as JSON, and Ctrl-C. */

/** What every command of the house promises (design §8). */
export const exitCodes = { done: 0, refused: 1, usage: 2, broken: 3 } as const;

/** What a shell shows of a command that Ctrl-C ended (128 + SIGINT). */
export const STOPPED = 130;

export type Ending = keyof typeof exitCodes;

/** Where a command reads and writes; the process's own streams, or a test's. */
export interface Io {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly problems: NodeJS.WritableStream;
}

/** The streams of this process. */
export function processIo(): Io {
  return { input: process.stdin, output: process.stdout, problems: process.stderr };
}

/** A problem that ends the command, with the sentences to show. */
export interface Failure {
  readonly ending: Exclude<Ending, "done">;
  readonly problems: readonly string[];
}

/** Writes what went wrong and gives the exit code. */
export function fail(io: Pick<Io, "problems">, { ending, problems }: Failure, json: boolean): number {
  io.problems.write(
    json ? `${JSON.stringify({ error: ending, problems })}\n` : problems.map((line) => `${line}\n`).join(""),
  );
  return exitCodes[ending];
}

/** Writes the result: a value for machines, or sentences for people. */
export function tell(io: Pick<Io, "output">, json: boolean, value: unknown, lines: readonly string[]): void {
  io.output.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(""));
}

/** The first Ctrl-C asks to stop, a second one ends at once. */
export async function untilInterrupted(act: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stop = new AbortController();
  const interrupt = (): void => (stop.signal.aborted ? process.exit(STOPPED) : stop.abort());
  process.on("SIGINT", interrupt);
  try {
    return await act(stop.signal);
  } finally {
    process.off("SIGINT", interrupt);
  }
}
