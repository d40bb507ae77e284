/** Reading the forms of pages: fields, and a file as it streams in. */
import type { FastifyRequest } from "fastify";
import type { Upload } from "#app/route.js";

/** What besides the file a form may hold. */
const FIELDS = { fields: 20, fieldNameSize: 100, fieldSize: 2_000, headerPairs: 20 };

/** The fields of a url-encoded form; of one that is given twice the last. */
export function fieldsOf(body: string | Buffer): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(String(body)));
}

/** Reads the form as far as its file; null when it has none, or is none that can be read. */
export async function openUpload(request: FastifyRequest, maxBytes: number): Promise<Upload | null> {
  if (!request.isMultipart()) return null;
  const limits = { ...FIELDS, files: 1, parts: FIELDS.fields + 1, fileSize: maxBytes + 1 };
  const part = await request.file({ limits, throwFileSizeLimit: false }).catch(() => undefined);
  if (!part) return null;
  const fields: Record<string, string> = {};
  for (const [name, field] of Object.entries(part.fields)) {
    const one = Array.isArray(field) ? field.at(-1) : field;
    if (one?.type === "field" && typeof one.value === "string") fields[name] = one.value;
  }
  // without a file chosen, browsers send one without a name
  return { name: nameOf(part), fields, bytes: untilCut(part.file) };
}

/** The name has no type that says it may be missing. */
function nameOf({ filename }: { readonly filename: string | undefined }): string {
  return filename?.trim() ?? "";
}

/** A file that breaks off is the sender's doing. */
async function* untilCut(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (cause) {
    throw Object.assign(new Error("the file broke off", { cause }), { statusCode: 400 });
  }
}
