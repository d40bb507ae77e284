/**
 * Values that are read out of somebody's wording, and the wording itself. Where we would write a value otherwise than
 * the file does, the file's own words are kept beside it, so that taking a list out again gives what was brought in.
 * When the value has changed since, it wins over the words.
 */

/** Words by field. */
export type Words = Readonly<Record<string, string>>;

export interface Derived<T> {
  /** The fields the words stand in, with the heading under which they are kept. */
  readonly headings: Readonly<Record<string, string>>;
  /** What the words mean; null when nothing can be told. */
  derive(words: Words): T | null;
  /** The words we write. */
  canonical(value: T): Words;
}

/** What is to be kept of the words, by heading: nothing when we would write the same. */
export function keepWords<T>(derived: Derived<T>, words: Words, value: T): Record<string, string> {
  const ours = derived.canonical(value);
  const kept: Record<string, string> = {};
  let same = true;
  for (const field in derived.headings) {
    const word = words[field] ?? "";
    same &&= word === (ours[field] ?? "");
    if (word !== "") kept[derived.headings[field] ?? field] = word;
  }
  return same ? {} : kept;
}

/** The words to write for a value: the kept ones as long as they still mean it. */
export function wordsToWrite<T>(derived: Derived<T>, value: T, kept: Readonly<Record<string, string>>): Words {
  const words: Record<string, string> = {};
  for (const [field, heading] of Object.entries(derived.headings)) {
    const word = kept[heading];
    if (word !== undefined) words[field] = word;
  }
  const stands = Object.keys(words).length > 0 && JSON.stringify(derived.derive(words)) === JSON.stringify(value);
  return stands ? words : derived.canonical(value);
}
