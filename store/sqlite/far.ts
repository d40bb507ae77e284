/** The thread that writes, as seen from the one that asks it to. It is started when there is first much to write. */
import { Worker } from "node:worker_threads";
import type { Told } from "./batch.js";
import type { Op, Tables } from "./ops.js";
import type { FarWriter } from "./writes.js";

/** An error as the other thread can hand it over. */
export interface FarError {
  readonly message: string;
  /** SQLite's result code, where it is one of its own. */
  readonly errcode: number | undefined;
}

/** In the order of the writes. */
export interface FarTold {
  readonly failed: boolean;
  readonly values: readonly unknown[];
  /** By place; most batches have none. */
  readonly errors: readonly (readonly [index: number, error: FarError])[];
}

export interface FarStart {
  readonly path: string;
  readonly tables: Tables;
}

/** `thread.ts` as it was built: beside us, or in dist/ where this one runs from its source. */
const script = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/sqlite-thread.js" : "./sqlite-thread.js",
  import.meta.url,
);

interface Asked {
  resolve(told: Told): void;
  reject(error: unknown): void;
}

export function createFarWriter(start: FarStart): FarWriter {
  let worker: Worker | undefined;
  let state: "not-started" | "starting" | "ready" | "ended" = "not-started";
  let asked: Asked | undefined;

  function begin(): void {
    state = "starting";
    worker = new Worker(script, { workerData: start, execArgv: [] });
    // it never keeps a program alive that has nothing else to do
    worker.unref();
    worker.on("message", (message: "ready" | FarTold) => {
      if (message === "ready") state = "ready";
      else take()?.resolve(toldOf(message));
    });
    // what was under way may or may not be written, as with a COMMIT that fails; from now on this thread writes
    const end = (error: unknown): void => {
      state = "ended";
      take()?.reject(error);
    };
    worker.on("error", end);
    worker.on("exit", (code) => end(new Error(`the writing thread has ended (${code})`)));
  }

  function take(): Asked | undefined {
    const one = asked;
    asked = undefined;
    worker?.unref();
    return one;
  }

  return {
    ready() {
      if (state === "not-started") begin();
      return state === "ready";
    },
    write: (ops: readonly Op[]) =>
      new Promise((resolve, reject) => {
        asked = { resolve, reject };
        worker?.ref();
        worker?.postMessage(ops);
      }),
    async close() {
      if (state === "not-started" || state === "ended") return;
      const gone = new Promise<void>((resolve) => worker?.once("exit", () => resolve()));
      worker?.ref();
      worker?.postMessage("close");
      await gone;
    },
  };
}

function toldOf({ failed, values, errors }: FarTold): Told {
  const failures = new Map(errors);
  const results = values.map((value, index) => {
    const error = failures.get(index);
    return error ? ({ ok: false, error: errorOf(error) } as const) : ({ ok: true, value } as const);
  });
  return { failed, results };
}

const errorOf = ({ message, errcode }: FarError): Error => Object.assign(new Error(message), { errcode });
