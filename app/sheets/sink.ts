/** A file that is being written: it bears its name only once it is whole. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

export interface Sink {
  /** Where the bytes go. */
  readonly stream: Writable;
  /** Waits until all is on its way to the disk, and gives the file its name. The stream must have been ended. */
  keep(): Promise<void>;
  /** Takes away what was written. */
  discard(): Promise<void>;
}

/** Starts a file that only its owner may read: lists hold people. */
export function createSink(path: string): Sink {
  const part = `${path}.part`;
  const stream = createWriteStream(part, { mode: 0o600 });
  const done = finished(stream);
  // told when the caller next waits, not as an unhandled rejection
  done.catch(() => undefined);
  return {
    stream,
    async keep() {
      await done;
      await rename(part, path);
    },
    async discard() {
      stream.destroy();
      await done.catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

/** Text gathered until it is worth writing. */
export interface Pen {
  /** Adds text; waits when the stream is full. Rejects when the stream has failed. */
  write(text: string): Promise<void>;
  /** Writes what is left and ends the stream. */
  end(): Promise<void>;
}

const ENOUGH = 64 * 1024;

export function createPen(stream: Writable): Pen {
  let gathered = "";
  const failures: Error[] = [];
  stream.on("error", (error) => failures.push(error));
  function check(): void {
    if (failures[0]) throw failures[0];
    // nothing would ever say that there is room again
    if (stream.closed) throw new Error("the file is closed");
  }
  async function flush(): Promise<void> {
    check();
    const text = gathered;
    gathered = "";
    if (stream.write(text)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        stream.off("drain", go).off("close", go);
        resolve();
      };
      stream.on("drain", go).on("close", go);
    });
    check();
  }
  return {
    async write(text) {
      gathered += text;
      if (gathered.length >= ENOUGH) await flush();
    },
    async end() {
      await flush();
      stream.end();
    },
  };
}
