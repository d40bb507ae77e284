/** Which columns of heading rows a layout knows. */
import type { Cell, SheetRow } from "./cell.js";
import { foldHeading } from "./heading.js";
import type { Layout } from "./layout.js";

export interface Labels {
  readonly columnOf: ReadonlyMap<string, { readonly index: number; readonly heading: string }>;
  /** Headings, as written, that lead to no field. */
  readonly unknown: readonly string[];
  /** All headings there are, folded. */
  readonly seen: ReadonlySet<string>;
}

/**
 * Reads one heading row, or two: below each other, the lower heading counts, together with the one above where that
 * makes a known name (户主 over 姓名 is 户主姓名); else the upper one. A heading over several columns is carried to the
 * right only to look such a name up.
 */
export function labelled(layout: Layout, rows: readonly SheetRow[], map: Readonly<Record<string, string>>): Labels {
  const fieldOf = names(layout, map);
  const read = new Set(layout.columns.filter(({ ignored }) => ignored !== true).map(({ field }) => field));
  const columnOf = new Map<string, { index: number; heading: string }>();
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (const { index, tried, written } of headings(rows)) {
    for (const { folded } of tried) seen.add(folded);
    const known = tried.find(({ folded }) => fieldOf.has(folded));
    const field = known && fieldOf.get(known.folded);
    if (known && field !== undefined && read.has(field) && !columnOf.has(field)) {
      columnOf.set(field, { index, heading: known.heading });
    } else unknown.push(written);
  }
  return { columnOf, unknown, seen };
}

interface Heading {
  readonly index: number;
  /** What to look up, the most telling first. */
  readonly tried: readonly { readonly folded: string; readonly heading: string }[];
  readonly written: string;
}

function headings(rows: readonly SheetRow[]): Heading[] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const [upper, lower] = rows;
  const found: Heading[] = [];
  let over = "";
  for (let index = 0; index < width; index += 1) {
    const above = textOf(upper?.cells[index]);
    const below = textOf(lower?.cells[index]);
    if (above !== "") over = above;
    const whole = below === "" || over === "" ? [] : [{ folded: foldHeading(over + below), heading: below }];
    const single = [below, above].map((heading) => ({ folded: foldHeading(heading), heading }));
    const tried = [...whole, ...single].filter(({ folded }) => folded !== "");
    if (tried.length > 0) found.push({ index, tried, written: below === "" ? above : below });
  }
  return found;
}

/** Folded heading → field. Where the map names a field, only the heading it gives counts. */
function names(layout: Layout, map: Readonly<Record<string, string>>): Map<string, string> {
  const fieldOf = new Map<string, string>();
  for (const { field, names: headingsOf } of layout.columns) {
    for (const name of headingsOf) if (!fieldOf.has(foldHeading(name))) fieldOf.set(foldHeading(name), field);
  }
  const renamed = Object.entries(map).flatMap(([ours, theirs]) => {
    const column = layout.columns.find(({ field }) => field === ours);
    const field = column?.field ?? fieldOf.get(foldHeading(ours));
    return field === undefined ? [] : [{ field, theirs: foldHeading(theirs) }];
  });
  const fields = new Set(renamed.map(({ field }) => field));
  for (const [name, field] of [...fieldOf]) if (fields.has(field)) fieldOf.delete(name);
  for (const { field, theirs } of renamed) fieldOf.set(theirs, field);
  return fieldOf;
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell.trim() : "";
}
