import { access, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportList, type ExportOptions } from "../../cli/export.js";
import { openHouse } from "../../cli/house.js";
import { importList } from "../../cli/import.js";
import { createWorld } from "../kit/world.js";
import { configOf, inFolder, testIo } from "./io.js";

async function run(data: string, kind: string, file: string, options: ExportOptions = {}) {
  const io = testIo();
  const code = await exportList(configOf({ DATA_DIR: data }), { kind, file, ...options }, io);
  const lines = io.said().split("\n").slice(0, -1);
  return { code, lines, last: JSON.parse(lines.at(-1) ?? "{}") as unknown, complained: io.complained() };
}

/** A folder with the demo in it, and a place for files. */
const withDemo = (use: (folder: string, data: string) => Promise<void>) =>
  inFolder(async (folder) => {
    const data = join(folder, "data");
    const opened = await openHouse(configOf({ DATA_DIR: data, ROLES: "worker" }));
    if ("failure" in opened) throw new Error(opened.failure.problems.join());
    await opened.house.close(0);
    await use(folder, data);
  });

describe("fourhelp export", () => {
  it("writes a list that comes back in without a change, and writes down that it was taken", () =>
    withDemo(async (folder, data) => {
      const file = join(folder, "areas.csv");
      const { code, last, lines, complained } = await run(data, "areas", file);
      expect({ code, complained }).toEqual({ code: 0, complained: "" });
      expect(last).toMatchObject({ outcome: "done", kind: "areas", file, sensitive: false });
      expect(lines).toHaveLength(3);
      expect((await stat(file)).mode & 0o077).toBe(0);
      await expect(access(`${file}.part`)).rejects.toThrow("ENOENT");

      const io = testIo();
      const signal = new AbortController().signal;
      await importList(configOf({ DATA_DIR: data }), { kind: "areas", file, json: true }, io, signal);
      const { rows } = last as { rows: number };
      expect(JSON.parse(io.said())).toMatchObject({ rows, created: 0, changed: 0, unchanged: rows, rejected: 0 });

      const opened = await openHouse(configOf({ DATA_DIR: data }));
      if ("failure" in opened) throw new Error(opened.failure.problems.join());
      const { deps, office } = opened.house;
      const where = { office: office._id };
      const latest = await deps.store.audit.find({ index: "byTime", where, descending: true, limit: 200 });
      await opened.house.close(0);
      expect(latest.items.find(({ action }) => action === "list-exported")).toMatchObject({
        detail: { rows, sensitive: false },
      });
    }));

  it("says when ID numbers go with it, and leaves them out for whom they are not for", () =>
    withDemo(async (folder, data) => {
      const whole = join(folder, "whole.csv");
      const all = await run(data, "households", whole, { layout: "2022", locale: "zh-CN" });
      expect(all.last).toMatchObject({ sensitive: true });
      expect(all.lines).toEqual([
        expect.stringContaining(whole),
        expect.stringContaining("妥善保管"),
        expect.any(String),
      ]);
      expect(await readFile(whole, "utf8")).toMatch(/,999999\d{11}[\dX],/);
      const part = join(folder, "part.csv");
      const unit = await run(data, "households", part, { as: await personWith(data, "unit"), locale: "zh-CN" });
      expect(unit.last).toMatchObject({ sensitive: false });
      expect(unit.lines).toHaveLength(2);
      expect(await readFile(part, "utf8")).not.toMatch(/999999\d{11}/);
    }));

  it.each([
    { what: "a kind there is not", kind: "villages", code: 2, told: "areas" },
    { what: "an ending there is not", file: "a.pdf", code: 2, told: ".csv or .xlsx" },
    { what: "a layout there is not", kind: "households", options: { layout: "1999" }, code: 2, told: "members-2022" },
    { what: "a language there is not", options: { locale: "fr" }, code: 2, told: "--locale" },
    { what: "somebody there is not", options: { as: "无名氏" }, code: 1, told: "无名氏" },
    { what: "a folder there is not", file: "no/such/a.csv", code: 1, told: "cannot be written" },
  ])("refuses $what", ({ kind = "areas", file = "a.csv", options = {}, code, told }) =>
    withDemo(async (folder, data) => {
      const ran = await run(data, kind, join(folder, file), options);
      expect({ code: ran.code, lines: ran.lines }).toEqual({ code, lines: [] });
      expect(ran.complained).toContain(told);
    }),
  );

  it("keeps the file that was there when it cannot be replaced by a whole one", () =>
    withDemo(async (folder, data) => {
      const file = join(folder, "a.csv");
      await writeFile(file, "before");
      expect((await run(data, "areas", file, { as: "无名氏" })).code).toBe(1);
      expect(await readFile(file, "utf8")).toBe("before");
    }));

  it("makes nothing of a folder without data", () =>
    inFolder(async (folder) => {
      const { code, complained } = await run(join(folder, "data"), "areas", join(folder, "a.csv"));
      expect(code).toBe(1);
      expect(complained).toContain("no data");
      await expect(access(join(folder, "data"))).rejects.toThrow("ENOENT");
    }));

  it("points to the console page while a server holds the folder", async () => {
    const world = await createWorld({ people: "empty" });
    try {
      const { code, complained } = await run(world.dataDir, "areas", join(world.dataDir, "a.csv"));
      expect(code).toBe(3);
      expect(complained).toContain("控制台");
    } finally {
      await world.dispose();
    }
  });
});

/** Id of somebody of the demo with this role. */
async function personWith(data: string, role: string): Promise<string> {
  const opened = await openHouse(configOf({ DATA_DIR: data }));
  if ("failure" in opened) throw new Error(opened.failure.problems.join());
  const { deps, office } = opened.house;
  const { items } = await deps.store.people.find({ index: "office", where: { office: office._id }, limit: 1_000 });
  await opened.house.close(0);
  const found = items.find(({ roles }) => roles.length === 1 && roles[0]?.as === role);
  if (!found) throw new Error(`the demo has nobody with the role ${role}`);
  return found._id;
}
