/** The main cause 致贫原因1 and the others 其他致贫原因, which some files write into one cell. */
import type { Cause } from "#core/registry/household.js";
import { keepWords, wordsToWrite, type Derived, type Words } from "../derived.js";
import type { Fields } from "../layout.js";
import { causeLabels, causeOfLabel, causesBy } from "../values/causes.js";
import { readWritten } from "../values/text.js";

export interface Causes {
  readonly mainCause: Cause | null;
  readonly otherCauses: readonly Cause[];
}

const MAIN = "mainCause";
const OTHERS = "otherCauses";
const OTHERS_HEADING = "其他致贫原因";

/** Reads both columns. What is not our label for a cause, such as 因婚, is kept by heading. */
export function readCauses(row: Fields, mainHeading: string): Causes & { readonly kept: Record<string, string> } {
  const plain = plainCause(row);
  if (plain !== undefined) return { mainCause: plain, otherCauses: [], kept: {} };
  const reader = causesBy(row.causes);
  const causes = inOrder(row.take(MAIN, reader) ?? [], row.take(OTHERS, reader) ?? []);
  const words = { [MAIN]: wordOf(row, MAIN), [OTHERS]: wordOf(row, OTHERS) };
  // A bare number means nothing without the file that declared it.
  const bare = Object.values(words).some((word) => /\d/.test(word));
  return { ...causes, kept: bare ? {} : keepWords(derivedBy(mainHeading), words, causes) };
}

/** The words of both columns. */
export function causeWords(causes: Causes, mainHeading: string, kept: Readonly<Record<string, string>>): Words {
  const { mainCause, otherCauses } = causes;
  return wordsToWrite(derivedBy(mainHeading), { mainCause, otherCauses }, kept);
}

function derivedBy(mainHeading: string): Derived<Causes> {
  const known = derivedByHeading.get(mainHeading);
  return known ?? makeDerived(mainHeading);
}

function makeDerived(mainHeading: string): Derived<Causes> {
  const reader = causesBy(null);
  return {
    headings: { [MAIN]: mainHeading, [OTHERS]: OTHERS_HEADING },
    derive(words) {
      const main = reader(words[MAIN] ?? null);
      const others = reader(words[OTHERS] ?? null);
      if (main.type === "wrong" || others.type === "wrong") return null;
      return inOrder(main.type === "read" ? main.value : [], others.type === "read" ? others.value : []);
    },
    canonical: ({ mainCause, otherCauses }) => ({
      [MAIN]: mainCause === null ? "" : causeLabels[mainCause],
      [OTHERS]: otherCauses.map((cause) => causeLabels[cause]).join("、"),
    }),
  };
}

const derivedByHeading: ReadonlyMap<string, Derived<Causes>> = new Map(
  ["致贫原因1", "主要致贫原因"].map((heading) => [heading, makeDerived(heading)]),
);

/** The first of the main column is the main cause; whatever else stands there is another one. */
function inOrder(main: readonly Cause[], others: readonly Cause[]): Causes {
  const mainCause = main[0] ?? null;
  return { mainCause, otherCauses: [...new Set([...main, ...others])].filter((cause) => cause !== mainCause) };
}

/** The one cause of a row that has just our label for it, or none at all (null): almost every row, and quickly told. */
function plainCause(row: Fields): Cause | null | undefined {
  if (row.cell(OTHERS) !== null) return undefined;
  const main = row.cell(MAIN);
  if (main === null) return null;
  return typeof main === "string" ? causeOfLabel.get(main) : undefined;
}

function wordOf(row: Fields, field: string): string {
  const word = readWritten(row.cell(field));
  return word.type === "read" ? word.value : "";
}
