import { describe, expect, it } from "vitest";
import { createLog, type LogFields, type LogOptions } from "#app/log.js";

const collect = (level: LogOptions["level"] = "debug") => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level, destination: { write: (line) => lines.push(JSON.parse(line)) } });
  return { log, lines };
};

describe("the log", () => {
  it("writes one line per action, with its level and time", () => {
    const { log, lines } = collect();
    log.info({ action: "match.committed", office: "o1", match: "m1", count: 3 });
    expect(lines).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        action: "match.committed",
        office: "o1",
        match: "m1",
        count: 3,
      },
    ]);
  });

  it("keeps to its level", () => {
    const { log, lines } = collect("warn");
    log.debug({ action: "a" });
    log.info({ action: "b" });
    log.warn({ action: "c" });
    log.error({ action: "d" });
    expect(lines.map((line) => line["action"])).toEqual(["c", "d"]);
  });

  it("drops every field that is not in the list, even one the compiler did not see", () => {
    const { log, lines } = collect();
    const careless = { action: "a", phone: "13800000000", name: "王婶", idNumber: "999999", nested: { text: "病" } };
    log.info(careless satisfies LogFields);
    expect(Object.keys(lines[0] ?? {}).toSorted()).toEqual(["action", "level", "time"]);
  });

  it("drops a thing where a plain value belongs, and cuts a long text", () => {
    const { log, lines } = collect();
    const household: unknown = { name: "王婶" };
    log.info({ action: "a", household: household as string, key: "k".repeat(5000) });
    expect(lines[0]).not.toHaveProperty("household");
    expect(lines[0]?.["key"]).toHaveLength(200);
  });

  it("writes an error's kind, code and places, never its text or its cause's", () => {
    const { log, lines } = collect();
    const cause = new TypeError("13800000000\n    at 王婶 (x.ts)");
    log.error({ action: "job.failed", error: Object.assign(new Error("王婶 has cancer", { cause }), { code: "E1" }) });
    expect(lines[0]?.["error"]).toMatchObject({ type: "Error", kind: "E1", cause: { type: "TypeError" } });
    expect(JSON.stringify(lines)).toContain("log.test.ts");
    expect(JSON.stringify(lines)).not.toMatch(/王婶|cancer|13800000000/);
  });

  it("takes anything thrown", () => {
    const { log, lines } = collect();
    log.error({ action: "a", error: "王婶" });
    expect(lines[0]?.["error"]).toEqual({ type: "string" });
  });

  it("carries fields along, and a line may say otherwise", () => {
    const { log, lines } = collect();
    log.with({ office: "o1", job: "match" }).with({ attempt: 2 }).info({ action: "job.started", office: "o2" });
    expect(lines[0]).toMatchObject({ office: "o2", job: "match", attempt: 2 });
  });
});
