import { access, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importList, readMap, type ImportOptions } from "../../cli/import.js";
import { STOPPED } from "../../cli/outcome.js";
import { openHouse } from "../../cli/house.js";
import { createWorld } from "../kit/world.js";
import { configOf, inFolder, testIo } from "./io.js";

const AREAS = "乡镇,行政村\n石桥镇,板长村\n石桥镇,河东村\n柳溪乡,\n";

interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
  readonly last: Readonly<Record<string, unknown>>;
  readonly complained: string;
}

async function run(
  folder: string,
  kind: string,
  file: string,
  options: ImportOptions & { readonly stop?: true; readonly data?: string } = {},
): Promise<Ran> {
  const io = testIo();
  const { stop, data = join(folder, "data"), ...rest } = options;
  const signal = stop ? AbortSignal.abort() : new AbortController().signal;
  const asked = { kind, file: join(folder, file), ...rest };
  const code = await importList(configOf({ DATA_DIR: data }), asked, io, signal);
  const lines = io.said().split("\n").slice(0, -1);
  const last = JSON.parse(lines.at(-1) ?? "{}") as Ran["last"];
  return { code, lines, last, complained: io.complained() };
}

const withAreas = (use: (folder: string) => Promise<void>, text = AREAS) =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "areas.csv"), text);
    await use(folder);
  });

async function countAreas(folder: string): Promise<number> {
  const opened = await openHouse(configOf({ DATA_DIR: join(folder, "data"), FOURHELP_DEMO: "off" }));
  if ("failure" in opened) throw new Error(opened.failure.problems.join());
  const { house } = opened;
  const count = await house.deps.store.areas.count({ index: "office", where: { office: house.office._id } });
  await house.close(0);
  return count;
}

describe("fourhelp import", () => {
  it("says in both languages what came of it, lists what was not taken, and ends with one line of JSON", () =>
    withAreas(async (folder) => {
      const { code, lines, last, complained } = await run(folder, "areas", "areas.csv");
      expect({ code, complained }).toEqual({ code: 0, complained: "" });
      const sheet = join(folder, "areas.rejected.csv");
      expect(last).toMatchObject({
        outcome: "done",
        kind: "areas",
        rows: 3,
        created: 2,
        rejected: 1,
        dryRun: false,
        rejectedSheet: sheet,
        problems: [{ row: 4, column: "行政村", value: "空", code: "sheet.reason-empty" }],
      });
      const text = lines.join("\n");
      expect(text).toContain("共 3 行：新增 2，更新 0，没变 0，没导入 1。");
      expect(text).toContain("Rows: 3. 2 new, 0 changed, 0 as before, 1 not taken.");
      expect(text).toContain("第 4 行“行政村”（空）：");
      expect(text).toContain("Row 4, “行政村” (empty): ");
      expect(text.split(sheet)).toHaveLength(4);
      const rejected = await readFile(sheet, "utf8");
      expect(rejected).toContain("4,行政村,空,");
      expect((await stat(sheet)).mode & 0o077).toBe(0);
      // the office of an empty folder is its own, with no demo in it: its root, a township and two villages
      expect(await countAreas(folder)).toBe(4);
    }));

  it("changes nothing the second time, and only what differs of a corrected file", () =>
    withAreas(async (folder) => {
      await run(folder, "areas", "areas.csv");
      expect((await run(folder, "areas", "areas.csv")).last).toMatchObject({ created: 0, unchanged: 2, rejected: 1 });
      await writeFile(join(folder, "areas.csv"), AREAS.replace("柳溪乡,", "柳溪乡,垭坪村"));
      expect((await run(folder, "areas", "areas.csv")).last).toMatchObject({ created: 1, unchanged: 2, rejected: 0 });
    }));

  it("only looks with --dry-run", () =>
    withAreas(async (folder) => {
      const { last, lines } = await run(folder, "areas", "areas.csv", { dryRun: true, locale: "en" });
      expect(last).toMatchObject({ created: 2, rejected: 1, dryRun: true });
      expect(lines[0]).toBe(
        "“areas.csv” is checked; nothing was written. Rows: 3. 2 would be new, 0 would change, 0 are as before, 1 cannot be taken.",
      );
      expect(lines.slice(0, -1).join("")).not.toMatch(/导|写入/);
      expect(await countAreas(folder)).toBe(1);
    }));

  it("writes no sheet when every row was taken, and only the JSON line with --json", () =>
    withAreas(
      async (folder) => {
        const { lines, last } = await run(folder, "areas", "areas.csv", { json: true });
        expect(lines).toHaveLength(1);
        expect(last).toMatchObject({ rejected: 0, rejectedSheet: null, problems: [] });
        await expect(access(join(folder, "areas.rejected.csv"))).rejects.toThrow("ENOENT");
      },
      AREAS.replace("柳溪乡,\n", ""),
    ));

  it("puts the sheet where --rejected says, in the language asked for", () =>
    withAreas(async (folder) => {
      const rejected = join(folder, "wrong.csv");
      const { last } = await run(folder, "areas", "areas.csv", { rejected, locale: "en" });
      expect(last["rejectedSheet"]).toBe(rejected);
      expect(await readFile(rejected, "utf8")).toContain("4,行政村,empty,");
    }));

  it("takes columns by the names that --map gives", () =>
    withAreas(async (folder) => {
      const map = ["乡镇=所在乡", "行政村=村名称"];
      const named = await run(folder, "areas", "areas.csv", { map });
      expect(named.last).toMatchObject({ outcome: "done", created: 1, rejected: 0 });
      await writeFile(join(folder, "map.json"), JSON.stringify({ 乡镇: "所在乡", 行政村: "村名称" }));
      const read = await run(folder, "areas", "areas.csv", { map: [join(folder, "map.json")] });
      expect(read.last).toMatchObject({ unchanged: 1 });
    }, "所在乡,村名称\n石桥镇,板长村\n"));

  it("refuses a file that is no such list, in a sentence, and makes nothing", () =>
    withAreas(async (folder) => {
      const plain = await run(folder, "areas", "areas.csv");
      expect(plain.code).toBe(1);
      expect(plain.last).toMatchObject({ outcome: "refused", code: expect.stringMatching(/^import\.refused-/) });
      expect(plain.lines).toHaveLength(1);
      expect(plain.complained).toMatch(/什么都没有导入。\n.*[Nn]othing/s);
      const json = await run(folder, "areas", "areas.csv", { json: true, locale: "en" });
      expect(json.code).toBe(1);
      expect(JSON.parse(json.complained)).toMatchObject({ error: "refused", problems: [expect.any(String)] });
    }, "今天,天气\n很好,晴\n"));

  it("stops between batches, and says how to go on", () =>
    withAreas(async (folder) => {
      const stopped = await run(folder, "areas", "areas.csv", { stop: true });
      expect(stopped.code).toBe(STOPPED);
      expect(stopped.last).toMatchObject({ outcome: "stopped", created: 0 });
      expect(stopped.lines[0]).toContain("再执行一次同样的命令");
      expect(stopped.lines.join("\n")).toContain("Give the same command again");
      expect(stopped.lines.join("\n")).not.toMatch(/导完|is in/);
      expect((await run(folder, "areas", "areas.csv")).last).toMatchObject({ outcome: "done", created: 2 });
    }));

  it.each([
    ["a kind there is not", "villages", "areas.csv", {}, "areas"],
    ["a file there is not", "areas", "nothing.csv", {}, "nothing.csv"],
    ["a folder", "areas", ".", {}, "没有这个文件"],
    ["a language there is not", "areas", "areas.csv", { locale: "fr" }, "--locale"],
    ["half a map", "areas", "areas.csv", { map: ["乡镇="] }, "--map"],
    ["a map that is no file", "areas", "areas.csv", { map: ["nowhere.json"] }, "--map"],
    ["a map that is no JSON", "areas", "areas.csv", { map: ["README.md"] }, "--map"],
  ] as const)("takes %s for wrong use", (_name, kind, file, options, told) =>
    withAreas(async (folder) => {
      const io = testIo();
      const asked = { kind, file: join(folder, file), ...options };
      const signal = new AbortController().signal;
      const code = await importList(configOf({ DATA_DIR: join(folder, "data") }), asked, io, signal);
      expect({ code, said: io.said() }).toEqual({ code: 2, said: "" });
      expect(io.complained()).toContain(told);
      // nothing was begun for it
      await expect(access(join(folder, "data"))).rejects.toThrow("ENOENT");
    }),
  );

  it("does not take the list itself for the sheet of rejected rows", () =>
    withAreas(async (folder) => {
      const { code } = await run(folder, "areas", "areas.csv", { rejected: join(folder, "areas.csv") });
      expect(code).toBe(2);
      expect(await readFile(join(folder, "areas.csv"), "utf8")).toBe(AREAS);
    }));

  it("points to the console page while a server holds the folder", async () => {
    const world = await createWorld({ people: "empty" });
    try {
      await withAreas(async (folder) => {
        const { code, complained } = await run(folder, "areas", "areas.csv", { data: world.dataDir });
        expect(code).toBe(3);
        expect(complained).toContain("Lists");
        expect(complained).toContain("控制台");
      });
    } finally {
      await world.dispose();
    }
  });

  it("says when real lists would go into the demo", () =>
    withAreas(async (folder) => {
      const opened = await openHouse(configOf({ DATA_DIR: join(folder, "data"), ROLES: "worker" }));
      if ("failure" in opened) throw new Error(opened.failure.problems.join());
      await opened.house.close(0);
      const { complained, code } = await run(folder, "areas", "areas.csv", { dryRun: true });
      expect(code).toBe(0);
      expect(complained).toContain("holds the demo");
    }));
});

describe("--map", () => {
  it("splits at the first sign, and the last one given counts", async () => {
    expect(await readMap([])).toBeNull();
    expect(await readMap(["户编号 = 家庭编号", "causes=A|B|C", "户编号=编号=2"])).toEqual({
      户编号: "编号=2",
      causes: "A|B|C",
    });
  });
});
