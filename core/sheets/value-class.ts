/** What kind of value a cell holds, told without the value: it may be somebody's ID number. */
import { say, type Message } from "#core/message/message.js";
import type { Cell } from "./cell.js";

/** As a spreadsheet shows a number too long for its column, in a file where only the text is left. */
export const SCIENTIFIC = /^[+-]?\d(?:\.\d+)?E\+\d+$/i;
const DATE = /^\d{4}(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?|年\d{1,2}月?(?:\d{1,2}日?)?)(?:[ T].*)?$/;

/** "Empty", "17 digits", "text of 5 characters", "number in scientific form" … */
export function valueClass(cell: Cell): Message {
  if (cell === null) return say("sheet.value-empty");
  if (typeof cell === "number") return classOfNumber(cell);
  if (typeof cell === "boolean") return say("sheet.value-yes-no");
  if (typeof cell === "string") return classOfText(cell.trim());
  return cell.trouble === "formula" ? say("sheet.value-formula") : say("sheet.value-error");
}

function classOfNumber(value: number): Message {
  const size = Math.abs(value);
  return size >= 1e15 || (size > 0 && size < 1e-6) ? say("sheet.value-scientific") : say("sheet.value-number");
}

function classOfText(text: string): Message {
  if (text === "") return say("sheet.value-empty");
  if (/^\d+$/.test(text)) return say("sheet.value-digits", { count: text.length });
  if (SCIENTIFIC.test(text)) return say("sheet.value-scientific");
  if (DATE.test(text)) return say("sheet.value-date");
  if (/^[\dA-Z]+$/i.test(text)) return say("sheet.value-signs", { count: text.length });
  return say("sheet.value-text", { count: Array.from(text).length });
}
