/** The thread that writes: a connection of its own to the same file, batches in, what became of them out. */
import { parentPort, workerData } from "node:worker_threads";
import { writeTogether } from "./batch.js";
import { openDatabase } from "./database.js";
import type { FarError, FarStart, FarTold } from "./far.js";
import type { Op } from "./ops.js";

if (!parentPort) throw new Error("this is a thread's program");
const port = parentPort;
// given by `far.ts`
const { path, tables } = workerData as FarStart;
const db = openDatabase(path);

port.on("message", (message: "close" | readonly Op[]) => {
  if (message === "close") {
    db.close();
    port.close();
    return;
  }
  const { failed, results } = writeTogether(db, tables, message);
  const told: FarTold = {
    failed,
    values: results.map((result) => (result.ok ? result.value : null)),
    errors: results.flatMap((result, index) => (result.ok ? [] : [[index, farErrorOf(result.error)] as const])),
  };
  port.postMessage(told);
});
port.postMessage("ready");

function farErrorOf(error: unknown): FarError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  return { message, errcode: typeof code === "number" ? code : undefined };
}
