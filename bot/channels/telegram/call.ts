/** One call of the Bot API: what comes back, told apart as finely as the ledger needs it. */
import type { Api, GrammyError, HttpError } from "grammy";
import type { ApiResponse } from "grammy/types";
import type { Log } from "#app/log.js";

/** What came back of one call. */
export type Posted =
  | { readonly type: "answered"; readonly answer: ApiResponse<unknown> }
  /** A whole answer that is none of the Bot API's: a proxy's page, most likely. */
  | { readonly type: "strange"; readonly status: number }
  /** It surely did not arrive: nobody was reached, or it was given up before it was written. */
  | { readonly type: "not-sent"; readonly code: string }
  /** It was written, and the answer never came whole: nobody knows. */
  | { readonly type: "lost"; readonly code: string };

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long the answer may take to begin; the connection has limits of its own. */
  readonly timeoutMs?: number;
}

export interface FileOptions {
  /** More than this is not read. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface TelegramApi {
  /** grammY's methods; they reject with a `GrammyError` (refused) or `HttpError` (not reached), neither with the token in it. */
  readonly raw: Api;
  /** Resolves once calls leave without delay. */
  ready(): Promise<void>;
  /** One call with a body that is JSON already; never rejects. The short way, for what is sent by the thousand. */
  post(method: string, json: string, options?: CallOptions): Promise<Posted>;
  /** A file by the `file_path` that getFile gave. Rejects with `FileTooBig`, or with `HttpError` for the rest. */
  file(path: string, options: FileOptions): Promise<Buffer>;
  /** Lets go of the connections; calls under way are cut. Twice does no harm. */
  close(): Promise<void>;
}

export interface ApiDeps {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  readonly log: Log;
  /** How long an answer may take; half a minute unless told. */
  readonly timeoutMs?: number;
}

/** A file of more bytes than are taken. */
export class FileTooBig extends Error {
  override readonly name = "FileTooBig";
}

/** Did the Bot API itself refuse a call of `raw`? By name, so that grammY need not be loaded to ask. */
export function isRefused(error: unknown): error is GrammyError {
  return error instanceof Error && error.name === "GrammyError";
}

/** Was the Bot API not reached by a call of `raw` or `file`, or its answer not read? */
export function isUnreached(error: unknown): error is HttpError {
  return error instanceof Error && error.name === "HttpError";
}
