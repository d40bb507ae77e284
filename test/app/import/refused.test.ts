import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createListsBench, workbook, type Lists } from "../../kit/lists.js";
import { areaRows, memberHeadings, memberRows } from "../../kit/members.js";
import { bombFile, csvFile, xlsxFile } from "../../kit/sheet-files.js";

const made = { rows: 12, townships: 1, villages: 4 };

describe("a file that cannot be taken", () => {
  let lists: Lists;
  beforeAll(async () => {
    lists = await createListsBench();
    await lists.done("areas", areaRows(made));
  });
  afterAll(() => lists.dispose());

  const rows = () => [[...memberHeadings], ...memberRows(made)];
  const file = async (name: string, make: (path: string) => Promise<unknown>): Promise<string> => {
    const path = lists.path(name);
    await make(path);
    return path;
  };

  const cases: Readonly<Record<string, { key: string; make(): Promise<string> }>> = {
    "is not there": { key: "missing-file", make: () => Promise.resolve(lists.path("nowhere.csv")) },
    "is empty": { key: "empty", make: () => file("empty.csv", (path) => writeFile(path, "")) },
    "is a picture": {
      key: "not-a-sheet",
      make: () =>
        file("picture.xlsx", (path) => writeFile(path, Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))),
    },
    "is of the old format": {
      key: "old-xls",
      make: () =>
        file("old.xls", (path) =>
          writeFile(path, Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2_048)])),
        ),
    },
    "would burst": { key: "zip-bomb", make: () => file("bomb.xlsx", (path) => bombFile(path)) },
    "is another list": {
      key: "no-header",
      make: () =>
        file("other.csv", (path) =>
          csvFile(path, [
            ["甲", "乙"],
            ["1", "2"],
          ]),
        ),
    },
    "lacks a column": {
      key: "missing",
      make: () =>
        file("lacking.csv", (path) =>
          csvFile(
            path,
            rows().map((row) => row.filter((_cell, n) => n !== 6)),
          ),
        ),
    },
  };

  it.each(Object.entries(cases))("%s: one sentence, nothing written", async (_about, { key, make }) => {
    const before = await lists.dump();
    const outcome = await lists.put("households", await make());
    if (outcome.type !== "refused") throw new Error(outcome.type);
    expect(outcome.problem.key).toBe(`import.refused-${key}`);
    expect(lists.text(outcome.problem)).toMatch(/。$/);
    expect(await lists.dump()).toEqual(before);
  });

  it("is not one with a title above its headings, or with headings in two rows", async () => {
    const [head = [], ...body] = rows();
    const upper = head.map((_cell, n) => (n < 12 ? "家庭情况" : "其他"));
    const path = lists.path("title.xlsx");
    await xlsxFile(path, [["青石县脱贫户家庭成员信息表", ...head.slice(1).map(() => null)], upper, head, ...body]);
    expect(await lists.counts("households", path, { dryRun: true })).toEqual([12, 0, 0, 0]);
  });

  it("names columns by another name with a map", async () => {
    const [head = [], ...body] = rows();
    const renamed = head.map((heading) => (heading === "户编号" ? "家庭号" : heading));
    const path = await workbook(lists.path("mapped.xlsx"), [renamed, ...body]);
    expect(await lists.put("households", path)).toMatchObject({
      type: "refused",
      problem: { key: "import.refused-missing" },
    });
    expect(await lists.counts("households", path, { map: { 户编号: "家庭号" }, dryRun: true })).toEqual([12, 0, 0, 0]);
  });
});
