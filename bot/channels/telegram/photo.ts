/** Fetches a photo that Telegram holds, and puts it away: by its content, not by what it says it is. */
import type { Chat } from "#app/chat.js";
import { PHOTO_BYTES, type Photos } from "#app/photos.js";
import type { Timers } from "#core/clock.js";
import type { Input, Unsupported } from "#core/message/talk.js";
import { FileTooBig, isRefused, type TelegramApi } from "./call.js";
import type { Attached } from "./content.js";
import type { Sender } from "./read.js";
import { signalFor, wait } from "./wait.js";

export interface PhotoDeps {
  readonly api: Pick<TelegramApi, "raw" | "file">;
  readonly photos: Pick<Photos, "keepBytes">;
  readonly chat: Pick<Chat, "at">;
  readonly timers: Timers;
  /** Aborts when the channel stops: the photo is then fetched when its update comes again. */
  stopped(): AbortSignal;
}

/** The input that a photo becomes: itself, or what was wrong with it. Rejects when it is to come again. */
export type PhotoInput = (from: Sender, photo: Attached) => Promise<Input>;

/** All tries together stay under the minute that Telegram waits for a webhook. */
const TRY_MS = 15_000;
const PAUSES_MS = [1_000, 2_000];

export function createPhotoInput(deps: PhotoDeps): PhotoInput {
  return async ({ address }, { fileId, caption }) => {
    const contact = await deps.chat.at("telegram", address);
    // what a stranger sends first proves nothing and belongs to no office yet: they are greeted
    if (!contact) return { type: "text", text: caption ?? "" };
    const got = await fetchPhoto(deps, fileId);
    if (!Buffer.isBuffer(got)) return unsupported(got);
    const kept = await deps.photos.keepBytes(got, { office: contact.office, person: contact.active });
    if (kept.type === "kept") return { type: "photo", photo: kept.photo, text: caption };
    return unsupported(kept.why === "too-big" ? "big-photo" : "no-photo");
  };
}

function unsupported(what: Unsupported): Input {
  return { type: "unsupported", what };
}

async function fetchPhoto(deps: PhotoDeps, fileId: string): Promise<Buffer | "big-photo" | "lost-photo"> {
  const stopped = deps.stopped();
  for (const pauseMs of [...PAUSES_MS, null]) {
    try {
      return await tryFetch(deps, fileId, stopped);
    } catch (error) {
      // stopping is no fault of the photo's
      if (stopped.aborted) throw error;
      if (error instanceof FileTooBig || (isRefused(error) && /too big/i.test(error.description))) return "big-photo";
    }
    if (pauseMs !== null) await wait(deps.timers, pauseMs, stopped);
  }
  return "lost-photo";
}

async function tryFetch({ api, timers }: PhotoDeps, fileId: string, stopped: AbortSignal): Promise<Buffer> {
  const late = new AbortController();
  const cancel = timers.after(TRY_MS, () => late.abort());
  const signal = AbortSignal.any([late.signal, stopped]);
  try {
    const { file_path: path, file_size: size } = await api.raw.getFile(fileId, signalFor(signal));
    if (size !== undefined && size > PHOTO_BYTES) throw new FileTooBig(`${size} bytes`);
    if (path === undefined) throw new Error("the file has no path");
    return await api.file(path, { maxBytes: PHOTO_BYTES, signal });
  } finally {
    cancel();
  }
}
