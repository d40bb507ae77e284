/** Finds the area a person names among those that could be meant. */
import { normalise, shortAnswer } from "./normalise.js";

export interface AreaCandidate {
  readonly id: string;
  readonly name: string;
  /** 0 nation to 4 village, as `Level`. */
  readonly level: number;
}

export type AreaResult =
  | { readonly type: "read"; readonly value: string }
  /** Up to five that could be meant: same name, same beginning, or one letter off. At least one. */
  | { readonly type: "several"; readonly ids: readonly string[] }
  | { readonly type: "unread" };

const MOST = 5;
const SUFFIX =
  /(?:村民委员会|村委会|行政村|自治县|自治州|自治区|街道办事处|街道|社区|[村镇乡县区市省州]|(?:(?<=\p{Script=Han})| )(?:village|township|town|county|district|city|province|community|subdistrict))$/u;
const AROUND = /^(?:我?们?(?:给|在|去|到|就在?|是|选|帮)|(?:in|at|for|to|the) )+|(?:吧|的|里|那边|那里|这边|附近)+$/g;

/** Exact name, then the name without 村, 镇, "township" and the like, a unique beginning, a name within the words; else those near. */
export function findArea(text: string, candidates: readonly AreaCandidate[]): AreaResult {
  const words = fold(shortAnswer(text) ?? "");
  if (words === "") return { type: "unread" };
  const named = candidates.map(({ id, name, level }) => ({ id, level, name: fold(name), bare: bare(fold(name)) }));
  const asked = unwrapped(words);
  const stripped = bare(asked);
  const readings = [
    named.filter(({ name }) => name === words || name === asked),
    named.filter((area) => area.bare === stripped && (asked === stripped || area.bare === area.name)),
    named.filter((area) => area.bare === stripped),
    stripped.length < 2 ? [] : named.filter(({ name }) => name.startsWith(asked) || name.startsWith(stripped)),
    /不|别|没|\bnot\b/.test(words)
      ? []
      : innermost(
          named.filter((area) => holdsName(words, area.name)),
          words,
        ),
  ];
  const found = readings.find((areas) => areas.length > 0) ?? [];
  const [only] = found;
  if (only !== undefined && found.length === 1) return { type: "read", value: only.id };
  const near = found.length > 0 ? found : named.filter((area) => withinOneEdit(area.bare, stripped));
  return near.length === 0 ? { type: "unread" } : { type: "several", ids: near.slice(0, MOST).map(({ id }) => id) };
}

interface NamedArea {
  readonly id: string;
  readonly level: number;
  readonly name: string;
  readonly bare: string;
}

/** Of 石桥镇板长村 the village is meant; 长村 within 板长村 is not. */
function innermost(found: readonly NamedArea[], words: string): readonly NamedArea[] {
  const whole = found.filter(({ name }) => {
    const longer = found.filter((other) => other.name.length > name.length && other.name.includes(name));
    return holdsName(
      longer.reduce((left, other) => left.replaceAll(other.name, "\n"), words),
      name,
    );
  });
  const deepest = Math.max(...whole.map(({ level }) => level));
  return whole.filter(({ level }) => level === deepest);
}

function holdsName(words: string, name: string): boolean {
  if (name.length < 2) return false;
  return /[a-z]/.test(name) ? ` ${words} `.includes(` ${name} `) : words.includes(name);
}

function fold(text: string): string {
  const words = normalise(text)
    .toLowerCase()
    .replace(/[\p{P}\s]+/gu, " ")
    .trim();
  // Spaces part words only in Latin script.
  return words.replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "");
}

function unwrapped(words: string): string {
  const inner = words.replace(AROUND, "").trim();
  return inner === "" ? words : inner;
}

/** Without its kind of area, as long as a name of two characters remains: 新村 stays whole. */
function bare(name: string): string {
  const short = name.replace(SUFFIX, "");
  return Array.from(short).length >= 2 ? short : name;
}

/** Are two names (of two characters at least) at most one insertion, deletion or replacement apart? */
function withinOneEdit(a: string, b: string): boolean {
  const [short = [], long = []] = [Array.from(a), Array.from(b)].toSorted((x, y) => x.length - y.length);
  if (short.length < 2 || long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const rest = short.length === long.length ? short.slice(same + 1) : short.slice(same);
  return rest.join("") === long.slice(same + 1).join("");
}
