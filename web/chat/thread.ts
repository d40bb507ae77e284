/** The talk as the person sees it, as plain data. Pure: `view.ts` draws it. */
import type { Message } from "./api.js";
import type { Item } from "./outbox.js";

export interface Line extends Message {
  /** `reply` answers the person; `notice` came by itself. */
  readonly role: "mine" | "reply" | "notice";
  /** `sending`: just now, so no word about it; `waiting`: it takes long, or the line is gone. */
  readonly state: "sent" | "sending" | "waiting" | "refused";
  /** Are its choices still to be pressed? */
  readonly open: boolean;
  /** Why it was not taken. */
  readonly why?: string;
  /** Typed by the person, so it can be changed and sent again; a pressed button cannot. */
  readonly editable?: boolean;
  readonly thumb?: string;
  /** The server's own id of this message, where it is not the page's. */
  readonly twin?: string;
}

export type Thread = readonly Line[];

function lineOf(message: Message, role: Line["role"], open: boolean): Line {
  return { ...message, role, state: "sent", open: open && message.choices.length > 0 };
}

/** The person's own line for a message on its way. */
export function ownLine(item: Item): Line {
  return {
    id: item.id,
    from: "me",
    at: item.at,
    text: item.shown,
    choices: [],
    photo: item.photo !== undefined,
    role: "mine",
    state: item.refused === undefined ? "waiting" : "refused",
    open: false,
    editable: item.choice === undefined,
    ...(item.refused === undefined ? {} : { why: item.refused }),
    ...(item.thumb === undefined ? {} : { thumb: item.thumb }),
  };
}

/** What the page remembers of an earlier visit. */
export interface Memory {
  /** Notices whose choices were not pressed. */
  readonly open: readonly string[];
  /** The last message seen. */
  readonly seen: string | undefined;
}

/**
 * The recent history as a thread. Choices stay on what followed the person's last words, and on notices that were
 * not answered.
 */
export function fromHistory(messages: readonly Message[], memory: Memory): Thread {
  const lastMine = messages.reduce((found, message, i) => (message.from === "me" ? i : found), -1);
  const seen = messages.findIndex((message) => message.id === memory.seen);
  return messages.map((message, i) => {
    if (message.from === "me") return lineOf(message, "mine", false);
    const openNotice = memory.open.includes(message.id);
    const cameSince = seen >= 0 && i > seen && i > lastMine;
    return lineOf(message, openNotice || cameSince ? "notice" : "reply", openNotice || i > lastMine);
  });
}

/** Shows a message on its way, and closes the choices it answers. */
export function addOwn(thread: Thread, item: Item): Thread {
  const closed = thread.map((line) => (line.id === item.on ? { ...line, open: false } : line));
  // The history may have it already: the answer to it was lost on the way.
  return closed.some((line) => line.id === item.id) ? closed : [...closed, ownLine(item)];
}

/** The replies to one's own message: older replies lose their choices, notices keep theirs. */
export function addReplies(thread: Thread, ownId: string, replies: readonly Message[]): Thread {
  const ids = new Set(replies.map((reply) => reply.id));
  const shown = new Map(thread.map((line) => [line.id, line]));
  const settled = thread.map((line): Line => {
    if (line.id === ownId) return { ...line, state: "sent" };
    // It came by the stream first and passed for a notice.
    if (ids.has(line.id) && line.from === "bot") return { ...line, role: "reply" };
    return replies.length > 0 && line.role === "reply" && line.open ? { ...line, open: false } : line;
  });
  const fresh = replies.filter((reply) => !shown.has(reply.id)).map((reply) => lineOf(reply, "reply", true));
  const own = settled.findIndex((line) => line.id === ownId);
  // Replies stand before one's later messages that still wait, as the server will tell it later.
  const wait = settled.findIndex((line, i) => i > own && onItsWay(line));
  const place = wait < 0 ? settled.length : wait;
  return [...settled.slice(0, place), ...fresh, ...settled.slice(place)];
}

/** A message from the stream, once. What the person said in another window is shown as theirs. */
export function addFed(thread: Thread, message: Message): Thread {
  if (thread.some((line) => line.id === message.id || line.twin === message.id)) return thread;
  const last = thread[thread.length - 1];
  if (message.from === "bot") {
    const answersOtherWindow = last?.role === "mine" && last.state === "sent";
    return [...thread, lineOf(message, answersOtherWindow ? "reply" : "notice", true)];
  }
  // A greeting that was asked for: the person said nothing.
  if (message.text === "" && !message.photo) return thread;
  const own = thread.find(
    (line) => line.role === "mine" && line.state === "sent" && !line.twin && line.text === message.text,
  );
  if (own) return thread.map((line) => (line === own ? { ...line, twin: message.id } : line));
  const closed = thread.map((line) => (line.role === "reply" && line.open ? { ...line, open: false } : line));
  return [...closed, lineOf(message, "mine", false)];
}

/** One's own message was refused, or waits again. */
export function setItem(thread: Thread, item: Item): Thread {
  return thread.map((line) => (line.id === item.id ? ownLine(item) : line));
}

function onItsWay(line: Line): boolean {
  return line.state === "waiting" || line.state === "sending";
}

/** A message that goes out at once needs no clock. */
export function markSending(thread: Thread, id: string): Thread {
  return thread.map((line) => (line.id === id && line.state === "waiting" ? { ...line, state: "sending" } : line));
}

/** An attempt failed: whatever is on its way waits. */
export function markWaiting(thread: Thread): Thread {
  return thread.map((line) => (line.state === "sending" ? { ...line, state: "waiting" } : line));
}

/** Takes a line away: the person took it back. */
export function removeLine(thread: Thread, id: string): Thread {
  return thread.filter((line) => line.id !== id);
}

/** Gives a message its choices back: the press was not taken. */
export function reopen(thread: Thread, id: string | undefined): Thread {
  return thread.map((line) => (line.id === id ? { ...line, open: line.choices.length > 0 } : line));
}

/** Notices whose choices wait, newest last; at most `limit`. */
export function openNotices(thread: Thread, limit: number): string[] {
  return thread.flatMap((line) => (line.role === "notice" && line.open ? [line.id] : [])).slice(-limit);
}
