/** What a reader throws when the file itself is at fault. Caught in `open.ts`; nobody outside this folder sees it. */
import type { SheetRefusal } from "./sheet.js";

/** The file cannot be read, for a reason that can be told. Carries no text of the file. */
export class SheetFault extends Error {
  readonly why: SheetRefusal;
  constructor(why: SheetRefusal) {
    super(`sheet refused: ${why}`);
    this.name = "SheetFault";
    this.why = why;
  }
}
