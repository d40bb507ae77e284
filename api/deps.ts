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
  /** What readiness asks: each answers, or rejects. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}

export interface PageFile {
  readonly bytes: Buffer;
  readonly gzip: Buffer | null;
  readonly type: string;
}
