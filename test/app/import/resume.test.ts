import { describe, expect, it } from "vitest";
import type { Store } from "#store/port.js";
import { createListsBench, type Lists, type Rows } from "../../kit/lists.js";
import { areaRows, memberHeadings, memberRows } from "../../kit/members.js";

const made = { rows: 700, townships: 2, villages: 5 };
const INCOME = 22;
const first: Rows = [[...memberHeadings], ...memberRows(made)];
/** Another income in every row, so that every household changes. */
const corrected: Rows = first.map((row, at) => (at === 0 ? row : row.map((cell, n) => (n === INCOME ? 12_345 : cell))));

class Killed extends Error {}

type Stage = "before" | "after";

/** A store that dies around one of its commits: nothing more is written, as after a power cut. */
function dying(at: number, stage: Stage) {
  let commits = 0;
  return (store: Store): Store => ({
    ...store,
    async commit(root, also) {
      commits += 1;
      if (commits > at || (commits === at && stage === "before")) throw new Killed();
      const outcome = await store.commit(root, also);
      if (commits >= at) throw new Killed();
      return outcome;
    },
  });
}

async function withAreas(): Promise<Lists> {
  const lists = await createListsBench();
  await lists.done("areas", areaRows(made));
  return lists;
}

type Doc = [collection: string, doc: Record<string, unknown>];

/** What must not depend on where a run was broken off; ids, made with each world's own key, by codes and names. */
async function lasting(lists: Lists): Promise<string[]> {
  const docs = (await lists.dump("areas", "households", "members")) as Doc[];
  const names = new Map(docs.map(([, { _id, code, name }]) => [_id, code ?? name]));
  return docs
    .map(([, doc]) => Object.entries(doc).filter(([field]) => !["_id", "idKey", "phoneKey"].includes(field)))
    .map((fields) => JSON.stringify(fields.map(([field, value]) => [field, names.get(value) ?? value])))
    .toSorted();
}

async function dieAndGoOn(lists: Lists, file: Rows, at: number, stage: Stage): Promise<readonly number[]> {
  await expect(lists.put("households", file, {}, { wrap: dying(at, stage) })).rejects.toThrow(Killed);
  return lists.counts("households", file);
}

describe("an import that is broken off", () => {
  // what it commits: that it begins, three batches, that it has ended
  const places = [1, 2, 3, 4, 5].flatMap((at) => (["before", "after"] as const).map((stage) => ({ at, stage })));

  it("goes on where it was, and ends as if nothing had happened", async () => {
    const whole = await withAreas();
    const counts = await whole.counts("households", first);
    const dump = await lasting(whole);
    await whole.dispose();
    expect(counts).toEqual([700, 0, 0, 0]);
    for (const { at, stage } of places) {
      const lists = await withAreas();
      const told = await dieAndGoOn(lists, first, at, stage);
      // it had ended, only nobody heard of it: that is a second run
      expect([at, stage, told]).toEqual([at, stage, at === 5 && stage === "after" ? [0, 0, 700, 0] : counts]);
      expect(await lasting(lists)).toEqual(dump);
      await lists.dispose();
    }
  }, 60_000);

  it("counts what it had changed before, and changes nothing twice", async () => {
    const whole = await withAreas();
    await whole.done("households", first);
    const counts = await whole.counts("households", corrected);
    const dump = await lasting(whole);
    const changes = (await whole.dump("audit")).filter((one) => JSON.stringify(one).includes("list-changed")).length;
    await whole.dispose();
    for (const { at, stage } of [
      { at: 2, stage: "before" },
      { at: 40, stage: "after" },
      { at: 120, stage: "before" },
      { at: 200, stage: "after" },
    ] as const) {
      const lists = await withAreas();
      await lists.done("households", first);
      expect([at, await dieAndGoOn(lists, corrected, at, stage)]).toEqual([at, counts]);
      expect(await lasting(lists)).toEqual(dump);
      const audit = (await lists.dump("audit")).filter((one) => JSON.stringify(one).includes("list-changed"));
      expect(audit).toHaveLength(changes);
      await lists.dispose();
    }
  }, 60_000);

  it("stops between two batches when it is called off, and says how far it was", async () => {
    const lists = await withAreas();
    const stop = new AbortController();
    const outcome = await lists.put("households", first, {}, { signal: stop.signal, progress: () => stop.abort() });
    expect(outcome).toMatchObject({ type: "stopped", summary: { rows: expect.closeTo(250, -1) } });
    const rest = await lists.done("households", first);
    expect(rest).toMatchObject({ created: 700, resumedAt: expect.any(Number) });
    expect(rest.resumedAt).toBeGreaterThan(249);
    await lists.dispose();
  });

  it("keeps the rows it could not take from before it was broken off", async () => {
    const lists = await withAreas();
    const wrong: Rows = first.map((row, at) =>
      at === 2 || at === 600 ? row.map((cell, n) => (n === 9 ? "123" : cell)) : row,
    );
    const [, , , rejected] = await dieAndGoOn(lists, wrong, 3, "after");
    expect(rejected).toBe(2);
    const again = await lists.done("households", wrong);
    expect(again.problems.map(({ row }) => row)).toEqual([3, 601]);
    await lists.dispose();
  });
});
