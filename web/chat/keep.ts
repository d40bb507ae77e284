/** What of a talk outlives a reload: what waits to be sent, what was seen, and the person's own small pictures. */
import { restore, type Item, type Outbox } from "./outbox.js";
import type { Store } from "./store.js";
import { openNotices, type Memory, type Thread } from "./thread.js";

export interface Keep {
  loadBox(): Outbox;
  /** Stores the change from one box to the next. False: something is kept only while the page is open. */
  saveBox(before: Outbox, after: Outbox): boolean;
  loadMemory(): Memory;
  saveMemory(thread: Thread, seen: string | undefined): void;
  saveThumb(item: Item): void;
  /** Gives the person's own lines their pictures back. */
  addThumbs(thread: Thread): Thread;
  /** Forgets what belongs to an ended session; the box stays. */
  forgetTalk(): void;
}

const THUMBS = 20;
const OPEN_NOTICES = 50;

interface Thumb {
  readonly id: string;
  readonly url: string;
}

function isThumb(value: unknown): value is Thumb {
  return typeof value === "object" && value !== null && "id" in value && "url" in value;
}

function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** A keep over a store. Damaged values count as none. */
export function createKeep(store: Store): Keep {
  function readThumbs(): Thumb[] {
    const kept = store.get("thumbs");
    return Array.isArray(kept) ? kept.filter(isThumb) : [];
  }
  return {
    loadBox: () => restore(store.names("out.").map((name) => store.get(name))),
    saveBox(before, after) {
      // Each item has its own name, so two windows do not overwrite one another.
      const gone = before.filter((item) => !after.some((other) => other.id === item.id));
      gone.forEach((item) => store.remove(`out.${item.id}`));
      const changed = after.filter((item) => !before.includes(item));
      return changed.map((item) => store.set(`out.${item.id}`, item)).every(Boolean);
    },
    loadMemory() {
      const memory = store.get("memory");
      if (typeof memory !== "object" || memory === null) return { open: [], seen: undefined };
      const seen = "seen" in memory && typeof memory.seen === "string" ? memory.seen : undefined;
      return { open: readStrings("open" in memory ? memory.open : []), seen };
    },
    saveMemory: (thread, seen) => void store.set("memory", { open: openNotices(thread, OPEN_NOTICES), seen }),
    saveThumb({ id, thumb }) {
      if (thumb !== undefined) store.set("thumbs", [...readThumbs(), { id, url: thumb }].slice(-THUMBS));
    },
    addThumbs(thread) {
      const urls = new Map(readThumbs().map((thumb) => [thumb.id, thumb.url]));
      return thread.map((line) => {
        const thumb = line.from === "me" ? urls.get(line.id) : undefined;
        return thumb === undefined ? line : { ...line, thumb };
      });
    },
    forgetTalk() {
      store.remove("memory");
      store.remove("thumbs");
    },
  };
}
