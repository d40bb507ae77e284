/** The smallest parts of a written number. */

export type NumeralToken = { readonly end: number } & (
  | { readonly type: "digits"; readonly text: string }
  /** One Chinese digit. */
  | { readonly type: "digit"; readonly value: number }
  /** A multiplier: 10, 100, 1000, 10 000, 100 000 000, a million. */
  | { readonly type: "unit"; readonly value: number }
  /** An English number word below a hundred. */
  | { readonly type: "word"; readonly value: number }
  | { readonly type: "point" }
  | { readonly type: "vague" }
);
type Token = NumeralToken | { readonly type: "other"; readonly end: number };

/** Is this a part of a number? */
export function isNumeralToken(token: Token): token is NumeralToken {
  return token.type !== "other";
}

const numbered = (characters: string): [string, number][] => Array.from(characters, (c, i) => [c, i]);
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...numbered("零一二三四五六七八九"),
  ...numbered("〇壹贰叁肆伍陆柒捌玖"),
  ["○", 0],
  ["两", 2],
  ["俩", 2],
  ["仨", 3],
]);
const UNITS: ReadonlyMap<string, number> = new Map([
  ["十", 10],
  ["拾", 10],
  ["百", 100],
  ["佰", 100],
  ["千", 1000],
  ["仟", 1000],
  ["万", 10_000],
  ["萬", 10_000],
  ["亿", 100_000_000],
  ["億", 100_000_000],
]);
const WORD_UNITS: ReadonlyMap<string, number> = new Map([
  ["k", 1000],
  ["w", 10_000],
  ["wan", 10_000],
  ["hundred", 100],
  ["thousand", 1000],
  ["million", 1_000_000],
]);
const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const WORDS: ReadonlyMap<string, number> = new Map([
  ...ONES.split(" ").map((word, i): [string, number] => [word, i]),
  ...TENS.split(" ").map((word, i): [string, number] => [word, 20 + 10 * i]),
]);
/** Common words that only look like numbers. */
const NOT_NUMBERS = ["一起", "一定", "一下", "一直", "一样", "一般", "一共", "一些", "一点", "统一", "唯一", "十分"];

// Groups of three, or of four as people who count in 万 write them.
const GROUPED = /\d{1,3}(?:[,'’_]\d{3})+(?!\d)|\d{1,4}(?:,\d{4})+(?!\d)/y;
// Spaces may also part two numbers ("300 500"), so they group only where that cannot be meant.
const SPACED = /(?:\d{1,2}(?: \d{3})+|\d{3}(?: \d{3})* 000)(?![\d ]*\d)/y;
const PLAIN = /\d+/y;
const FRACTION = /\.\d+/y;
const WORD = /[a-z]+/y;

/** The token at `at`; `last` is the part of the same number just before it, or null at its start. */
export function readToken(text: string, at: number, last: NumeralToken | null): Token {
  const character = text.charAt(at);
  if (character === " " || character === "-") return readJoined(text, at, last);
  if (/\d/.test(character)) return readDigits(text, at, last);
  if (/[a-z]/.test(character)) return readWord(text, at, last);
  return readChinese(text, at, last);
}

function readJoined(text: string, at: number, last: NumeralToken | null): Token {
  const other: Token = { type: "other", end: at + 1 };
  // Two numbers side by side stay two, except in English: "five thousand", "twenty-five".
  const next = last === null || text.charAt(at + 1) === " " ? other : readToken(text, at + 1, last);
  if (last === null || !isNumeralToken(next)) return other;
  if (text.charAt(at) === "-") return isTens(last) && next.type === "word" && next.value < 10 ? next : other;
  const english = last.type === "word" || (last.type === "unit" && /[a-z]/.test(text.charAt(at - 1)));
  if (next.type === "word") return english ? next : other;
  return next.type === "unit" && last.type !== "point" ? next : other;
}

const isTens = (token: NumeralToken): boolean => token.type === "word" && token.value >= 20;

function readDigits(text: string, at: number, last: NumeralToken | null): Token {
  // Digits after Chinese ones ("一2") begin a new number; after a unit they go on: 1万2千.
  if (last !== null && last.type !== "unit" && !(last.type === "digit" && last.value === 0))
    return { type: "other", end: at };
  const whole = match(GROUPED, text, at) ?? match(SPACED, text, at) ?? match(PLAIN, text, at) ?? "";
  const fraction = match(FRACTION, text, at + whole.length) ?? "";
  return { type: "digits", text: whole.replace(/[^\d]/g, "") + fraction, end: at + whole.length + fraction.length };
}

function readWord(text: string, at: number, last: NumeralToken | null): Token {
  const word = match(WORD, text, at) ?? "";
  const end = at + word.length;
  if (word === "and" && last?.type === "unit") {
    const next = readToken(text, end + 1, { type: "word", value: 0, end });
    if (text.charAt(end) === " " && next.type === "word") return next;
  }
  const unit = WORD_UNITS.get(word);
  if (unit !== undefined && last !== null) return { type: "unit", value: unit, end };
  if (word === "a" && /^ (?:hundred|thousand|million)(?![a-z])/.test(text.slice(end, end + 10)))
    return { type: "word", value: 1, end };
  const value = WORDS.get(word);
  return value === undefined ? { type: "other", end } : { type: "word", value, end };
}

function readChinese(text: string, at: number, last: NumeralToken | null): Token {
  const end = at + 1;
  const character = text.charAt(at);
  const lookalike = NOT_NUMBERS.find((word) => text.startsWith(word, at));
  // After a digit it is one: 二十一起 is twenty-one and 起.
  if (lookalike !== undefined && last === null && !/^一点[零〇一二三四五六七八九]/.test(text.slice(at, at + 3)))
    return { type: "other", end: at + lookalike.length };
  const digit = DIGITS.get(character);
  if (digit !== undefined) return { type: "digit", value: digit, end };
  const unit = UNITS.get(character);
  if (unit !== undefined) return { type: "unit", value: unit, end };
  if (character === "点" && last?.type === "digit" && DIGITS.has(text.charAt(end))) return { type: "point", end };
  if (character === "几") return { type: "vague", end };
  if (last !== null && /[多来余]/.test(character)) return { type: "vague", end };
  return { type: "other", end };
}

function match(pattern: RegExp, text: string, at: number): string | null {
  const sticky = new RegExp(pattern.source, "y");
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? null;
}
