/** Every document is checked against its schema before it is written, whatever the engine. */
import type { z } from "zod";
import { documents } from "#core/documents.js";
import type { Stored } from "./port.js";
import { InvalidDocument } from "./refused.js";
import type { Shape } from "./shape.js";

/** A checked document: what the schema knows of it, and the same as JSON. */
export interface Checked {
  readonly doc: Stored;
  readonly body: string;
}

/**
 * Checks a document that will have this version. What the schema does not know is left out, so that nothing unclassified
 * is stored. Throws `InvalidDocument`.
 */
export function checkDocument(shape: Shape, doc: Stored, version: number): Checked {
  const schema: z.ZodType<Stored> = documents[shape.collection];
  const checked = schema.safeParse({ ...doc, version });
  if (!checked.success) throw invalid(shape, checked.error.issues.map(describeIssue));
  const body = JSON.stringify(checked.data);
  // JSON writes both as escapes, so that one look at the body is enough nearly always.
  if (body.includes("\\u") && /\\u(0000|d[89a-f])/.test(body)) refuseUnindexable(shape, checked.data);
  return { doc: checked.data, body };
}

/** Can every engine keep and compare this text? SQLite cuts one at NUL, and half a surrogate pair has no UTF-8. */
export function isIndexable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

function refuseUnindexable(shape: Shape, doc: Stored): void {
  const fields = new Set(["_id", ...shape.fields]);
  const broken = Object.entries(doc).flatMap(([field, value]: [string, unknown]) =>
    fields.has(field) && typeof value === "string" && !isIndexable(value) ? [`${field} (control character)`] : [],
  );
  if (broken.length > 0) throw invalid(shape, broken);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.map(String).join(".") || "document"} (${issue.code})`;
}

function invalid(shape: Shape, faults: readonly string[]): InvalidDocument {
  return new InvalidDocument(`${shape.collection}: a document does not fit its schema at ${faults.join(", ")}`);
}
