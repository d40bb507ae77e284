/** Headings, and words of pick lists, in the one form in which they are compared. */
import { normalise } from "#core/text/normalise.js";

const MUST = /^(?:必填项?|选填项?|必录项?|required|optional)|(?:必填项?|选填项?|必录项?|required|optional)$/;

/**
 * Full width, case, blanks, line breaks, brackets and other marks do not count, nor do 必填 and a numbering such as
 * "1." in front: `*1、户编号（必填）` is `户编号`. A digit without a mark behind it belongs to the name (致贫原因1).
 */
export function foldHeading(text: string): string {
  return normalise(text)
    .toLowerCase()
    .replace(/^[\s*(]*\d{1,3}\s*[.、):](?!\d)/, "")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .replace(MUST, "");
}
