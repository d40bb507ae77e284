/** What the documents say works: commands marked `sh run` run, links lead somewhere, settings are the real ones. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "./root.js";

const run = promisify(execFile);

const pages = [
  ...["README.md", "README.zh-CN.md", "CONTRIBUTING.md"].map((file) => join(root, file)),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(root, "docs", file)),
].map((path) => ({ page: relative(root, path), path, text: readFileSync(path, "utf8") }));

const examples = pages.flatMap(({ page, text }) =>
  [...text.matchAll(/^```sh run\n([^]*?)^```$/gm)].map((found) => ({ page, script: found[1] ?? "" })),
);

describe("commands in the documents", () => {
  it("has some to run", () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)("$page: $script", { timeout: 60_000 }, async ({ script }) => {
    const data = await mkdtemp(join(tmpdir(), "fourhelp-docs-"));
    try {
      const env = { ...process.env, DATA_DIR: data, PORT: "0", LOG_LEVEL: "error" };
      const done = run("bash", ["--norc", "-euo", "pipefail", "-c", script], { cwd: root, env, timeout: 55_000 });
      await expect(done).resolves.toHaveProperty("stdout");
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  });
});

describe("links in the documents", () => {
  it.each(pages)("$page leads only to what is there", ({ path, text }) => {
    const prose = text.replaceAll(/^```[^]*?^```$/gm, "");
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(
      (found) => found[1] ?? found[2] ?? "",
    );
    const local = targets.filter((target) => !/^(https?:|mailto:|#)/.test(target));
    const broken = local.filter((target) => !existsSync(join(dirname(path), target.replace(/#.*$/, ""))));
    expect(broken).toEqual([]);
  });
});

describe("the two READMEs", () => {
  const [english, chinese] = [pages[0]?.text ?? "", pages[1]?.text ?? ""];
  const facts = (text: string): string[] => [
    // a page in the other language is the same page
    ...[...text.matchAll(/\]\(([^)]+)\)|<img src="([^"]+)"/g)].map((found) =>
      (found[1] ?? found[2] ?? "").replace(".zh-CN.md", ".md"),
    ),
    ...[...text.matchAll(/`([^`\n]+)`/g)].map((found) => found[1] ?? ""),
    ...[...text.matchAll(/^npm [^#\n]*/gm)].map((found) => found[0].trim()),
  ];

  it("say the same: links, pictures, commands", () => {
    const toEachOther = /^README/;
    expect(facts(chinese).filter((fact) => !toEachOther.test(fact))).toEqual(
      facts(english).filter((fact) => !toEachOther.test(fact)),
    );
  });

  it.each([english, chinese])("fit on one screen", (text) => {
    expect(text.split("\n").length).toBeLessThanOrEqual(45);
  });
});
