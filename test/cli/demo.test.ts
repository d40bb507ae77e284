import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { load, remove } from "../../cli/demo.js";
import { openHouse } from "../../cli/house.js";
import { createWorld } from "../kit/world.js";
import { configOf, inFolder, testIo } from "./io.js";

type Act = typeof load;

async function run(act: Act, folder: string, json = true) {
  const io = testIo();
  const code = await act(configOf({ DATA_DIR: folder }), json, io);
  return { code, said: io.said(), complained: io.complained() };
}

describe("fourhelp demo", () => {
  it("loads the demo once, and removes it for good", () =>
    inFolder(async (folder) => {
      expect(JSON.parse((await run(load, folder)).said)).toMatchObject({ demo: "loaded", office: "demo", folder });
      expect(JSON.parse((await run(load, folder)).said)).toMatchObject({ demo: "present" });

      const { code, said } = await run(remove, folder);
      expect(code).toBe(0);
      const { removed } = JSON.parse(said) as { removed: number };
      expect(removed).toBeGreaterThan(100);

      // the next start must not bring it back
      const opened = await openHouse(configOf({ DATA_DIR: folder, FOURHELP_DEMO: "on" }));
      if ("failure" in opened) throw new Error(opened.failure.problems.join());
      const { house } = opened;
      const left = await house.deps.store.people.count({ index: "office", where: { office: "demo" } });
      await house.close(0);
      expect({ demo: house.demo, office: house.office.demo, left }).toEqual({ demo: "off", office: false, left: 0 });

      expect(JSON.parse((await run(remove, folder)).said)).toEqual({ removed: 0, folder });
      const again = await run(load, folder, false);
      expect(again.code).toBe(1);
      expect(again.complained).toContain("already has an office");
    }));

  it("takes its photos away too", () =>
    inFolder(async (folder) => {
      await run(load, folder);
      const opened = await openHouse(configOf({ DATA_DIR: folder }));
      if ("failure" in opened) throw new Error(opened.failure.problems.join());
      const doc = { _id: "p1", version: 1, office: "demo", type: "image/png" as const, bytes: 1, by: null, at: 0 };
      await opened.house.deps.store.photos.insert(doc);
      await opened.house.close(0);
      const file = join(folder, "photos", "p1.sealed");
      await mkdir(join(folder, "photos"));
      await writeFile(file, "sealed");
      await run(remove, folder);
      await expect(access(file)).rejects.toThrow("ENOENT");
    }));

  it("leaves an empty folder empty", () =>
    inFolder(async (folder) => {
      const { code, said } = await run(remove, folder, false);
      expect(code).toBe(0);
      expect(said).toContain("nothing was removed");
      await expect(access(join(folder, "fourhelp.db"))).rejects.toThrow("ENOENT");
    }));

  it.each([
    ["load", load],
    ["remove", remove],
  ])("%s asks to stop the server that runs on the folder", async (_name, act) => {
    const world = await createWorld({ people: "empty" });
    try {
      const { code, complained } = await run(act, world.dataDir, false);
      expect(code).toBe(3);
      expect(complained).toContain("Stop it first");
      expect(complained).toContain("请先停止服务");
      const json = await run(act, world.dataDir);
      expect(JSON.parse(json.complained)).toMatchObject({ error: "broken" });
    } finally {
      await world.dispose();
    }
  });
});
