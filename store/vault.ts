/** The vault: seals what is P3 and makes blind keys, from one key that lies outside the database. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  randomUUID,
  type KeyObject,
} from "node:crypto";
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Sealed, Vault } from "#core/fields.js";
import { syncFolder } from "./files.js";

export interface VaultOptions {
  /** The key file: 32 bytes as base64url in one line. Keep a copy apart from the data's backups. */
  keyPath: string;
  /** Does a database exist already? Then a missing key is refused, never made anew. */
  expectExisting: boolean;
  /** `size` unguessable bytes; the system's own unless told. */
  random?: (size: number) => Uint8Array;
}

export interface OpenVault extends Vault {
  /** Was the key made just now? */
  readonly created: boolean;
  /** Tells one key from another and nothing else about it. May be stored and shown. */
  readonly fingerprint: string;
}

/**
 * `missing-key` data without its key · `exposed-key` others can read it · `damaged-key` not a key ·
 * `wrong-key` not the key this data was sealed with.
 */
export type VaultRefusal = "missing-key" | "exposed-key" | "damaged-key" | "wrong-key";

/** The vault will not open; the message is a plain sentence that says what to do. */
export class VaultRefused extends Error {
  override readonly name = "VaultRefused";
  readonly reason: VaultRefusal;

  constructor(reason: VaultRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A sealed value that does not open: altered, or sealed with another key. Never says what was in it. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

/** Where a store keeps small facts about itself. */
export interface FactStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TEXT_AT = NONCE_BYTES + TAG_BYTES;
const POOL_BYTES = 4_096;
/** The fact that tells which key a store is sealed with. */
export const vaultKeyFact = "vault key";

/** Opens the vault, and makes its key at the first start. Throws `VaultRefused`. */
export async function openVault({
  keyPath,
  expectExisting,
  random = pooledRandom(),
}: VaultOptions): Promise<OpenVault> {
  const path = resolve(keyPath);
  const existing = await readKey(path);
  if (existing) return { ...createVault(existing, random), created: false };
  if (expectExisting) {
    throw new VaultRefused(
      "missing-key",
      `There is data, but its key ${path} is missing. Put the key file back from its safe copy; without it sealed data cannot be read.`,
    );
  }
  const { key, created } = await makeKey(path, random);
  return { ...createVault(key, random), created };
}

/** Is there data that was sealed with a key? */
export async function knowsVaultKey(facts: FactStore): Promise<boolean> {
  return (await facts.get(vaultKeyFact)) !== undefined;
}

/** Remembers at first which key the data is sealed with, and from then on throws `VaultRefused` for any other. */
export async function checkVaultKey(facts: FactStore, vault: Pick<OpenVault, "fingerprint">): Promise<void> {
  const known = await facts.get(vaultKeyFact);
  if (known === undefined) return facts.set(vaultKeyFact, vault.fingerprint);
  if (known === vault.fingerprint) return;
  throw new VaultRefused(
    "wrong-key",
    `The key does not belong to this data (it is ${vault.fingerprint}; the data wants ${known}). Put the right key file in its place.`,
  );
}

function createVault(master: Uint8Array, random: (size: number) => Uint8Array): Omit<OpenVault, "created"> {
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", master, "", `fourhelp ${use} 1`, KEY_BYTES));
  // a key object is taken in once, not at every seal
  const sealKey = createSecretKey(derive("seal"));
  // One key for each purpose, so that a phone number and a code of the same digits have nothing in common.
  const blindKeys = {
    "id-number": createSecretKey(derive("blind id-number")),
    phone: createSecretKey(derive("blind phone")),
    code: createSecretKey(derive("blind code")),
    session: createSecretKey(derive("blind session")),
  };
  return {
    fingerprint: derive("fingerprint").subarray(0, 12).toString("base64url"),
    seal(plain) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce);
      const text = cipher.update(plain, "utf8");
      // a stream cipher: nothing is left for the end
      cipher.final();
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text], TEXT_AT + text.length);
      // what is made here has the form that `Sealed` asks of what comes from elsewhere
      return `s1.${sealed.toString("base64url")}` as Sealed;
    },
    open: (sealed) => openSealed(sealKey, sealed),
    blind(purpose, value) {
      return `b1.${createHmac("sha256", blindKeys[purpose]).update(value, "utf8").digest("base64url")}`;
    },
  };
}

/** Asks the system for many bytes at once: a county's list takes a nonce for each of its hundred thousands of seals. */
function pooledRandom(): (size: number) => Uint8Array {
  let pool = Buffer.alloc(0);
  return (size) => {
    if (pool.length < size) pool = randomBytes(Math.max(size, POOL_BYTES));
    const bytes = pool.subarray(0, size);
    pool = pool.subarray(size);
    return bytes;
  };
}

function openSealed(key: KeyObject, sealed: string): string {
  const bytes = sealed.startsWith("s1.") ? Buffer.from(sealed.slice(3), "base64url") : Buffer.alloc(0);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, TEXT_AT));
    return Buffer.concat([decipher.update(bytes.subarray(TEXT_AT)), decipher.final()]).toString("utf8");
  } catch {
    throw new SealBroken("a sealed value does not open: it was altered, or sealed with another key");
  }
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  // Windows has no such mode bits.
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0) {
    throw new VaultRefused("exposed-key", `Others on this machine can read the key ${path}. Run: chmod 600 "${path}"`);
  }
  const key = Buffer.from(text.trim(), "base64url");
  if (/^[A-Za-z0-9_-]{43}$/.test(text.trim()) && key.length === KEY_BYTES) return key;
  throw new VaultRefused("damaged-key", `${path} holds no key. Put the key file back from its safe copy.`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Written whole beside its place and then linked there: a stop half way leaves no half key, and no key is written over. */
async function makeKey(
  path: string,
  random: (size: number) => Uint8Array,
): Promise<{ key: Uint8Array; created: boolean }> {
  const key = random(KEY_BYTES);
  // Two first starts at once must not share a draft, or one would link what the other still writes.
  const draft = `${path}.${randomUUID()}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${Buffer.from(key).toString("base64url")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    // Another process was first; its key counts.
    const first = isCode(error, "EEXIST") ? await readKey(path) : undefined;
    if (first) return { key: first, created: false };
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
  return { key, created: true };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
