/** Words of a pick list in cells. */
import { notOnList } from "../faults.js";
import { foldHeading } from "../heading.js";
import { empty, read, wrong, type CellReader } from "./reading.js";
import { readFact } from "./text.js";

/**
 * A reader of one word of a list: `[value, word, variants …]` a line. The word is the one that is written; width,
 * blanks and marks do not count.
 */
export function choice<T extends string | number>(
  lines: readonly (readonly [value: T, word: string, ...variants: string[]])[],
): CellReader<T> {
  const values = new Map(
    lines.flatMap(([value, ...words]) => words.map((word) => [foldHeading(word), value] as const)),
  );
  const words = lines.map(([, word]) => word);
  return (cell) => {
    const written = readFact(cell);
    if (written.type !== "read") return written;
    const folded = foldHeading(written.value);
    if (folded === "") return empty();
    const value = values.get(folded);
    return value === undefined ? wrong(notOnList(words)) : read(value);
  };
}
