/** Routes in the house's own words: channels and the API declare them, the server mounts them, neither knows Fastify. */

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, or undefined. */
  readonly body: unknown;
  /** Aborts when the caller hangs up or the server closes. */
  readonly signal: AbortSignal;
}

export interface RouteResponse {
  readonly status: number;
  /** JSON, unless one of the others is given. */
  readonly body?: unknown;
  readonly html?: string;
  /** A file to be shown or saved. */
  readonly file?: { readonly bytes: Buffer | string; readonly type: string; readonly saveAs?: string };
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
  /** Requests a minute from one address, or from one session with `limitBy: "session"`. */
  readonly perMinute: number;
  /** For routes that answer 401 at once to a token that is none, so that a made-up one wins nothing. */
  readonly limitBy?: "session";
  handle(request: RouteRequest): Promise<RouteResponse>;
}

/** A refusal of input: what is wrong and what to do, in the reader's language. */
export function refused(status: number, error: string, message: string): RouteResponse {
  return { status, body: { error, message } };
}
