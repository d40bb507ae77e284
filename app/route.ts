/** Routes in the house's own words: channels and the API declare them, the server mounts them, neither knows Fastify. */
import type { Readable } from "node:stream";

/** A form with one file. Its fields must stand before the file; those after it are not read. */
export interface Upload {
  /** As the sender calls it; to be shown, never to be used as a path. */
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The file as it comes in; rejects when the sender hangs up. Ends one byte past the route's `upload.maxBytes`. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, the fields of a form on routes with `form`, or undefined. */
  readonly body: unknown;
  /** On routes with `upload`: begins to read the form; null when the body is none or has no file in it. */
  upload?(): Promise<Upload | null>;
  /** Aborts when the caller hangs up or the server closes. */
  readonly signal: AbortSignal;
}

export interface RouteResponse {
  readonly status: number;
  /** JSON, unless one of the others is given. */
  readonly body?: unknown;
  readonly html?: string;
  /** A file to be shown or saved; a stream goes out as it is read. `saveAs` is plain ASCII. */
  readonly file?: { readonly bytes: Buffer | string | Readable; readonly type: string; readonly saveAs?: string };
  /** Server-sent events: each item is one event. */
  readonly events?: AsyncIterable<{ readonly id: string; readonly data: unknown }>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: { readonly name: string; readonly value: string; readonly maxAgeSeconds: number };
}

export interface Route {
  readonly method: "GET" | "POST";
  /** As Fastify writes it: `/photo/:id`. */
  readonly path: string;
  /** Largest body taken, in bytes. */
  readonly bodyLimit?: number;
  /**
   * Requests a minute from one address, or from one session with `limitBy: "session"`. Null: not counted, for a network's
   * servers, which call from few addresses for everybody and show a secret first.
   */
  readonly perMinute: number | null;
  /** Called by a network's servers, not by browsers: its answers carry none of the headers that guard pages. */
  readonly machine?: true;
  /** For routes that answer 401 at once to a token that is none, so that a made-up one wins nothing. */
  readonly limitBy?: "session";
  /** Takes a form of a page, url-encoded, in place of JSON. */
  readonly form?: true;
  /** Takes a form with a file of at most so many bytes, in place of JSON. */
  readonly upload?: { readonly maxBytes: number };
  handle(request: RouteRequest): Promise<RouteResponse>;
}

/** A refusal of input: what is wrong and what to do, in the reader's language. */
export function refused(status: number, error: string, message: string): RouteResponse {
  return { status, body: { error, message } };
}
