/** What a run of number parts amounts to. */
import type { NumeralToken } from "./numeral-tokens.js";

/** A number as written. */
export type Numeral =
  /** `lead × unit = value`: 5 × 1000 for 五千; the unit is 1 when no 百, 千, 万, 亿, k or thousand ends it. */
  | { readonly type: "number"; readonly value: number; readonly lead: number; readonly unit: number }
  /** Said as a pair of neighbours: 三五千, 十五六. */
  | { readonly type: "between"; readonly from: number; readonly to: number }
  /** Not meant exactly: 十几, 二十来, 五千多. */
  | { readonly type: "vague" }
  /** Digits and units in an order that is no number. */
  | { readonly type: "senseless" };

const SENSELESS: Numeral = { type: "senseless" };

/** The value of one written number. Exact up to 2^53; far beyond it, only the size is right. */
export function valueOf(tokens: readonly NumeralToken[]): Numeral {
  if (tokens.some((token) => token.type === "vague")) return { type: "vague" };
  const parts = joinDigits(tokens);
  if (parts.some((part) => part.type === "word")) return number(englishValue(parts), parts);
  const pair = neighboursAt(parts);
  if (pair === -1) return number(chineseValue(parts), parts);
  const from = chineseValue(parts.toSpliced(pair + 1, 1));
  const to = chineseValue(parts.toSpliced(pair, 1));
  return from === null || to === null || from >= to ? SENSELESS : { type: "between", from, to };
}

function number(value: number | null, parts: readonly NumeralToken[]): Numeral {
  if (value === null) return SENSELESS;
  let unit = 1;
  for (const part of parts.toReversed()) {
    if (part.type !== "unit" || part.value < 100) break;
    unit *= part.value;
  }
  return { type: "number", value, lead: value / unit, unit };
}

/** Digit by digit (二〇二七) and with a point (一点二) become plain digits. */
function joinDigits(tokens: readonly NumeralToken[]): readonly NumeralToken[] {
  const spoken = tokens.filter((token) => token.type === "digit" || token.type === "point");
  const point = tokens.findIndex((token) => token.type === "point");
  const digits = spoken.map((token) => (token.type === "digit" ? String(token.value) : ".")).join("");
  const end = tokens.at(-1)?.end ?? 0;
  const positional = spoken.length === tokens.length && (spoken.length > 2 || digits.includes("0"));
  if (point === -1) return positional && spoken.length > 1 ? [{ type: "digits", text: digits, end }] : tokens;
  const units = tokens.slice(spoken.length);
  const inOrder = tokens.slice(0, spoken.length).every((token) => token.type === "digit" || token.type === "point");
  return inOrder && /^\d\.\d+$/.test(digits) ? [{ type: "digits", text: digits, end }, ...units] : tokens;
}

/** Where two neighbouring digits such as 三五 stand, or -1. */
function neighboursAt(parts: readonly NumeralToken[]): number {
  return parts.findIndex((part, i) => {
    const next = parts[i + 1];
    return part.type === "digit" && part.value > 0 && next?.type === "digit" && next.value > 0;
  });
}

function chineseValue(parts: readonly NumeralToken[]): number | null {
  const [first, ...rest] = parts;
  if (first?.type === "digits" && rest.every((part) => part.type === "unit")) {
    return scaled(
      first.text,
      rest.map((part) => part.value),
    );
  }
  return composedValue(parts);
}

/** 1.2 and [10000] make 12000, by moving the point and not by multiplying. */
function scaled(text: string, units: readonly number[]): number | null {
  const [whole = "", fraction = ""] = text.split(".");
  // 50.000 is fifty to one reader and fifty thousand to another.
  if (fraction.length > 2 && /^0+$/.test(fraction)) return null;
  const zeros = units.reduce((sum, unit) => sum + Math.round(Math.log10(unit)), 0);
  const moved = fraction.padEnd(zeros, "0");
  return Number(`${whole}${moved.slice(0, zeros)}.${moved.slice(zeros)}0`);
}

interface Sum {
  total: number;
  section: number;
  /** A number that waits for its unit, and how many digits it was written with. */
  pending: { value: number; length: number } | null;
  small: number;
  big: number;
  last: number;
  zero: boolean;
}

/** 一万二千三百, 1万2千, 三亿五千万, 一万二 (= 12 000), 十万, 百万. */
function composedValue(parts: readonly NumeralToken[]): number | null {
  const sum: Sum = { total: 0, section: 0, pending: null, small: Infinity, big: Infinity, last: 1, zero: false };
  if (parts.length === 1 && parts[0]?.type === "unit" && parts[0].value > 10) return null;
  for (const [i, part] of parts.entries()) {
    if (!(part.type === "unit" ? addUnit(sum, part.value, i === 0) : addNumber(sum, part))) return null;
  }
  return finish(sum);
}

function addNumber(sum: Sum, part: NumeralToken): boolean {
  if (part.type !== "digit" && part.type !== "digits") return false;
  const text = part.type === "digit" ? String(part.value) : part.text;
  if (text.includes(".") || sum.pending !== null) return false;
  if (part.type === "digit" && part.value === 0) {
    sum.zero = true;
    return true;
  }
  sum.pending = { value: Number(text), length: text.length };
  return true;
}

function addUnit(sum: Sum, unit: number, first: boolean): boolean {
  if (unit >= 10_000) return addBigUnit(sum, unit);
  if (unit >= sum.small || (sum.pending === null && unit !== 10 && !first)) return false;
  sum.section += (sum.pending?.value ?? 1) * unit;
  sum.pending = null;
  sum.zero = false;
  sum.small = sum.last = unit;
  return sum.section < sum.big;
}

function addBigUnit(sum: Sum, unit: number): boolean {
  const part = sum.section + (sum.pending?.value ?? 0);
  if (part === 0 && sum.total === 0) return false;
  if (part === 0 || unit > sum.big) sum.total = (sum.total + part) * unit;
  else if (unit === sum.big) return false;
  else sum.total += part * unit;
  sum.section = 0;
  sum.pending = null;
  sum.zero = false;
  sum.small = Infinity;
  sum.big = sum.last = unit;
  return true;
}

function finish(sum: Sum): number | null {
  const { total, section, pending, last, zero } = sum;
  if (pending === null) return total + section;
  // 一万二 leaves out 千, 三百五 leaves out 十; 一万零二 does not.
  const elided = pending.length === 1 && !zero && last >= 100;
  if (!elided && last > 1 && pending.value >= last) return null;
  return total + section + pending.value * (elided ? last / 10 : 1);
}

/** "two hundred and fifty thousand": ones after tens, units downwards. */
function englishValue(parts: readonly NumeralToken[]): number | null {
  let total = 0;
  let section = 0;
  let room = Infinity;
  let big = Infinity;
  for (const part of parts) {
    if (part.type === "word") {
      if (part.value >= room) return null;
      section += part.value;
      room = part.value >= 20 ? 10 : 0;
    } else if (part.type === "unit" && part.value === 100 && section > 0 && section < 100) {
      section *= 100;
      room = 100;
    } else if (part.type === "unit" && part.value >= 1000 && section > 0 && part.value < big) {
      total += section * part.value;
      big = part.value;
      section = 0;
      room = Infinity;
    } else return null;
  }
  return total + section;
}
