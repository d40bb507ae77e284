import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, brotliDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { build } from "../../scripts/build.mjs";
import { root } from "./root.js";

const run = promisify(execFile);
const dist = (file: string): string => join(root, "dist", file);

describe("the build", () => {
  beforeAll(async () => {
    await build();
  });

  it("makes what is run and shown", () => {
    for (const file of ["main.js", "cli.js", "web/index.html", "web/main.js", "web/style.css", "locales/zh-CN.json"]) {
      expect(existsSync(dist(file)), file).toBe(true);
    }
  });

  it("does nothing when nothing changed", async () => {
    expect(await build()).toMatchObject({ built: false });
  });

  it.each(["web/index.html", "web/main.js", "web/style.css"])("%s lies compressed beside itself", (file) => {
    const bytes = readFileSync(dist(file));
    expect(gunzipSync(readFileSync(dist(`${file}.gz`)))).toEqual(bytes);
    expect(brotliDecompressSync(readFileSync(dist(`${file}.br`)))).toEqual(bytes);
  });

  it("keeps the chat page under 40 kB on the wire", () => {
    const sizes = ["web/index.html", "web/main.js", "web/style.css"].map(
      (file) => readFileSync(dist(`${file}.gz`)).length,
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(40_000);
  });

  it("serves the command", async () => {
    const { stdout } = await run(process.execPath, [join(root, "bin/fourhelp.mjs"), "--help"]);
    expect(stdout).toContain("fourhelp");
  });
});
