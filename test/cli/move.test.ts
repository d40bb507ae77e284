import { access, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMoveMark, refuseHalfMoved, writeMoveMark } from "#store/moving.js";
import { nameOfPlace, type WholeStore } from "#store/open.js";
import { openHouse } from "../../cli/house.js";
import { digestOf } from "../../cli/move/digest.js";
import { moveStore, type Moving } from "../../cli/move/stores.js";
import { STOPPED } from "../../cli/outcome.js";
import {
  addressIn,
  goesOn,
  holdings,
  inStore,
  isHalfMoved,
  killedMove,
  makeCounty,
  runMove,
  type County,
} from "../kit/move.js";
import { aNeed } from "../kit/store.js";
import { configOf, inFolder } from "./io.js";

let county: County;
beforeAll(async () => {
  county = await makeCounty();
});
afterAll(() => county.remove());

describe("fourhelp move", () => {
  it("carries everything over, versions and the key's mark too, and the house opens there", () =>
    inFolder(async (folder) => {
      const [source, target] = [await county.copyIn(folder), join(folder, "to")];
      const { code, said, complained } = await runMove({ from: source, to: addressIn(target), json: true });
      expect({ code, complained }).toEqual({ code: 0, complained: "" });
      const before = await holdings(source);
      const { key: _key, ...collections } = before;
      expect(JSON.parse(said)).toMatchObject({ outcome: "done", from: source, copied: 2309, kept: 0, collections });
      expect(await holdings(addressIn(target))).toEqual(before);
      expect(await isHalfMoved(addressIn(target))).toBe(false);

      await copyFile(join(folder, "from", "fourhelp.key"), join(target, "fourhelp.key"));
      const opened = await openHouse(configOf({ DATA_DIR: target }));
      if ("failure" in opened) throw new Error(opened.failure.problems.join());
      expect(opened.house.demo).toBe("present");
      await opened.house.close(0);
    }));

  it("tells people what to do next, and where the key is", () =>
    inFolder(async (folder) => {
      const { said } = await runMove({ from: await county.copyIn(folder), to: `sqlite:${join(folder, "new.db")}` });
      expect(said).toContain("2309 documents");
      expect(said).toContain("fourhelp.key, photos and uploads");
      expect(said).toContain("Call the file fourhelp.db there");
    }));

  it("only looks with --dry-run", () =>
    inFolder(async (folder) => {
      const [from, target] = [await county.copyIn(folder), join(folder, "to")];
      const { code, said } = await runMove({ from, to: addressIn(target), dryRun: true, json: true });
      expect(code).toBe(0);
      expect(JSON.parse(said)).toMatchObject({ outcome: "dry-run", documents: 2309, counts: { households: 300 } });
      await expect(access(target)).rejects.toThrow("ENOENT");
    }));

  it.each([
    { what: "an address of another kind", options: { from: "mysql://u:geheim@h/x" }, code: 2, told: "sqlite:PATH" },
    { what: "an address without a path", options: { to: "sqlite:" }, code: 2, told: "--to" },
    { what: "STORE_URL that is not set", options: { to: "STORE_URL" }, code: 2, told: "STORE_URL is not set" },
    { what: "a move to where it is", options: { to: "from" }, code: 2, told: "same place" },
    { what: "a folder", options: { from: "sqlite:." }, code: 2, told: "is a folder" },
    { what: "a file that is not there", options: { from: "sqlite:/no/such/file.db" }, code: 1, told: "no data at" },
  ])("refuses $what", ({ options, code, told }) =>
    inFolder(async (folder) => {
      const from = await county.copyIn(folder);
      const asked = { from, to: addressIn(join(folder, "to")), ...options };
      const ran = await runMove({ ...asked, to: asked.to === "from" ? from : asked.to });
      expect({ code: ran.code, said: ran.said }).toEqual({ code, said: "" });
      expect(ran.complained).toContain(told);
      expect(ran.complained).not.toContain("geheim");
    }),
  );

  it("refuses a target with data of its own, and leaves it as it is", () =>
    inFolder(async (folder) => {
      const [from, to] = [await county.copyIn(folder), addressIn(join(folder, "to"))];
      await inStore(to, (store) => store.needs.insert(aNeed("n1")));
      const before = await holdings(to);
      for (const dryRun of [true, false]) {
        const { code, complained } = await runMove({ from, to, dryRun });
        expect(code).toBe(1);
        expect(complained).toContain("data of its own");
      }
      expect(await holdings(to)).toEqual(before);
      expect(await isHalfMoved(to)).toBe(false);
    }));

  it("refuses a source without documents, a half-moved source, and a target that is half full from elsewhere", () =>
    inFolder(async (folder) => {
      const [full, empty] = [await county.copyIn(folder), addressIn(join(folder, "empty"))];
      const mark = { state: "underway", from: "sqlite:/elsewhere.db", at: 0 } as const;
      await inStore(empty, (store) => store.ping());
      const nothing = await runMove({ from: empty, to: addressIn(join(folder, "to")) });
      expect(nothing).toMatchObject({ code: 1, complained: expect.stringContaining("nothing to move") as string });

      await inStore(empty, (store) => writeMoveMark(store.meta, mark));
      const other = await runMove({ from: full, to: empty });
      expect(other).toMatchObject({ code: 1, complained: expect.stringContaining("/elsewhere.db") as string });

      await inStore(full, (store) => writeMoveMark(store.meta, mark));
      const half = await runMove({ from: full, to: addressIn(join(folder, "to")) });
      expect(half).toMatchObject({ code: 1, complained: expect.stringContaining("has not come to its end") as string });
    }));

  it("refuses while a Fourhelp runs on either side", () =>
    inFolder(async (folder) => {
      const [from, to] = [await county.copyIn(folder), addressIn(join(folder, "to"))];
      for (const held of [from, to])
        await inStore(held, async () => {
          const { code, complained } = await runMove({ from, to });
          expect(code).toBe(3);
          expect(complained).toContain(`A Fourhelp runs on ${held}`);
        });
    }));
});

describe("a move that stops half way", () => {
  /** Moves until the batch at which it is asked to stop. */
  const moveUntil = (from: string, to: string, batch: number): Promise<unknown> =>
    inStore(from, (source) =>
      inStore(to, (target) => {
        const stop = new AbortController();
        let batches = 0;
        const show = (): void => void (++batches === batch && stop.abort());
        return moveStore({ ...moving(source, target, from), signal: stop.signal, show });
      }),
    );
  const moving = (source: WholeStore, target: WholeStore, from: string): Moving => ({
    ...{ source, target, from },
    clock: { now: () => 0 },
    signal: goesOn,
  });

  it("says so after Ctrl-C, keeps the house shut, and goes on when the command is given again", () =>
    inFolder(async (folder) => {
      const [from, target] = [await county.copyIn(folder), join(folder, "to")];
      expect(await moveUntil(from, addressIn(target), 9)).toEqual({ type: "stopped" });
      await expect(inStore(addressIn(target), (store) => refuseHalfMoved(store.meta))).rejects.toThrow(
        /move from .* has not come to its end\. Give the same "fourhelp move" command again/,
      );
      const stopped = await runMove({ from, to: addressIn(target) }, {}, AbortSignal.abort());
      expect(stopped).toMatchObject({ code: STOPPED, said: expect.stringContaining("goes on from here") as string });
      const { code, said } = await runMove({ from, to: addressIn(target), json: true });
      const done = JSON.parse(said) as { copied: number; kept: number; removed: number };
      expect({ code, sum: done.copied + done.kept, removed: done.removed }).toEqual({ code: 0, sum: 2309, removed: 0 });
      expect(Math.min(done.copied, done.kept)).toBeGreaterThan(100);
      expect(await holdings(addressIn(target))).toEqual(await holdings(from));
    }));

  it("takes over what has changed in the source since: written, removed, a unique key that went to another", () =>
    inFolder(async (folder) => {
      const [from, to] = [await county.copyIn(folder), addressIn(join(folder, "to"))];
      await moveUntil(from, to, 25);
      await inStore(from, async (store) => {
        const { items } = await store.needs.find({ index: "office", where: {}, limit: 3 });
        const [gone, heir, plain] = items;
        if (!gone || !heir || !plain) throw new Error("the county has no needs");
        await store.needs.remove(gone._id);
        await store.needs.replace({ ...heir, code: gone.code });
        await store.needs.replace({ ...plain, quantity: plain.quantity + 1 });
        await store.needs.insert(aNeed("new", { office: plain.office }));
      });
      const { code, said } = await runMove({ from, to, json: true });
      expect(code).toBe(0);
      expect(JSON.parse(said)).toMatchObject({ copied: 3, removed: 3 });
      expect(await holdings(to)).toEqual(await holdings(from));
    }));

  it("does not call whole what is not the same, and stays marked", () =>
    inFolder(async (folder) => {
      const [from, to] = [await county.copyIn(folder), addressIn(join(folder, "to"))];
      const outcome = await inStore(from, (source) =>
        inStore(to, (target) => {
          const loses: WholeStore["put"] = (name, docs) => target.put(name, name === "areas" ? docs.slice(1) : docs);
          return moveStore(moving(source, { ...target, put: loses }, from));
        }),
      );
      expect(outcome).toEqual({ type: "differs", collections: ["areas"] });
      expect(await isHalfMoved(to)).toBe(true);
      expect(await inStore(to, (store) => readMoveMark(store.meta))).toMatchObject({ state: "underway", from });
    }));

  it.each([
    { part: "copy", batch: 1 },
    { part: "copy", batch: 9 },
    { part: "compare", batch: 4 },
  ])("killed in $part at batch $batch, it goes on and nothing is missing or twice", ({ part, batch }) =>
    inFolder(async (folder) => {
      const [from, to] = [await county.copyIn(folder), addressIn(join(folder, "to"))];
      expect(await killedMove(from, to, part, batch)).toBe("SIGKILL");
      expect(await isHalfMoved(to)).toBe(true);
      expect(await runMove({ from, to })).toMatchObject({ code: 0, complained: "" });
      expect(await holdings(to)).toEqual(await holdings(from));
    }),
  );
});

describe("the name of a place", () => {
  it.each([
    ["mongodb://user:geheim@db.example:27017/fourhelp?authSource=admin", "mongodb://db.example:27017/fourhelp"],
    ["mongodb://user:ge@heim@db.example", "mongodb://db.example"],
    ["mongodb://user:ge?h/ei://m@db.example/a/", "mongodb://db.example/a"],
    ["mongodb+srv://user:geheim@a.example/fourhelp?x=y", "mongodb+srv://a.example/fourhelp"],
    ["mongodb://a,b,c/fourhelp?replicaSet=rs0", "mongodb://a,b,c/fourhelp"],
  ])("shows no user, password or option of %s", (url, name) => {
    expect(nameOfPlace({ engine: "mongo", url })).toBe(name);
  });
});

describe("the hash of a collection", () => {
  const digest = (...docs: readonly ReturnType<typeof aNeed>[]) =>
    digestOf(
      "needs",
      (async function* () {
        yield docs;
      })(),
    );
  const [one, other] = [aNeed("1", { version: 1 }), aNeed("2", { version: 1 })];

  it("does not depend on the order of documents or fields", async () => {
    const turned = Object.fromEntries(Object.entries(one).toReversed()) as typeof one;
    expect(await digest(other, turned)).toEqual(await digest(one, other));
  });

  it.each([{ quantity: 501 }, { version: 2 }, { note: "s1.x" as never }, { _id: "3" }])(
    "changes with %j",
    async (change) => {
      expect(await digest({ ...one, ...change })).not.toEqual(await digest(one));
    },
  );
});
