/** `fourhelp move` to MongoDB and back, on whichever server of its protocol the tests have. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseHalfMoved } from "#store/moving.js";
import { root } from "../house/root.js";
import {
  addressIn,
  holdings,
  inStore,
  isHalfMoved,
  killedMove,
  makeCounty,
  runMove,
  type County,
} from "../kit/move.js";
import { hasMongo, startMongo, type MongoServer } from "../kit/mongo/index.js";
import { inFolder } from "./io.js";

/** The commands of a block in the page on deployment, as `fourhelp` gets them. */
function commandsIn(info: string): { from: string; to: string; dryRun: boolean }[] {
  const page = readFileSync(join(root, "docs/deploy.md"), "utf8");
  const body = new RegExp(`^\`\`\`sh ${info}\\n([^]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";
  return [...body.matchAll(/^npx fourhelp move --from (\S+) --to (\S+)( --dry-run)?$/gm)].map(
    ([, from = "", to = "", dry]) => ({ from, to, dryRun: dry !== undefined }),
  );
}

describe.skipIf(!hasMongo())("fourhelp move with MongoDB", { timeout: 120_000 }, () => {
  let county: County;
  let server: MongoServer;
  beforeAll(async () => {
    [county, server] = await Promise.all([makeCounty(), startMongo()]);
  }, 120_000);
  afterAll(async () => {
    await county.remove();
    await server.stop();
  });

  it("carries everything there and back as the page on deployment says, with the same hashes", () =>
    inFolder(async (folder) => {
      const from = await county.copyIn(folder);
      const env = { STORE_URL: server.database() };
      const commands = [...commandsIn("there"), ...commandsIn("back")];
      expect(commands.map(({ dryRun }) => dryRun)).toEqual([true, false, false]);
      for (const command of commands) {
        const place = (text: string): string =>
          text.replace("sqlite:data/fourhelp.db", from).replace("sqlite:back", `sqlite:${join(folder, "back")}`);
        const ran = await runMove({ ...command, from: place(command.from), to: place(command.to) }, env);
        expect(ran).toMatchObject({ code: 0, complained: "" });
      }
      const before = await holdings(from);
      expect(await holdings(env.STORE_URL)).toEqual(before);
      expect(await holdings(addressIn(join(folder, "back")))).toEqual(before);
      expect(await runMove({ from, to: "STORE_URL" }, env)).toMatchObject({
        code: 1,
        complained: expect.stringContaining("data of its own") as string,
      });
    }));

  it.each([
    { part: "copy", batch: 9 },
    { part: "compare", batch: 4 },
  ])("killed in $part at batch $batch, it goes on and nothing is missing or twice", ({ part, batch }) =>
    inFolder(async (folder) => {
      const [from, to] = [await county.copyIn(folder), server.database()];
      expect(await killedMove(from, to, part, batch)).toBe("SIGKILL");
      expect(await isHalfMoved(to)).toBe(true);
      await expect(inStore(to, (store) => refuseHalfMoved(store.meta))).rejects.toThrow("has not come to its end");
      expect(await runMove({ from, to })).toMatchObject({ code: 0, complained: "" });
      expect(await holdings(to)).toEqual(await holdings(from));
      expect(await isHalfMoved(to)).toBe(false);
    }),
  );

  it("says in a sentence that the server cannot be reached, and never its password", () =>
    inFolder(async (folder) => {
      const to = "mongodb://fourhelp:geheim@127.0.0.1:1/fourhelp?directConnection=true&serverSelectionTimeoutMS=500";
      const { code, said, complained } = await runMove({ from: await county.copyIn(folder), to });
      expect({ code, said }).toEqual({ code: 3, said: "" });
      expect(complained).not.toMatch(/geheim|\n\s+at /);
    }));
});
