/** What the API's own routes are given. */
import type { Chat } from "#app/chat.js";
import type { Lists } from "#app/console-imports.js";
import type { AppDeps } from "#app/deps.js";
import type { Photos } from "#app/photos.js";

export interface ApiDeps extends AppDeps {
  readonly chat: Chat;
  readonly photos: Photos;
  readonly lists: Lists;
  /** The office this process serves when nobody says otherwise. */
  defaultOffice(): Promise<string>;
  /** The built chat page: files by their URL path, read once at start. */
  readonly page: ReadonlyMap<string, PageFile>;
  readonly jobs: Jobs;
  /** What readiness asks: each answers, or rejects. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}

/** The queues, as far as the console shows them. */
export interface Jobs {
  /** Of every job; rejects while the queue is away. */
  counts(): Promise<JobCounts[]>;
  /** Path of the page that shows each single one; null where there is none. */
  readonly board: string | null;
}

export interface JobCounts {
  readonly job: string;
  readonly waiting: number;
  readonly delayed: number;
  readonly running: number;
  readonly failed: number;
}

export interface PageFile {
  readonly bytes: Buffer;
  readonly gzip: Buffer | null;
  readonly type: string;
}
