/** Reads a guide and works through it as its reader would: files are written, commands run, talks played. */

/** A piece of a guide: words between the blocks, or a block with what stands behind its opening fence. */
export type Piece =
  | { readonly type: "words"; readonly text: string }
  | { readonly type: "block"; readonly info: string; readonly body: string };

const BLOCK = /^```([^\n]*)\n([^]*?)^```$/gm;

/** The pieces of a markdown text, in order. */
export function readGuide(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: whole, 1: info = "", 2: body = "", index } of text.matchAll(BLOCK)) {
    pieces.push({ type: "words", text: text.slice(at, index) }, { type: "block", info, body });
    at = index + whole.length;
  }
  return [...pieces, { type: "words", text: text.slice(at) }];
}

/** The markdown text of pieces. */
export function writeGuide(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (piece.type === "words" ? piece.text : `\`\`\`${piece.info}\n${piece.body}\`\`\``))
    .join("");
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Does this stand for that? `…` stands for anything in a line, a line of its own for any lines. */
export function standsFor(written: string, actual: string): boolean {
  const lines = written.trimEnd().split("\n");
  const patterns = lines.map((line) => (line === "…" ? "(?:.*\\n)*?" : `${escape(line).replaceAll("…", ".*?")}\\n`));
  return new RegExp(`^${patterns.join("")}$`).test(`${actual.trimEnd()}\n`);
}

/** The same of a list under its headings, in whichever order its rows come. */
export function standsForRows(written: string, actual: string): boolean {
  return standsFor(inOrder(written), inOrder(actual));
}

function inOrder(list: string): string {
  const [headings = "", ...rows] = list.trimEnd().split("\n");
  return [headings, ...rows.toSorted()].join("\n");
}
