/** The small parts of a workbook: which sheets there are, where they stand, and which styles show a date. */
import { posix } from "node:path";
import { SaxesParser } from "saxes";
import { SheetFault } from "../fault.js";
import type { Zip } from "./zip.js";

/** A visible sheet of a workbook, in the workbook's order. */
export interface SheetPart {
  readonly name: string;
  /** Its part in the zip. */
  readonly part: string;
}

export interface Workbook {
  readonly sheets: readonly SheetPart[];
  readonly strings: string | null;
  /** For workbooks that count days from 1904: which cell styles show a date. Null where days count from 1900. */
  readonly dateStyles1904: readonly boolean[] | null;
}

/** Far above the styles of the most painted workbook. */
const MOST_BYTES = 64 * 1024 * 1024;

type Attributes = Readonly<Record<string, string>>;
type Take = (name: string, attributes: Attributes) => void;

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Calls back for each element of a part, prefixes taken off. Throws SheetFault at what is no XML, or has a DOCTYPE. */
async function eachElement(zip: Zip, part: string, take: Take): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  const refuse = (): never => {
    throw new SheetFault("broken");
  };
  parser.on("error", refuse);
  parser.on("doctype", refuse);
  parser.on("opentag", (tag) => {
    const attributes = Object.entries(tag.attributes).map(([name, value]) => [localName(name), value]);
    take(localName(tag.name), Object.fromEntries(attributes));
  });
  const decoder = new TextDecoder("utf-8");
  let length = 0;
  for await (const chunk of zip.read(part)) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new SheetFault("too-big");
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.write(decoder.decode());
  parser.close();
}

interface Relation {
  readonly id: string;
  /** Last word of its type: `worksheet`, `sharedStrings`; the same in both editions of the standard. */
  readonly sort: string;
  readonly part: string;
}

/** What a part leans on; nothing when it does not say. */
async function readRelations(zip: Zip, of: string): Promise<Relation[]> {
  const folder = posix.dirname(of);
  const part = posix.join(folder, "_rels", `${posix.basename(of)}.rels`);
  const found: Relation[] = [];
  if (!zip.has(part)) return found;
  await eachElement(zip, part, (name, { Id, Type, Target, TargetMode }) => {
    if (name !== "Relationship" || Target === undefined || TargetMode === "External") return;
    const sort = (Type ?? "").slice((Type ?? "").lastIndexOf("/") + 1);
    const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
    found.push({ id: Id ?? "", sort, part: target });
  });
  return found;
}

async function findWorkbook(zip: Zip): Promise<string> {
  const relations = await readRelations(zip, "");
  const main = relations.find((one) => one.sort === "officeDocument")?.part ?? "xl/workbook.xml";
  if (zip.has(main) && main.toLowerCase().endsWith(".xml")) return main;
  // the binary sort of workbook is mended as the old .xls is: by saving it as .xlsx
  throw new SheetFault(zip.some((name) => name.endsWith("workbook.bin")) ? "old-xls" : "not-a-sheet");
}

/** Reads what a workbook holds. Throws SheetFault: "not-a-sheet" for a zip that is something else. */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const main = await findWorkbook(zip);
  const listed: { name: string; id: string }[] = [];
  let root: string | null = null;
  let from1904 = false;
  await eachElement(zip, main, (name, { name: title, id, state, date1904 }) => {
    root ??= name;
    if (name === "workbookPr") from1904 = date1904 === "1" || date1904 === "true";
    if (name === "sheet" && state !== "hidden" && state !== "veryHidden") {
      listed.push({ name: title ?? "", id: id ?? "" });
    }
  });
  if (root !== "workbook") throw new SheetFault("not-a-sheet");
  const relations = await readRelations(zip, main);
  const sheets = listed.flatMap(({ name, id }) => {
    // a chart sheet has another sort, and no rows
    const relation = relations.find((one) => one.id === id && one.sort === "worksheet");
    return relation ? [{ name, part: relation.part }] : [];
  });
  const strings = relations.find((one) => one.sort === "sharedStrings")?.part ?? null;
  const styles = relations.find((one) => one.sort === "styles")?.part ?? null;
  const dateStyles1904 = from1904 && styles !== null ? await readDateStyles(zip, styles) : null;
  return { sheets, strings, dateStyles1904 };
}

/** Built-in formats of days and times, the East Asian ones among them (ECMA-376 part 1, 18.8.30). */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a custom format shows a day: its letters, without what stands in quotes, brackets or after a backslash. */
const showsDate = (code: string): boolean => /[ymdh]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ""));

async function readDateStyles(zip: Zip, part: string): Promise<boolean[]> {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await eachElement(zip, part, (name, { numFmtId, formatCode }) => {
    if (name === "numFmt") custom.set(Number(numFmtId), showsDate(formatCode ?? ""));
    else if (name === "cellXfs") inCells = true;
    else if (name === "cellStyles" || name === "dxfs") inCells = false;
    else if (name === "xf" && inCells) {
      const id = Number(numFmtId ?? 0);
      styles.push(custom.get(id) ?? isDateFormat(id));
    }
  });
  return styles;
}
