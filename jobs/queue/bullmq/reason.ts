/** What may be told of an error of Redis or BullMQ: their texts hold addresses, arguments, and job ids. */

/** The code of an error (`ECONNREFUSED`, `NOAUTH`, `OOM`), else its name. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "NotAnError";
  if ("code" in error && typeof error.code === "string") return error.code;
  // a run that went on while another worker, or nobody, had its job: it may run twice
  if (/^(Missing (key|lock) for|Lock mismatch|could not renew lock)|is not in the \w+ state/.test(error.message))
    return "LOCK_LOST";
  // what Redis answers begins with its code
  return /^[A-Z]{2,}(?= )/.exec(error.message)?.[0] ?? error.name;
}
