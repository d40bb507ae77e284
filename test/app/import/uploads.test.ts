import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginUpload, runUpload } from "#app/import/upload-run.js";
import { importJob } from "#app/import/import-job.js";
import { createUploads, type Uploads } from "#app/import/uploads.js";
import { createListsBench, type Lists, type Rows } from "../../kit/lists.js";
import { areaRows, memberHeadings, memberRows } from "../../kit/members.js";
import { encodeText } from "../../kit/sheet-files.js";

const made = { rows: 600, townships: 2, villages: 5 };
const csv = (rows: Rows): Buffer =>
  encodeText(rows.map((row) => row.map((cell) => cell ?? "").join(",")).join("\r\n"), "utf-8");
const members = csv([[...memberHeadings], ...memberRows(made)]);

async function* stream(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

describe("an uploaded list", () => {
  let lists: Lists;
  let uploads: Uploads;
  let dir: string;
  beforeEach(async () => {
    lists = await createListsBench();
    dir = join(lists.world.dataDir, "uploads");
    uploads = createUploads({ ids: lists.world.house.deps.ids, dir, mostBytes: 1_000_000 });
    await lists.done("areas", areaRows(made));
  });
  afterEach(() => lists.dispose());

  const deps = () => ({ ...lists.world.house.deps, uploads });
  const keep = async (bytes: Buffer): Promise<string> => {
    const kept = await uploads.keep(stream(bytes));
    if (kept.type !== "kept") throw new Error(kept.type);
    return kept.id;
  };
  const given = (upload: string) => {
    return { office: lists.office, kind: "households", name: "名单.csv", locale: "zh-CN", upload } as const;
  };

  it("is kept for this user alone, whole, or not at all", async () => {
    const id = await keep(members);
    expect(await readFile(uploads.pathOf(id))).toEqual(members);
    expect((await stat(uploads.pathOf(id))).mode & 0o777).toBe(0o600);
    expect(await uploads.keep(stream(Buffer.alloc(1_000_001)))).toEqual({ type: "too-big" });
    expect(await readdir(dir)).toEqual([id]);
  });

  it("is brought in by the job, and removed then", async () => {
    const begun = await beginUpload(deps(), given(await keep(members)));
    expect(begun.type).toBe("started");
    await lists.world.settle();
    expect(await lists.dump("members")).toHaveLength(600);
    const { items } = await lists.store.imports.find({
      index: "byTime",
      where: { office: lists.office },
      descending: true,
    });
    expect(items[0]).toMatchObject({ kind: "households", state: "done", created: 600, total: 601 });
    expect(await readdir(dir)).toEqual([]);
    expect(lists.world.errors()).toEqual([]);
  });

  it("that cannot be taken is refused at once, and removed", async () => {
    const begun = await beginUpload(deps(), given(await keep(Buffer.from("甲,乙\r\n1,2\r\n"))));
    expect(begun).toMatchObject({ type: "refused", problem: { key: "import.refused-no-header" } });
    expect(await readdir(dir)).toEqual([]);
  });

  it("goes on after a restart: the sweep wakes it", async () => {
    // the process ends before its job has run
    const lost = { ...deps(), wake: () => {} };
    const begun = await beginUpload(lost, given(await keep(members)));
    if (begun.type !== "started") throw new Error("refused");
    const stop = new AbortController();
    stop.abort();
    expect(await runUpload(lost, begun.id, stop.signal)).toMatchObject({ type: "stopped" });
    await lists.world.restart();
    expect((await lists.world.house.deps.store.imports.get(begun.id))?.state).toBe("done");
  });

  it("has nothing to do twice", async () => {
    const begun = await beginUpload(deps(), given(await keep(members)));
    await lists.world.settle();
    if (begun.type !== "started") throw new Error("refused");
    deps().wake([importJob(lists.office, begun.id)]);
    await lists.world.settle();
    expect((await lists.store.imports.get(begun.id))?.run).toBe(1);
  });

  it("tells the log no name and no value", async () => {
    await beginUpload(deps(), given(await keep(members)));
    await lists.world.settle();
    expect(JSON.stringify(lists.world.logs)).not.toMatch(/名单|999999|赵|板长/);
  });
});
