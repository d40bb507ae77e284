import { chmod, readdir, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { doctor, type Finding } from "../../cli/doctor.js";
import { createWorld } from "../kit/world.js";
import { configOf, inFolder, testIo } from "./io.js";
import { hasMongo, startMongo } from "../kit/mongo/index.js";
import { hasRedis, startRedis } from "../kit/redis.js";

async function examine(env: Readonly<Record<string, string>>, node = "20.19.0") {
  const io = testIo();
  const code = await doctor(configOf({ PORT: "0", ...env }), true, io, node);
  const { findings } = JSON.parse(io.said()) as { findings: Finding[] };
  return { code, wrong: findings.filter(({ ok }) => !ok), findings };
}

describe("fourhelp doctor", () => {
  it("finds nothing wrong with an empty folder, and leaves it empty", () =>
    inFolder(async (folder) => {
      expect(await examine({ DATA_DIR: folder })).toMatchObject({ code: 0, wrong: [] });
      expect(await examine({ DATA_DIR: join(folder, "not", "yet") })).toMatchObject({ code: 0, wrong: [] });
      expect(await readdir(folder)).toEqual([]);
    }));

  it.each([
    ["20.19.0", 0],
    ["22.1.0", 0],
    ["20.18.9", 3],
    ["18.20.0", 3],
  ])("of Node.js %s it says %i", (node, code) =>
    inFolder(async (folder) => {
      expect(await examine({ DATA_DIR: folder }, node)).toMatchObject({ code });
    }),
  );

  it("sees that a server runs on the data, and a key that others can read", async () => {
    const world = await createWorld({ people: "empty" });
    try {
      const { code, findings } = await examine({ DATA_DIR: world.dataDir });
      expect(code).toBe(0);
      expect(findings.find(({ check }) => check === "store")?.says).toBe("A Fourhelp runs on this data.");
      await chmod(join(world.dataDir, "fourhelp.key"), 0o644);
      const exposed = await examine({ DATA_DIR: world.dataDir });
      expect(exposed).toMatchObject({ code: 3, wrong: [{ check: "key" }] });
      expect(exposed.wrong[0]?.says).toContain("chmod 600");
    } finally {
      await world.dispose();
    }
  });

  it("sees data that is none, and a key that is missing", () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "fourhelp.db"), "no database, though long enough to be looked at".repeat(100));
      const { code, wrong } = await examine({ DATA_DIR: folder });
      expect(code).toBe(3);
      expect(wrong.map(({ check }) => check)).toEqual(["key", "store"]);
    }));

  it("sees a port that is taken", () =>
    inFolder(async (folder) => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      const { port } = other.address() as AddressInfo;
      try {
        expect(await examine({ DATA_DIR: folder, PORT: String(port) })).toMatchObject({
          code: 3,
          wrong: [{ check: "port" }],
        });
      } finally {
        other.close();
      }
    }));

  it("says it to people in plain lines", () =>
    inFolder(async (folder) => {
      const io = testIo();
      await doctor(configOf({ DATA_DIR: folder, PORT: "0" }), false, io, "18.0.0");
      expect(io.said()).toMatch(/^✗ This is Node\.js 18\.0\.0\. It needs 20\.19[^]*\n✓ [^]*有问题/);
    }));

  it.skipIf(!hasRedis() || !hasMongo())(
    "looks at MongoDB and Redis where they are set, and shows no password",
    () =>
      inFolder(async (folder) => {
        const [redis, mongo] = await Promise.all([startRedis({ appendonly: true }), startMongo()]);
        try {
          const there = { DATA_DIR: folder, PORT: "0", STORE_URL: mongo.database(), QUEUE_URL: redis.url };
          const { code, findings } = await examine(there);
          expect(code).toBe(0);
          expect(findings.map(({ check }) => check)).toEqual(["node", "folder", "key", "store", "queue", "port"]);
          const nowhere = { STORE_URL: "mongodb://u:hunter2@127.0.0.1:1", QUEUE_URL: "redis://:hunter2@127.0.0.1:1" };
          const away = await examine({ ...there, ...nowhere });
          expect(away).toMatchObject({ code: 3, wrong: [{ check: "store" }, { check: "queue" }] });
          expect(JSON.stringify(away)).not.toContain("hunter2");
        } finally {
          await Promise.all([redis.stop(), mongo.stop()]);
        }
      }),
    60_000,
  );
});
