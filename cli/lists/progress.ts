/** A progress bar for long commands: rate and time left, on a terminal only, never in a pipe or a log. */
import type { SingleBar } from "cli-progress";

/** Where the bar is drawn; anything that is no terminal gets nothing. */
export type BarStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

export interface Progress {
  /** `total` 0: not known yet. */
  show(done: number, total: number): void;
  /** Takes the bar away, so that sentences stand alone. */
  end(): void;
}

const FORMAT = "{bar} {percentage}% · {value}/{total} · {rate}/s · {left}";
/** Where nobody knows how many there will be. */
const OPEN_FORMAT = "{value} · {rate}/s";
/** A rate taken over less than this jumps about. */
const SETTLED_MS = 400;

/** Makes the bar; `now` in milliseconds. It appears with the first call of `show`. */
export async function createProgress(stream: BarStream, now: () => number): Promise<Progress> {
  if (stream.isTTY !== true) return { show: () => undefined, end: () => undefined };
  const { SingleBar: Bar, Presets } = await import("cli-progress");
  const options = { stream, clearOnComplete: true, hideCursor: true, barsize: 24, fps: 8 };
  let bar: SingleBar | null = null;
  let begin: { readonly at: number; readonly from: number } | null = null;
  return {
    show(done, total) {
      if (begin === null || bar === null) {
        // what an earlier run had done already says nothing about the speed of this one
        begin = { at: now(), from: done };
        bar = new Bar({ ...options, format: total > 0 ? FORMAT : OPEN_FORMAT }, Presets.shades_classic);
        bar.start(total, done, { rate: "–", left: "" });
        return;
      }
      bar.setTotal(total);
      bar.update(done, pace(done - begin.from, total - done, now() - begin.at));
    },
    end: () => bar?.stop(),
  };
}

/** Rows a second and the time left, as shown. */
export function pace(did: number, toDo: number, ms: number): { readonly rate: string; readonly left: string } {
  if (ms < SETTLED_MS || did <= 0) return { rate: "–", left: "" };
  const perSecond = (did * 1_000) / ms;
  const seconds = Math.ceil(Math.max(0, toDo) / perSecond);
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return { rate: String(Math.round(perSecond)), left };
}
