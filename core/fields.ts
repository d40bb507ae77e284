/**
 * Data classes of stored fields (docs/guide/privacy.md). Every leaf of every stored schema carries one;
 * `test/core/documents.test.ts` walks them all.
 *
 * P0 public · P1 internal · P2 personal · P3 sensitive: stored only as `Sealed`.
 */
import { z } from "zod";

export type DataClass = "P0" | "P1" | "P2" | "P3";

const mark = (dataClass: DataClass) => {
  return <T extends z.ZodType>(schema: T): T => schema.meta({ dataClass });
};

export const p0 = mark("P0");
export const p1 = mark("P1");
export const p2 = mark("P2");

/** Ciphertext made by the vault (`store/vault.ts`): `s1.` and base64url. The only form in which P3 is ever stored. */
export const Sealed = z
  .string()
  .regex(/^s1\.[A-Za-z0-9_-]+$/)
  .brand("Sealed")
  .meta({ dataClass: "P3" });
export type Sealed = z.infer<typeof Sealed>;

/** A keyed hash of a normalised ID or phone number, to look one up without storing it; `none:<id>` where there is none. */
export const BlindKey = p1(z.string().regex(/^(b1\.[A-Za-z0-9_-]+|none:.+)$/));
export type BlindKey = z.infer<typeof BlindKey>;

/** Seals and opens P3, and makes blind keys. Implemented by `store/vault.ts`; handed in as an argument. */
export interface Vault {
  seal(plain: string): Sealed;
  /** Throws when the key is not the one it was sealed with. */
  open(sealed: Sealed): string;
  /** Same input and purpose, same key; nothing can be read back from it. */
  blind(purpose: "id-number" | "phone" | "code" | "session", value: string): string;
}

/** What every stored document starts with. */
export const base = {
  _id: p1(z.string().min(1).max(200)),
  version: p1(z.int().nonnegative()),
  /** The office (tenant) it belongs to. */
  office: p1(z.string().min(1).max(40)),
};

/** A calendar day in the office's time zone, `YYYY-MM-DD`. */
export const Day = p1(z.string().regex(/^\d{4}-\d{2}-\d{2}$/));
export type Day = z.infer<typeof Day>;
export const id = p1(z.string().min(1).max(200));
