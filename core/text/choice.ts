/** Typed answers to a question with choices: by number, by label in any language, or by a part only one label has. */
import { foldWords, normalise, shortAnswer } from "./normalise.js";
import { wholeNumeral } from "./numerals.js";
import { read, type ReadResult, unread } from "./result.js";

export interface ChoiceLabels<T> {
  readonly value: T;
  /** Its label in every language, and its synonyms. */
  readonly labels: readonly string[];
}

export interface ChoiceOptions {
  /** May it be picked by its place in the list, from 1? Not where a number could be an answer of its own. */
  readonly numbers: boolean;
}

export type ChoiceWhy = "empty" | "unknown" | "several";

interface Spoken<T> {
  readonly value: T;
  readonly label: string;
}

const DENIES = /不|没|别|非|勿|未|\b(?:no|not|never|none|without|nor)\b|n't|n’t|n t\b/;
/** 收到了一半, 应该收到了吧, "yes but it is broken": more is said than the label, and not the same. */
const HEDGES =
  /但|可是|不过|只|一半|部分|应该|可能|也许|大概|好像|似乎|估计|还|坏|差|缺|少|\b(?:but|only|half|part|partly|some|maybe|perhaps|probably|might|should|think|almost|except|broken|if)\b/;
const ASKS = /[?？]|什么|怎么|为什么|哪|吗|谁|多少|\b(?:what|why|how|which|who)\b/;

/** The one choice these words mean. Words that deny, doubt or ask pick nothing unless they are a label themselves. */
export function pickChoice<T>(
  text: string,
  choices: readonly ChoiceLabels<T>[],
  options: ChoiceOptions,
): ReadResult<T, ChoiceWhy> {
  const words = shortAnswer(text);
  if (words === null) return unread("unknown");
  if (words === "") return unread("empty");
  const spoken = choices.flatMap(({ value, labels }) => labels.map((label) => ({ value, label })));
  const folded = foldWords(words);
  const same = oneOf(
    spoken.filter(({ label }) => {
      const face = faceOf(label);
      return face.folded === "" ? face.normal === words : face.folded === folded;
    }),
  );
  if (same.type === "read" || same.why === "several") return same;
  if (options.numbers) {
    const numbered = pickByNumber(words, choices);
    if (numbered !== null) return numbered;
  }
  if (ASKS.test(words)) return unread("unknown");
  const within = pickWithin(words, spoken);
  return within.type === "unread" && within.why === "unknown" ? pickByPart(words, spoken) : within;
}

function oneOf<T>(found: readonly Spoken<T>[]): ReadResult<T, ChoiceWhy> {
  const values = [...new Set(found.map(({ value }) => value))];
  const [value] = values;
  if (value === undefined) return unread("unknown");
  return values.length > 1 ? unread("several") : read(value);
}

/** A label as it is compared. */
interface Face {
  readonly folded: string;
  readonly normal: string;
  /** Lower case, with every stretch of punctuation a single space. */
  readonly spaced: string;
  readonly length: number;
}

/** The same labels are offered to everybody all day, and folding them was most of reading an answer. */
const faces = new Map<string, Face>();
const MOST_FACES = 5_000;

function faceOf(label: string): Face {
  const known = faces.get(label);
  if (known) return known;
  const folded = foldWords(label);
  const face = { folded, normal: normalise(label), spaced: spaced(label), length: Array.from(folded).length };
  if (faces.size >= MOST_FACES) faces.clear();
  faces.set(label, face);
  return face;
}

// 1, 1., (1), 第一个, no. 1, #1, 选1, 1号; behind it perhaps the label: "1 帮资金".
const NUMBER =
  /^[([【#]?(?:我?选择?|第|no\.? ?|number |option |the )? ?(\d{1,3}|[一二两三四五六七八九十]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)(?![a-z\d]) ?(?:个|项|号|种)?[)\]】.、,:。!\p{Me}]*(.*)$/su;
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function pickByNumber<T>(words: string, choices: readonly ChoiceLabels<T>[]): ReadResult<T, ChoiceWhy> | null {
  const ordinal = ORDINALS.findIndex((word, i) =>
    new RegExp(`^(?:the )?(?:${word}|${i + 1}(?:st|nd|rd|th))(?: one)?[.!]?$`).test(words),
  );
  if (ordinal !== -1) return at(choices, ordinal + 1);
  const [, digits, behind = ""] = NUMBER.exec(words) ?? [];
  const number = digits === undefined ? null : wholeNumeral(digits);
  if (number === null) return null;
  const rest = foldWords(behind);
  if (rest === "" || /^(?:吧|的|啊|please)$/.test(rest)) return at(choices, number);
  // "1 帮信息", where 帮信息 is the fourth, is not for us to decide.
  const named = choices.findIndex(({ labels }) => labels.some((label) => faceOf(label).folded === rest));
  if (named === -1) return null;
  return named === number - 1 ? at(choices, number) : unread("several");
}

function at<T>(choices: readonly ChoiceLabels<T>[], number: number): ReadResult<T, ChoiceWhy> {
  const choice = choices[number - 1];
  return choice === undefined ? unread("unknown") : read(choice.value);
}

/** A label stands within the words: "我想帮资金吧". */
function pickWithin<T>(words: string, spoken: readonly Spoken<T>[]): ReadResult<T, ChoiceWhy> {
  const text = spaced(words);
  const found = spoken.filter(({ label }) => faceOf(label).length >= 2 && holds(text, faceOf(label).spaced));
  // 确认认捐 holds 确认: the longer label is the one that was said.
  const longest = found.filter(
    ({ label }) =>
      !found.some(
        (other) => other.label.length > label.length && holds(faceOf(other.label).spaced, faceOf(label).spaced),
      ),
  );
  if (longest.length === 0) return unread("unknown");
  const rest = longest.reduce((left, { label }) => left.replace(faceOf(label).spaced, " "), text);
  return DENIES.test(rest) || HEDGES.test(rest) ? unread("unknown") : oneOf(longest);
}

/** The words stand within a label: its end (干部 of 我是帮扶干部), or most of it. */
function pickByPart<T>(words: string, spoken: readonly Spoken<T>[]): ReadResult<T, ChoiceWhy> {
  const text = spaced(words);
  const least = /[a-z]/.test(text) ? 3 : 2;
  const length = Array.from(foldWords(text)).length;
  if (length < least) return unread("unknown");
  return oneOf(
    spoken.filter(({ label }) => {
      const whole = faceOf(label).spaced;
      if (!holds(whole, text) || DENIES.test(whole.replace(text, " "))) return false;
      return whole.endsWith(text) || length * 2 > faceOf(label).length;
    }),
  );
}

/** Lower case, with every stretch of punctuation a single space. */
function spaced(text: string): string {
  return normalise(text)
    .toLowerCase()
    .replace(/[\p{P}\s]+/gu, " ")
    .trim();
}

/** Does `whole` hold `part`, Latin words only as whole words? */
function holds(whole: string, part: string): boolean {
  if (part === "") return false;
  for (let start = whole.indexOf(part); start !== -1; start = whole.indexOf(part, start + 1)) {
    const joined = (a: string, b: string): boolean => /[a-z0-9]/.test(a) && /[a-z0-9]/.test(b);
    const end = start + part.length;
    const open = !joined(whole.charAt(start - 1), part.charAt(0)) && !joined(whole.charAt(end - 1), whole.charAt(end));
    if (open) return true;
  }
  return false;
}
