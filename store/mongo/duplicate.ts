/** Which errors of a server mean that a key is taken: an answer, not a failure. */
import { MongoBulkWriteError, MongoServerError } from "mongodb";

/** Code 11000 on MongoDB, for inserts and updates; other servers say it in words. */
export function isTaken(error: unknown): boolean {
  return error instanceof MongoServerError && (error.code === 11_000 || /duplicate key/i.test(error.message));
}

/** The places in an unordered insert whose key was taken; undefined for any other error. */
export function takenPlaces(error: unknown): number[] | undefined {
  if (!(error instanceof MongoBulkWriteError)) return undefined;
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const taken = errors.every(({ code, errmsg }) => code === 11_000 || /duplicate key/i.test(errmsg ?? ""));
  return taken && errors.length > 0 ? errors.map(({ index }) => index) : undefined;
}
