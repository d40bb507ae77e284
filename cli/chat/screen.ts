/** How a talk looks in a terminal: wrapped bubbles, and choices as numbered lists. Pure. */
import { unpackButton } from "#core/message/buttons.js";
import type { Choice, Message } from "./client.js";

/** A choice and the number that picks it. */
export interface Numbered {
  readonly number: number;
  readonly choice: Choice;
}

/** Lines longer than this are hard to read, however wide the screen. */
const WIDEST = 88;
const NARROWEST = 20;

/**
 * Numbers the choices of a message: the way back is 0, the others go on after `from`. So a number of places or days
 * is not taken for the way back, and a notice that comes meanwhile does not take away the numbers on the screen.
 */
export function numberChoices(choices: readonly Choice[], from: number): Numbered[] {
  let last = from;
  return choices.map((choice) => ({ choice, number: isBack(choice) ? 0 : (last += 1) }));
}

function isBack({ id }: Choice): boolean {
  const button = unpackButton(id);
  return button?.type === "answer" && button.value === "~back";
}

/** The choice that a typed number picks. */
export function picked(typed: string, numbered: readonly Numbered[]): Choice | undefined {
  const digits = typed.normalize("NFKC").trim();
  if (!/^\d{1,3}$/.test(digits)) return undefined;
  // the newest of two ways back
  return numbered.findLast(({ number }) => number === Number(digits))?.choice;
}

/** A bubble with its numbered choices, wrapped to the width of the screen. */
export function drawBubble({ text }: Pick<Message, "text">, numbered: readonly Numbered[], columns: number): string {
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST) - 2);
  const lines = harmless(text)
    .split("\n")
    .flatMap((line) => wrap(line, width));
  const list = numbered.flatMap(({ number, choice }) => wrap(`${number}) ${harmless(choice.label)}`, width));
  return [...lines, ...list].map((line, index) => `${index === 0 ? "<" : " "} ${line}`.trimEnd()).join("\n");
}

/** Without characters that would steer the terminal: people's own words come through here. */
export function harmless(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
}

/** Breaks a line at spaces, and between any two Chinese characters. */
export function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const piece of line.match(/\s+|[!-~]+|./gu) ?? []) {
    if (
      current !== "" &&
      widthOf(current) + widthOf(piece.trimEnd()) > width &&
      !/^[，。、；：！？”）》]/u.test(piece)
    ) {
      lines.push(current.trimEnd());
      current = "";
    }
    current += current === "" ? piece.trimStart() : piece;
  }
  return [...lines, current.trimEnd()];
}

/** Columns a text takes: Chinese characters and full-width signs take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|[“”‘’…—·]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}
