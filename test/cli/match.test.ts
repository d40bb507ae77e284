import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { registerMatch, runMatch, type MatchDeps } from "../../cli/match.js";

const instance = {
  areas: [{ id: "village", parent: -1, level: 4 }],
  needs: [
    { id: "a", kind: "funds", category: "medical", area: 0, priority: 2, quantity: 10 },
    { id: "b", kind: "funds", category: "housing", area: 0, priority: 1, quantity: 10 },
    { id: "c", kind: "jobs", category: "sewing", area: 0, priority: 1, quantity: 0 },
  ],
  pledges: [{ id: "p", kind: "funds", categories: ["medical"], area: 0, reach: 4, quantity: 5 }],
};

const worldOf = (text: string): MatchDeps & { written: Map<string, string> } => {
  const written = new Map<string, string>();
  let now = 0;
  return {
    written,
    readFile: () => Promise.resolve(text),
    writeFile: (path, content) => Promise.resolve(void written.set(path, content)),
    now: () => (now += 7.25),
    rss: () => 3 * 1_048_576,
  };
};
const files = { instance: "in.json", out: "plan.json" };

describe("runMatch", () => {
  it("writes the plan and says how good it is", async () => {
    const world = worldOf(JSON.stringify(instance));
    const outcome = await runMatch(files, world);
    const value = 5 * 200 * 100;
    expect(outcome).toEqual({
      outcome: "done",
      line: {
        ms: 7.3,
        value,
        bound: expect.any(Number),
        certified: expect.any(Number),
        matched: 1,
        unserved: 1,
        rssMb: 3,
      },
    });
    expect(JSON.parse(world.written.get("plan.json") ?? "")).toEqual({
      matches: [{ pledge: "p", need: "a", quantity: 5, fit: 100, reasons: ["exact-category", "same-village"] }],
      value: { funds: value, jobs: 0, industry: 0 },
      bound: { funds: expect.any(Number), jobs: 0, industry: 0 },
    });
    if (outcome.outcome !== "done") return;
    expect(outcome.line.bound).toBeGreaterThanOrEqual(value);
    expect(outcome.line.certified).toBeLessThanOrEqual(1);
    expect(outcome.line.certified * outcome.line.bound).toBeLessThanOrEqual(value);
  });

  it("certifies an empty plan as whole", async () => {
    const world = worldOf(JSON.stringify({ areas: [], needs: [], pledges: [] }));
    expect(await runMatch(files, world)).toMatchObject({ line: { value: 0, bound: 0, certified: 1 } });
  });

  it("refuses what it cannot read, without quoting it", async () => {
    expect(await runMatch(files, worldOf("{secret"))).toEqual({
      outcome: "refused",
      problems: ["the instance is not JSON"],
    });
    const wrong = worldOf(JSON.stringify({ ...instance, areas: [] }));
    expect(await runMatch(files, wrong)).toMatchObject({
      outcome: "refused",
      problems: expect.arrayContaining(["needs[0].area: there is no area 0"]),
    });
    expect(wrong.written.size).toBe(0);
    const absent = { ...worldOf(""), readFile: () => Promise.reject(new Error("no such file")) };
    expect(await runMatch(files, absent)).toEqual({
      outcome: "refused",
      problems: ["the instance could not be read: no such file"],
    });
  });

  it("is broken when the plan cannot be written", async () => {
    const full = { ...worldOf(JSON.stringify(instance)), writeFile: () => Promise.reject(new Error("disk full")) };
    expect(await runMatch(files, full)).toEqual({
      outcome: "broken",
      message: "the plan could not be written: disk full",
    });
  });
});

describe("fourhelp match", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fourhelp-match-"));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    await rm(folder, { recursive: true });
  });

  const run = async (...args: string[]): Promise<{ code: unknown; out: string; err: string }> => {
    const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const program = new Command().exitOverride();
    registerMatch(program);
    await program.parseAsync(["match", ...args], { from: "user" });
    const said = (spy: typeof out): string => spy.mock.calls.map(([text]) => String(text)).join("");
    return { code: process.exitCode, out: said(out), err: said(err) };
  };

  it("prints one JSON line and ends with 0", async () => {
    await writeFile(join(folder, "in.json"), JSON.stringify(instance));
    const { code, out, err } = await run("--instance", join(folder, "in.json"), "--out", join(folder, "plan.json"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.endsWith("\n") && Object.keys(JSON.parse(out))).toEqual([
      "ms",
      "value",
      "bound",
      "certified",
      "matched",
      "unserved",
      "rssMb",
    ]);
    expect(JSON.parse(await readFile(join(folder, "plan.json"), "utf8"))).toHaveProperty("matches.0.pledge", "p");
  });

  it("ends with 1 and says what is wrong", async () => {
    await writeFile(join(folder, "in.json"), "{}");
    const args = ["--instance", join(folder, "in.json"), "--out", join(folder, "plan.json")];
    const plain = await run(...args);
    expect(plain).toMatchObject({ code: 1, out: "" });
    expect(plain.err).toContain("pledges: ");
    vi.restoreAllMocks();
    const json = await run(...args, "--json");
    expect(JSON.parse(json.err)).toMatchObject({ error: "refused", problems: expect.any(Array) });
  });

  it("ends with 3 when the plan has no place to go", async () => {
    await writeFile(join(folder, "in.json"), JSON.stringify(instance));
    const { code } = await run("--instance", join(folder, "in.json"), "--out", join(folder, "no", "plan.json"));
    expect(code).toBe(3);
  });
});
