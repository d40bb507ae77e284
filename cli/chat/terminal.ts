/** The screen of a talk: bubbles and notices, without breaking the line that is being typed. */
import { clearLine, cursorTo, type Interface } from "node:readline";
import type { Io } from "../outcome.js";
import type { Message } from "./client.js";
import { drawBubble, harmless, type Numbered } from "./screen.js";
import type { Stage } from "./talk.js";

export interface Terminal extends Stage {
  /** Does somebody type here, rather than a pipe? */
  readonly typed: boolean;
  /** Asks for the next line, and shows what had to wait. */
  prompt(): void;
  /** Shows a line of a pipe as if it had been typed. */
  echo(line: string): void;
}

export interface TerminalDeps {
  readonly io: Io;
  readonly lines: Interface;
  readonly typed: boolean;
  readonly json: boolean;
}

/** Where the width is unknown, or said to be 0. */
const USUAL_COLUMNS = 80;

/** Makes the screen over the reader of lines. */
export function createTerminal({ io, lines, typed, json }: TerminalDeps): Terminal {
  let waiting: string[] = [];
  let prompting = false;

  const write = (text: string): void => void io.output.write(`${text}\n`);

  /** Above the line being typed; a line of several rows is left alone until it is sent. */
  function put(text: string): void {
    if (!typed || !prompting) return write(text);
    const { rows } = lines.getCursorPos();
    if (rows > 0) return void waiting.push(text);
    cursorTo(io.output, 0);
    clearLine(io.output, 0);
    write(text);
    lines.prompt(true);
  }

  function draw(message: Message, numbered: readonly Numbered[], as: "reply" | "notice"): string {
    if (!json) return drawBubble(message, numbered, io.output.columns || USUAL_COLUMNS);
    const choices = numbered.map(({ number, choice }) => ({ number, ...choice }));
    return JSON.stringify({ from: "bot", as, id: message.id, text: message.text, choices });
  }

  return {
    typed,
    show(message, numbered, as) {
      put(draw(message, numbered, as));
    },
    note(text) {
      put(json ? JSON.stringify({ from: "program", text }) : `· ${harmless(text)}`);
    },
    prompt() {
      for (const text of waiting) write(text);
      waiting = [];
      prompting = typed && !json;
      if (prompting) lines.prompt();
    },
    echo(line) {
      prompting = false;
      if (json) write(JSON.stringify({ from: "me", text: line }));
      else if (!typed) write(`> ${harmless(line)}`);
    },
  };
}
