import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder } from "#store/files.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourhelp-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("making the data folder", () => {
  it("makes those above it too, and is content with one that is there", async () => {
    const path = join(folder, "a", "b", "c");
    await makeFolder(path);
    await makeFolder(path);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it("refuses where a file stands, or where nothing can be made", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolder(join(folder, "file", "x"))).rejects.toMatchObject({ code: "ENOTDIR" });
    await expect(makeFolder("/proc/fourhelp/data")).rejects.toBeInstanceOf(Error);
  });
});
