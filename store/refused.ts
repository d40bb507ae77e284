/**
 * Why the store would not open: `newer-schema` written by a later Fourhelp · `locked` another process has it ·
 * `not-writable` folder, rights or disk · `damaged` not a database, or a broken one · `half-moved` a move into it has not
 * come to its end · `unreachable` the server does not answer, or does not let us in.
 */
export type RefusalReason = "newer-schema" | "locked" | "not-writable" | "damaged" | "half-moved" | "unreachable";

/** The store will not open; the message is a plain sentence that says what to do. */
export class StoreRefused extends Error {
  override readonly name = "StoreRefused";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The store was asked for something that its port does not offer: a bug, or a cursor from elsewhere. */
export class StoreMisuse extends Error {
  override readonly name = "StoreMisuse";
}

/** The server of the documents does not answer now; what was asked may be asked again. Its text names nobody. */
export class StoreAway extends Error {
  override readonly name = "StoreAway";
}

/** A document that does not fit its schema: a bug. Names fields, never values. */
export class InvalidDocument extends Error {
  override readonly name = "InvalidDocument";
}
