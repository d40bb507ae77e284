/**
 * The channel port: what any messaging network must offer. A channel translates; it decides nothing.
 * `test/conformance/channel.ts` holds every channel to what is promised here.
 */
import type { Outlet } from "#app/outlet.js";

/** A request in the server's own words, so that a channel imports no web framework. */
export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, or undefined. */
  readonly body: unknown;
  /** The raw bytes, for signatures. */
  readonly raw: Buffer;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

export type RouteResponse =
  | { readonly status: number; readonly body?: unknown }
  /** Server-sent events: each item is one event. */
  | { readonly status: 200; readonly events: AsyncIterable<{ id: string; data: unknown }> };

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Largest body taken, in bytes. */
  readonly bodyLimit: number;
  /** Requests a minute from one caller. */
  readonly perMinute: number;
  handle(request: RouteRequest): Promise<RouteResponse>;
}

export interface Channel extends Outlet {
  /** Routes the server mounts. */
  routes(): readonly Route[];
  /** Starts receiving (polling channels) and ends it. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
