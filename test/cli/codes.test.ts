import { access, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cadreCodes, officeCode } from "../../cli/codes.js";
import { openHouse } from "../../cli/house.js";
import { createWorld } from "../kit/world.js";
import { configOf, inFolder, testIo, type TestIo } from "./io.js";

const env = (folder: string, demo: "on" | "off" = "off") =>
  configOf({ DATA_DIR: join(folder, "data"), FOURHELP_DEMO: demo });
const lastOf = (io: TestIo): unknown => JSON.parse(io.said().trim().split("\n").at(-1) ?? "");

/** The demo, with its cadres' conversations taken away. How many cadres there are. */
async function loadDemo(folder: string): Promise<number> {
  const opened = await openHouse({ ...env(folder, "on"), roles: [] });
  if ("failure" in opened) throw new Error(opened.failure.problems.join());
  const { deps, office } = opened.house;
  const cadres = new Set<string>();
  const query = { index: "byRef", where: { office: office._id, as: "cadre" } };
  for await (const { person } of deps.store.posts.scan(query)) cadres.add(person);
  const { items } = await deps.store.bindings.find({ index: "office", where: { office: office._id }, limit: 1_000 });
  for (const { _id, person } of items) if (cadres.has(person)) await deps.store.bindings.remove(_id);
  await opened.house.close(0);
  return cadres.size;
}

describe("fourhelp codes", () => {
  it("writes a sheet for the cadres who have no conversation yet", () =>
    inFolder(async (folder) => {
      const cadres = await loadDemo(folder);
      const out = join(folder, "codes.csv");
      const io = testIo();
      expect(await cadreCodes(env(folder), { out }, io)).toBe(0);
      expect(lastOf(io)).toMatchObject({ outcome: "done", file: out, days: 14 });
      const [heads, ...rows] = (await readFile(out, "utf8")).trimEnd().split("\r\n");
      expect(heads).toBe("\uFEFF姓名,单位,手机尾号,口令,有效期至");
      expect(cadres).toBeGreaterThan(1);
      expect(rows).toHaveLength(cadres);
      expect(lastOf(io)).toMatchObject({ codes: cadres });
      for (const row of rows) expect(row).toMatch(/^[^,]+,[^,]*,(\*\d{4})?,[1-9]\d{9},\d{4}-\d\d-\d\d$/);
      expect((await stat(out)).mode & 0o077).toBe(0);
      // codes are on the sheet and nowhere else
      const codes = rows.map((row) => row.split(",")[3] ?? "");
      expect(codes.filter((code) => io.said().includes(code))).toEqual([]);
    }));

  it("makes no codes when the sheet cannot be written, and no sheet when nobody needs one", () =>
    inFolder(async (folder) => {
      const io = testIo();
      expect(await officeCode(env(folder), { name: "高明" }, io)).toBe(0);
      expect(io.said()).toContain("高明的口令：");
      expect(io.said()).toContain("The code of 高明: ");
      const code = (lastOf(io) as { code: string }).code;
      expect(code).toMatch(/^\d{10}$/);
      const out = join(folder, "codes.xlsx");
      const none = testIo();
      expect(await cadreCodes(env(folder), { out, json: true }, none)).toBe(0);
      expect(JSON.parse(none.said())).toMatchObject({ codes: 0, file: null });
      await expect(access(out)).rejects.toThrow("ENOENT");
      const nowhere = testIo();
      expect(await cadreCodes(env(folder), { out: join(folder, "no", "codes.csv") }, nowhere)).toBe(1);
      expect(nowhere.complained()).toContain("cannot be written");
    }));

  it("refuses what is no name, no file and no folder of data", () =>
    inFolder(async (folder) => {
      const name = testIo();
      expect(await officeCode(env(folder), { name: " " }, name)).toBe(2);
      expect(name.complained()).toContain("--name");
      const ending = testIo();
      expect(await cadreCodes(env(folder), { out: "codes.txt" }, ending)).toBe(2);
      const empty = testIo();
      const elsewhere = configOf({ DATA_DIR: join(folder, "elsewhere") });
      expect(await cadreCodes(elsewhere, { out: join(folder, "codes.csv") }, empty)).toBe(1);
      expect(empty.complained()).toContain("no data");
    }));

  it("points to the console page while a server holds the folder", async () => {
    const world = await createWorld({ people: "empty" });
    try {
      const io = testIo();
      const config = configOf({ DATA_DIR: world.dataDir });
      expect(await officeCode(config, { name: "高明" }, io)).toBe(3);
      expect(io.complained()).toContain("控制台");
    } finally {
      await world.dispose();
    }
  });
});
