import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BlindKey, Sealed } from "#core/fields.js";
import { openVault, SealBroken } from "#store/vault.js";

let folder: string;
let keyPath: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-vault-"));
  keyPath = join(folder, "secrets", "key");
});
afterEach(() => rm(folder, { recursive: true }));

const openNew = () => openVault({ keyPath, expectExisting: false });
const purposes = ["id-number", "phone", "code", "session"] as const;

describe("the key file", () => {
  it("is made at the first start, for this user alone, and used from then on", async () => {
    const first = await openNew();
    expect(first.created).toBe(true);
    expect((await stat(keyPath)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, "secrets"))).toEqual(["key"]);
    const second = await openVault({ keyPath, expectExisting: true });
    expect(second.created).toBe(false);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(second.open(first.seal("王小二"))).toBe("王小二");
    expect(second.blind("phone", "13800000000")).toBe(first.blind("phone", "13800000000"));
  });

  it("is one, when two start at once", async () => {
    const vaults = await Promise.allSettled([openNew(), openNew(), openNew()]);
    const prints = vaults.flatMap((result) => (result.status === "fulfilled" ? [result.value.fingerprint] : []));
    const last = await openVault({ keyPath, expectExisting: true });
    expect(prints).toHaveLength(3);
    expect(new Set(prints)).toEqual(new Set([last.fingerprint]));
  });

  it("is never made anew where data is", async () => {
    await expect(openVault({ keyPath, expectExisting: true })).rejects.toMatchObject({ reason: "missing-key" });
    await expect(stat(keyPath)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is refused when others can read it", async () => {
    await openNew();
    for (const mode of [0o640, 0o604, 0o620, 0o601]) {
      await chmod(keyPath, mode);
      await expect(openNew()).rejects.toMatchObject({
        reason: "exposed-key",
        message: expect.stringContaining("chmod 600"),
      });
    }
  });

  it("is refused when it is no key, without telling what it is", async () => {
    await openNew();
    const good = await readFile(keyPath, "utf8");
    for (const bad of ["", "\n", good.slice(1), `${good.trim()}A\n`, good.replace(/^./, "*")]) {
      await writeFile(keyPath, bad);
      const error: unknown = await openNew().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ reason: "damaged-key" });
      expect(String(error)).not.toContain(good.slice(2, 20));
    }
  });
});

describe("sealing", () => {
  it("opens to what was sealed, and never looks the same twice", async () => {
    const vault = await openNew();
    const property = fc.property(fc.string({ unit: "grapheme" }), (plain) => {
      const sealed = vault.seal(plain);
      expect(Sealed.safeParse(sealed).success).toBe(true);
      expect(vault.open(sealed)).toBe(plain);
      expect(vault.seal(plain)).not.toBe(sealed);
    });
    fc.assert(property);
  });

  it("takes a new nonce from `random` for each", async () => {
    let calls = 0;
    const random = (size: number) => new Uint8Array(size).fill(++calls);
    const vault = await openVault({ keyPath, expectExisting: false, random });
    const [first, second] = [vault.seal("a"), vault.seal("a")];
    expect(Buffer.from(first.slice(3), "base64url").subarray(0, 12)).toEqual(Buffer.alloc(12, 2));
    expect(Buffer.from(second.slice(3), "base64url").subarray(0, 12)).toEqual(Buffer.alloc(12, 3));
  });

  it("finds every altered byte and every cut", async () => {
    const vault = await openNew();
    const sealed = vault.seal("999999199001010018");
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    const attempt = (changed: Uint8Array) => () =>
      vault.open(Sealed.parse(`s1.${Buffer.from(changed).toString("base64url")}`));
    for (let n = 0; n < bytes.length; n++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(n) ^ 1, n);
      expect(attempt(changed)).toThrow(SealBroken);
    }
    for (let n = 1; n < bytes.length; n++) expect(attempt(bytes.subarray(0, n))).toThrow(SealBroken);
  });

  it("does not open with another key, and says nothing of what is inside", async () => {
    const vault = await openNew();
    const other = await openVault({ keyPath: join(folder, "other"), expectExisting: false });
    const sealed = other.seal("marked");
    expect(() => vault.open(sealed)).toThrow(SealBroken);
    expect(() => vault.open(sealed)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(sealed) }));
    expect(other.fingerprint).not.toBe(vault.fingerprint);
  });
});

describe("blind keys", () => {
  it("are the same for the same value and purpose, and for nothing else", async () => {
    const vault = await openNew();
    const other = await openVault({ keyPath: join(folder, "other"), expectExisting: false });
    const keys = purposes.flatMap((purpose) =>
      ["13800000000", "13800000001", ""].flatMap((value) => [vault.blind(purpose, value), other.blind(purpose, value)]),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(BlindKey.safeParse(key).success).toBe(true);
    expect(vault.blind("code", "123456")).toBe(vault.blind("code", "123456"));
  });
});
