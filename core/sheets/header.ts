/** Finds out which layout a sheet has, and where its headings stand. */
import type { SheetRow } from "./cell.js";
import { foldHeading } from "./heading.js";
import { labelled, type Labels } from "./labels.js";
import type { ImportKind } from "./kinds.js";
import type { Layout } from "./layout.js";
import { layouts } from "./layouts/index.js";
import { isCauseNumbers, type CauseNumbers } from "./values/causes.js";

export interface FoundHeader<K extends ImportKind = ImportKind> {
  readonly type: "found";
  readonly layout: Layout<K>;
  /** Numbers of the rows that hold headings: one, or two. */
  readonly headerRows: readonly number[];
  /** Field → the column it stands in (from 0) and its heading as written. A field the file does not have is missing. */
  readonly columnOf: ReadonlyMap<string, { readonly index: number; readonly heading: string }>;
  /** Fields that no row may leave empty. */
  readonly required: ReadonlySet<string>;
  /** Rows with this number or a greater one hold data. */
  readonly firstDataRow: number;
  /** Headings, as written, of columns that are not read. */
  readonly unknown: readonly string[];
  /** The file's own numbering of causes, if the map declares one. */
  readonly causes: CauseNumbers | null;
  /** The heading rows, to know them when they come again. */
  readonly rows: readonly SheetRow[];
}

export type Header<K extends ImportKind = ImportKind> =
  | FoundHeader<K>
  /** It looks like this layout, but these columns are not there, or the map names what there is not. */
  | { readonly type: "missing"; readonly layout: Layout<K> | null; readonly columns: readonly string[] }
  | { readonly type: "none" };

export type HeadingMap = Readonly<Record<string, string>>;

/** Titles, notes and blank rows above the headings: more than fourteen would be a letter. */
const ROWS_SEARCHED = 15;
/** One known heading may be a word in a title. */
const FEWEST_FIELDS = 2;

interface Candidate<K extends ImportKind> {
  readonly layout: Layout<K>;
  readonly rows: readonly SheetRow[];
  readonly labels: Labels;
  readonly absent: readonly string[];
}

/**
 * Looks for headings in the first 15 rows: the row, or the two rows one above the other, that hold most of a layout's.
 * `map` gives, for a heading of ours or our name of a field, the heading in the file; its key `causes` declares how
 * the file numbers causes: A, B, C, D or E (data-shapes §2).
 */
export function findHeader<K extends ImportKind>(
  kind: K,
  head: readonly SheetRow[],
  map: HeadingMap | null,
): Header<K> {
  const { causes = null, ...renamed } = map ?? {};
  if (causes !== null && !isCauseNumbers(causes)) return { type: "missing", layout: null, columns: ["causes"] };
  const best = candidates(layouts[kind], head.slice(0, ROWS_SEARCHED), renamed).reduce<Candidate<K> | null>(
    (found, next) => (found === null || isBetter(next, found) ? next : found),
    null,
  );
  if (best === null || best.labels.columnOf.size < FEWEST_FIELDS) return { type: "none" };
  const { layout, absent, rows, labels } = best;
  if (absent.length > 0) return { type: "missing", layout, columns: absent };
  return {
    type: "found",
    layout,
    headerRows: rows.map(({ number }) => number),
    columnOf: labels.columnOf,
    required: new Set(layout.columns.filter(({ required }) => required).map(({ field }) => field)),
    firstDataRow: Math.max(...rows.map(({ number }) => number)) + 1,
    unknown: labels.unknown,
    causes,
    rows,
  };
}

/** All layouts at all places: single rows first, so that a second row counts only when it adds something. */
function candidates<K extends ImportKind>(
  known: readonly Layout<K>[],
  head: readonly SheetRow[],
  map: HeadingMap,
): Candidate<K>[] {
  const places = [
    ...head.map((row) => [row]),
    ...head.flatMap((row, at) => {
      const below = head[at + 1];
      return below === undefined ? [] : [[row, below]];
    }),
  ];
  return places.flatMap((rows) =>
    known.flatMap((layout) => {
      const labels = labelled(layout, rows, map);
      const another = layout.unless?.some((heading) => labels.seen.has(foldHeading(heading)));
      return another ? [] : [{ layout, rows, labels, absent: absentOf(layout, labels, map) }];
    }),
  );
}

/** Whatever is required, and whatever the map names, but is not there. */
function absentOf(layout: Layout, { columnOf, seen }: Labels, map: HeadingMap): string[] {
  const missing = layout.columns.filter(({ field, required }) => required && !columnOf.has(field));
  const named = new Set(layout.columns.flatMap(({ field, names }) => [field, ...names.map(foldHeading)]));
  const strange = Object.keys(map).filter((ours) => !named.has(ours) && !named.has(foldHeading(ours)));
  const unseen = Object.values(map).filter((heading) => !seen.has(foldHeading(heading)));
  const columns = missing.map(({ field, names }) => names[0] ?? field);
  return [...new Set([...columns, ...strange, ...unseen])];
}

/** Complete before incomplete, then more fields. */
function isBetter<K extends ImportKind>(next: Candidate<K>, found: Candidate<K>): boolean {
  const [a, b] = [next.absent.length === 0, found.absent.length === 0];
  if (a !== b) return a && next.labels.columnOf.size >= FEWEST_FIELDS;
  return next.labels.columnOf.size > found.labels.columnOf.size;
}
