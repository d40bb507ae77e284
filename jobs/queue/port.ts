/**
 * The queue port. Jobs run at least once, maybe in another process, maybe twice: bodies are safe to
 * run again, and payloads carry ids only. The queue may be lost whole; the sweep makes up for it.
 * `test/conformance/queue.ts` holds every engine to what is promised here.
 */

/** Ids and small enums only: never a name, a phone number or a text (reliability I9). */
export type Payload = Readonly<Record<string, string | number | boolean>>;

export interface Add {
  /** Job name, as registered with `work`. */
  job: string;
  /**
   * What makes two jobs the same. A key that waits is not added twice (the first payload stays, the earlier due
   * time and the higher priority win); one added while it runs runs once more after it.
   */
  key: string;
  payload: Payload;
  /** Not before this many milliseconds from now; 0 unless told. */
  delayMs?: number;
  /** 1 goes first, 10 last; 5 unless told. Equal ones keep their order. */
  priority?: number;
}

export interface Retry {
  /** Runs in all, the first included. */
  attempts: number;
  /** Wait before the second run; doubles with each further one, with up to 20 % of jitter from the injected randomness. */
  backoffMs: number;
  /** No single wait is longer than this. */
  maxBackoffMs?: number;
}

export interface Work {
  /** How many runs of this job may be under way at once in this process. */
  concurrency: number;
  retry: Retry;
}

export interface Run {
  key: string;
  payload: Payload;
  /** 1 at the first run. */
  attempt: number;
  /** Aborts when the queue closes and its grace has run out. */
  signal: AbortSignal;
}

/** Thrown by a handler to end the job at once as failed, without another attempt. */
export class Unrecoverable extends Error {
  override name = "Unrecoverable";
}

/** Thrown by a handler to run again after `delayMs` without counting as a failed attempt (a throttle is an answer). */
export class Later extends Error {
  override name = "Later";
  readonly delayMs: number;
  constructor(delayMs: number) {
    super(`again in ${delayMs} ms`);
    this.delayMs = delayMs;
  }
}

/** The visible end state of a job whose attempts are used up. */
export interface Failed {
  job: string;
  key: string;
  attempts: number;
  /** Name of the error, never its text: texts may quote people. */
  reason: string;
  at: number;
}

export interface Counts {
  waiting: number;
  delayed: number;
  running: number;
  failed: number;
}

export interface Schedule {
  /** Unique name of the schedule; scheduling it again replaces it. */
  name: string;
  /** Five-field cron pattern, or six with seconds, read in `timeZone`. */
  cron: string;
  /** IANA zone of the office, e.g. `Asia/Shanghai`. */
  timeZone: string;
  job: string;
  key: string;
  payload: Payload;
}

export interface Queue {
  add(job: Add): Promise<void>;
  /** Registers the handler of a job; once per name, else it throws. Jobs added before wait for it. */
  work(job: string, options: Work, handler: (run: Run) => Promise<void>): void;
  schedule(schedule: Schedule): Promise<void>;
  unschedule(name: string): Promise<void>;
  counts(job: string): Promise<Counts>;
  /** The jobs that ended as failed, newest first, at most `limit` (100). Adding the same key again clears its entry. */
  failed(job: string, limit?: number): Promise<Failed[]>;
  /** Resolves when nothing waits that is due and nothing runs. For tests and for shutting down. */
  idle(): Promise<void>;
  ping(): Promise<void>;
  /** Takes no new runs, waits up to `graceMs` for those under way, then aborts their signal. */
  close(graceMs: number): Promise<void>;
}
