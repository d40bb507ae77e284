import { describe, expect, it } from "vitest";
import { smallOfficeId } from "./office.js";
import { createWorld, type WorldOptions } from "./world.js";

/** Plays in a world and ends it, whatever happens. */
async function inWorld(options: WorldOptions, play: (world: Awaited<ReturnType<typeof createWorld>>) => Promise<void>) {
  const world = await createWorld(options);
  try {
    await play(world);
  } finally {
    await world.dispose();
  }
}

describe("the world", () => {
  it("starts with the little office, in which nobody has been told anything", () =>
    inWorld({}, async (world) => {
      expect(world.house.office).toMatchObject({ _id: smallOfficeId, name: "青石县四帮办公室", demo: false });
      const office = { index: "office", where: { office: smallOfficeId } };
      const { deps } = world.house;
      expect(await deps.store.needs.count(office)).toBe(10);
      expect(await deps.store.matches.count(office)).toBe(0);
      for (const name of ["李倩", "王秀英", "陈静"]) expect(await (await world.as(name)).inbox()).toEqual([]);
      expect(world.errors()).toEqual([]);
    }));

  it("keeps a stranger's talk over a restart", () =>
    inWorld({}, async (world) => {
      const owner = await world.as("owner", "en");
      await owner.start();
      await owner.press("I want to help");
      await world.restart();
      expect(await world.as("owner")).toBe(owner);
      expect((await owner.press("Enterprise"))[0]).toContain("registered name");
    }));

  it("gives the same answers to a repeat, and the notices since the last look once", () =>
    inWorld({}, async (world) => {
      const cadre = await world.as("李倩");
      const [first] = await cadre.input({ type: "text", text: "待办" }, "m1");
      expect(await cadre.input({ type: "text", text: "待办" }, "m1")).toEqual([first]);
      const { deps } = world.house;
      await deps.store.commit({ op: "insert", collection: "outbox", doc: outboxEntry(world.timers.now()) }, []);
      await world.advance(3_600_000);
      const reviewer = await world.as("王建国");
      expect(await reviewer.inbox()).toHaveLength(1);
      expect(await reviewer.inbox()).toEqual([]);
      expect(await cadre.inbox()).toEqual([]);
    }));

  it("is the same at every run, and another one with another seed", async () => {
    const firstIds = async (seed: number): Promise<string[]> => {
      const said: string[] = [];
      await inWorld({ seed }, async (world) => {
        const { ids } = world.house.deps;
        said.push(ids.id(), ids.secret(), ids.digits(6), String(ids.random()));
      });
      return said;
    };
    expect(await firstIds(7)).toEqual(await firstIds(7));
    expect(await firstIds(8)).not.toEqual(await firstIds(7));
  });
});

function outboxEntry(at: number) {
  return {
    _id: "tell-reviewer",
    version: 1,
    office: smallOfficeId,
    event: "need-recorded",
    ids: { need: "XYP1D" },
    words: null,
    at,
    done: false,
  };
}
