/** The parts of the workbook that we write, apart from its rows (ECMA-376 part 1). */
import { encodeText } from "./xml-text.js";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SORT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Where the rows stand. */
export const SHEET_PART = "xl/worksheets/sheet1.xml";

/** The style of the built-in format 49, text: what is typed into such a cell stays as it was typed. */
export const TEXT_STYLE = 1;

/** Before the rows: every column is text, so that a row that somebody adds keeps its ID number. */
export const SHEET_START = `${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="16384" width="14" style="${TEXT_STYLE}" customWidth="1"/></cols><sheetData>`;
export const SHEET_END = "</sheetData></worksheet>";

const TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SORT}.sheet.main+xml"/><Override PartName="/${SHEET_PART}" ContentType="${SORT}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${SORT}.styles+xml"/></Types>`;

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const relations = (list: readonly { sort: string; target: string }[]): string => {
  const each = list.map(
    ({ sort, target }, at) => `<Relationship Id="rId${at + 1}" Type="${DOCUMENT}/${sort}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}</Relationships>`;
};

/** A name that Excel takes for a sheet: 1 to 31 characters, none of them `[]:*?/\`, no quote at its ends. */
export function nameSheet(title: string): string {
  const allowed = title.replaceAll(/[[\]:*?/\\\p{Cc}]/gu, " ").replaceAll(/^[\s']+|[\s']+$/g, "");
  return Array.from(allowed).slice(0, 31).join("").trim() || "Sheet1";
}

/** Every part but the rows. */
export function fixedParts(title: string): readonly { readonly name: string; readonly xml: string }[] {
  const sheet = `<sheet name="${encodeText(nameSheet(title))}" sheetId="1" r:id="rId1"/>`;
  const workbook = `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${sheet}</sheets></workbook>`;
  const parts = [
    { sort: "worksheet", target: "worksheets/sheet1.xml" },
    { sort: "styles", target: "styles.xml" },
  ];
  return [
    { name: "[Content_Types].xml", xml: TYPES },
    { name: "_rels/.rels", xml: relations([{ sort: "officeDocument", target: "xl/workbook.xml" }]) },
    { name: "xl/workbook.xml", xml: workbook },
    { name: "xl/_rels/workbook.xml.rels", xml: relations(parts) },
    { name: "xl/styles.xml", xml: STYLES },
  ];
}
