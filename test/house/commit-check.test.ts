import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "./root.js";

const run = promisify(execFile);
const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];

describe("scripts/commit-check", () => {
  let repository = "";
  const git = (...parts: string[]) => run("git", [...identity, ...parts], { cwd: repository });
  const commit = (subject: string) => git("commit", "--allow-empty", "--no-verify", "-m", subject);
  /** Exit code and output. */
  const check = async (...parts: string[]): Promise<{ code: number; output: string }> => {
    try {
      const { stdout } = await run(join(root, "scripts/commit-check"), parts, { cwd: repository });
      return { code: 0, output: stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, output: stdout };
    }
  };

  beforeEach(async () => {
    repository = await mkdtemp(join(tmpdir(), "fourhelp-commits-"));
    await git("init", "--quiet", "--initial-branch", "main");
  });
  afterEach(() => rm(repository, { recursive: true, force: true }));

  it("has nothing to say where there are no commits", async () => {
    expect((await check()).code).toBe(0);
  });

  it.each([
    ["feat: pledge by chat", 0],
    ["fix(bot/flows): ask once", 0],
    ["feat(api)!: drop the old session", 0],
    ["docs: 说明如何认捐", 0],
    ["pledge by chat", 1],
    ["feat pledge by chat", 1],
    ["feature: pledge by chat", 1],
    ["fix:no space", 1],
    ["fix: ends with a full stop.", 1],
    [`fix: ${"long ".repeat(30)}end`, 1],
  ])("%s → exit %i", async (subject, code) => {
    await commit(subject);
    const result = await check();
    expect(result.code).toBe(code);
    expect(result.output).toContain(code === 0 ? "1 looked at, 0 wrong" : "wanted:");
  });

  it("looks at the commits of the branch only", async () => {
    await commit("before there were rules");
    await git("switch", "--quiet", "--create", "work");
    await commit("feat: something");
    expect(await check()).toEqual({ code: 0, output: "commit check: 1 looked at, 0 wrong\n" });
  });
});
