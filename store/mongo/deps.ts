/** What the parts of this engine share. */
import type { Collection } from "mongodb";
import type { CollectionName } from "#core/documents.js";
import type { Shape } from "../shape.js";
import type { StoredRow } from "./rows.js";

/** Moments of a commit at which a test may stop it. */
export type CommitStep = "looked" | "rooted" | "inserted" | "finished" | "undone";

export interface MongoDeps {
  rows(collection: CollectionName): Collection<StoredRow>;
  readonly shapes: Readonly<Record<CollectionName, Shape>>;
  /** Milliseconds of a clock that only goes forward, also while the process stands still. */
  tick(): number;
  pause(ms: number): Promise<void>;
  /** An id that no other commit has. */
  commitId(): string;
  /** Awaited after each step of a commit. */
  passed(step: CommitStep): Promise<void> | void;
}
