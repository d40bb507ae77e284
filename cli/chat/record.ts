/** A talk as a transcript that can be read and played again (`test/kit/transcript.ts`). Pure: lines in, text out. */
import type { Message } from "./client.js";

export interface Recording {
  readonly title: string;
  readonly people: "demo" | "empty";
  readonly locale: string;
  /** Milliseconds: when the talk began. */
  readonly start: number;
  /** Who speaks: a person of the demo, or a stranger's name. */
  readonly speaker: string;
}

const MINUTE_MS = 60_000;

/** The head of the file. */
export function recordHead({ title, people, locale, start, speaker }: Recording): string {
  return [
    `# ${title}`,
    `# people: ${people}`,
    `# locale: ${locale}`,
    `# start: ${new Date(start).toISOString()}`,
    "# seed: 1",
    "",
    `@${speaker}`,
    "",
  ].join("\n");
}

/** What the person sent: typed, pressed, or the greeting asked for. */
export function recordSent(
  sent: { readonly text: string } | { readonly label: string } | { readonly start: true },
): string {
  if ("start" in sent) return "> (start)\n";
  if ("label" in sent) return `> [${sent.label}]\n`;
  const [first = "", ...more] = sent.text.split("\n");
  const typed = /^[[(\\]/.test(first) ? `\\${first}` : first;
  return [`> ${typed}`, ...more.map((line) => `  ${line}`)].join("\n") + "\n";
}

/** What the bot answered. */
export function recordSaid(messages: readonly Message[]): string {
  return messages.map((message) => `${bubble(message)}\n`).join("");
}

/** What came by itself. */
export function recordNews(speaker: string, messages: readonly Message[]): string {
  return messages.length === 0 ? "" : `* ${speaker}\n${recordSaid(messages)}`;
}

/** The time that has gone by, in whole minutes; nothing for less. */
export function recordPause(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return "";
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  const parts = [
    [days, "day"],
    [hours, "hour"],
    [minutes % 60, "minute"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return `~ ${said.join(" ")}\n`;
}

function bubble({ text, choices }: Message): string {
  const buttons = choices.map(({ label }) => `[${label}]`).join(" ");
  const [first = "", ...more] = (buttons === "" ? text : `${text}\n${buttons}`).split("\n");
  return [`< ${first}`, ...more.map((line) => `  ${line.trim() === "" ? "·" : line}`)].join("\n");
}
