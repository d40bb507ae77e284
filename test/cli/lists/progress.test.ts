import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createProgress, pace } from "../../../cli/lists/progress.js";

describe("the progress bar", () => {
  it("is drawn on a terminal, with rate and time left, and taken away again", async () => {
    const stream = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 100,
      // what a terminal has and a pipe has not
      clearLine: () => true,
      cursorTo: () => true,
      moveCursor: () => true,
    });
    let now = 0;
    const progress = await createProgress(stream, () => now);
    progress.show(1_000, 9_000);
    now = 2_000;
    progress.show(5_000, 9_000);
    progress.end();
    const drawn = String(stream.read());
    expect(drawn).toContain("5000/9000");
    expect(drawn).toContain("2000/s");
    expect(drawn).toContain("0:02");
  });

  it("is nothing at all in a pipe", async () => {
    const stream = new PassThrough();
    const progress = await createProgress(stream, () => 0);
    progress.show(1, 2);
    progress.end();
    expect(stream.read()).toBeNull();
  });

  it.each([
    { did: 0, toDo: 10, ms: 5_000, shown: { rate: "–", left: "" } },
    { did: 10, toDo: 10, ms: 100, shown: { rate: "–", left: "" } },
    { did: 5_000, toDo: 20_000, ms: 1_000, shown: { rate: "5000", left: "0:04" } },
    { did: 1_000, toDo: 99_000, ms: 1_000, shown: { rate: "1000", left: "1:39" } },
    { did: 1_000, toDo: -5, ms: 1_000, shown: { rate: "1000", left: "0:00" } },
  ])("counts $did done and $toDo to do after $ms ms as $shown", ({ did, toDo, ms, shown }) => {
    expect(pace(did, toDo, ms)).toEqual(shown);
  });
});
