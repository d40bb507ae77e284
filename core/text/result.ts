/** What a reader made of somebody's words: the value, or a reason from that reader's own closed list. */
export type ReadResult<T, Why extends string> =
  { readonly type: "read"; readonly value: T } | { readonly type: "unread"; readonly why: Why };

/** The words were understood. */
export function read<T>(value: T): { type: "read"; value: T } {
  return { type: "read", value };
}

/** The words were not understood, and why. */
export function unread<Why extends string>(why: Why): { type: "unread"; why: Why } {
  return { type: "unread", why };
}
