import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Circumstances } from "#core/registry/household.js";
import { createListsBench, workbook, type Lists, type Rows } from "../../kit/lists.js";
import { areaRows, madeIdNumber, memberHeadings, memberRows, type MemberRow } from "../../kit/members.js";
import { csvFile } from "../../kit/sheet-files.js";

const made = { rows: 60, townships: 2, villages: 5 };
const columns = new Map(memberHeadings.map((heading, index) => [heading as string, index]));

/** The sheet with some cells of some rows (from 0) written over. */
function sheet(
  rows: Iterable<MemberRow>,
  over: Readonly<Record<number, Readonly<Record<string, string | null>>>> = {},
): Rows {
  const body = [...rows].map((row, at) => {
    const cells = [...row];
    for (const [heading, value] of Object.entries(over[at] ?? {})) cells[columns.get(heading) ?? -1] = value;
    return cells;
  });
  return [[...memberHeadings], ...body];
}

describe("the list of households", () => {
  let lists: Lists;
  beforeEach(async () => {
    lists = await createListsBench();
    await lists.done("areas", areaRows(made));
  });
  afterEach(() => lists.dispose());

  const households = () => lists.dump("households");
  const members = () => lists.dump("members");
  const problems = async (...asked: Parameters<Lists["done"]>) => {
    const { problems: found } = await lists.done(...asked);
    return found.map(({ row, column, valueClass, reason }) => [
      row,
      column,
      lists.text(valueClass),
      lists.text(reason),
    ]);
  };

  it("makes each household and each of its people, once", async () => {
    const file = sheet(memberRows(made));
    expect(await lists.counts("households", file)).toEqual([60, 0, 0, 0]);
    const before = await lists.dump("households", "members", "needs");
    const numbers = new Set([...memberRows(made)].map((row) => row[columns.get("户编号") ?? -1]));
    expect(await households()).toHaveLength(numbers.size);
    expect(await members()).toHaveLength(60);
    expect(await lists.counts("households", file)).toEqual([0, 0, 60, 0]);
    expect(await lists.dump("households", "members", "needs")).toEqual(before);
  });

  it("reads csv in GB18030 and xlsx to the same households", async () => {
    const file = sheet(memberRows(made));
    const encoded = lists.path("gb.csv");
    await csvFile(encoded, file, { encoding: "gb18030" });
    expect(await lists.counts("households", encoded)).toEqual([60, 0, 0, 0]);
    const book = await workbook(lists.path("book.xlsx"), file);
    expect(await lists.counts("households", book)).toEqual([0, 0, 60, 0]);
  });

  it("changes just what differs in a corrected file, and writes down which fields, never what", async () => {
    await lists.done("households", sheet(memberRows(made)));
    const corrected = sheet(memberRows(made), {
      0: { 人均纯收入: "9999", 自然村: "九组" },
      1: { 姓名: "新名字" },
    });
    const before = await lists.dump("households", "members");
    expect(await lists.counts("households", corrected)).toEqual([0, 2, 58, 0]);
    const after = await lists.dump("households", "members");
    expect(after.filter((doc, at) => JSON.stringify(doc) !== JSON.stringify(before[at]))).toHaveLength(2);
    const audit = (await lists.dump("audit"))
      .map((one) => JSON.stringify(one))
      .filter((one) => /list-changed.*(?:households|members)/.test(one));
    expect(audit).toHaveLength(2);
    expect(audit.join()).toContain('"fields":"group,circumstances"');
    expect(audit.join()).toContain('"fields":"name"');
    expect(audit.join()).not.toMatch(/新名字|九组|9999"/);
  });

  it("gives short codes by village, from the initials of its name, and keeps them", async () => {
    await lists.done("households", sheet(memberRows(made)));
    const codes = ((await households()) as [string, { code: string }][]).map(([, { code }]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^[A-Z]+\d*-\d{3}$/.test(code))).toBe(true);
    await lists.done("households", sheet(memberRows(made), { 0: { 行政村: "河长村" } }));
    expect(((await households()) as [string, { code: string }][]).map(([, { code }]) => code)).toEqual(codes);
  });

  it("takes the household's facts from the row of its head, wherever that stands", async () => {
    const rows = [...memberRows(made)];
    const turned = rows.toReversed();
    await lists.done("households", sheet(turned));
    const turnedUp = await lists.dump("households", "members");
    expect(await lists.counts("households", sheet(rows))).toEqual([0, 0, 60, 0]);
    expect(await lists.dump("households", "members")).toEqual(turnedUp);
  });

  it("takes nothing away where a cell is empty", async () => {
    await lists.done("households", sheet(memberRows(made)));
    const before = await lists.dump("households", "members");
    const empty = {
      人均纯收入: null,
      致贫原因1: null,
      户联系电话: null,
      人联系电话: null,
      自然村: null,
      文化程度: null,
    };
    expect(await lists.counts("households", sheet(memberRows(made), { 0: empty, 1: empty }))).toEqual([0, 0, 60, 0]);
    expect(await lists.dump("households", "members")).toEqual(before);
  });

  it("knows somebody whose ID number is corrected", async () => {
    await lists.done("households", sheet(memberRows(made)));
    expect(
      await lists.counts("households", sheet(memberRows(made), { 1: { 证件号码: madeIdNumber(9_999, 1960) } })),
    ).toEqual([0, 1, 59, 0]);
    expect(await members()).toHaveLength(60);
  });

  it("rejects a village that is not known and a number that is somebody else's, and takes the rest", async () => {
    await lists.done("households", sheet(memberRows(made)));
    const [taken] = [...memberRows(made)].map((row) => row[columns.get("证件号码") ?? -1]);
    const more = [...memberRows({ ...made, rows: 66 })].slice(60);
    const file = sheet(more, { 0: { 行政村: "无名村" }, 5: { 证件号码: String(taken) } });
    expect(await problems("households", file)).toEqual([
      [2, "行政村", expect.stringContaining("3"), "所属村站不存在"],
      [7, "证件号码", expect.stringContaining("18"), expect.stringContaining("身份证已被使用")],
    ]);
    expect(await members()).toHaveLength(64);
  });

  it("rejects the same person twice in one household", async () => {
    const [head] = [...memberRows(made)];
    if (!head) throw new Error("no row");
    expect(await problems("households", sheet([head, head]))).toEqual([
      [3, "姓名", expect.anything(), "这一户里已有同一个人"],
    ]);
  });

  it("writes the rejected rows as a sheet in the reader's language, without any value", async () => {
    const file = sheet(memberRows(made), { 3: { 证件号码: "4.2E+17" }, 4: { 行政村: "无名村" } });
    const rejectedPath = lists.path("rejected.csv");
    const summary = await lists.done("households", file, { rejectedPath });
    expect(summary).toMatchObject({ rejected: 2, created: 58, rejectedSheet: rejectedPath });
    const text = await readFile(rejectedPath, "utf8");
    expect(text.trim().split("\r\n")).toHaveLength(3);
    expect(text).toMatch(/文本/);
    expect(text).not.toMatch(/4\.2E\+17|无名村/);
  });

  it("counts in a dry run what a real one then does, and writes nothing", async () => {
    const file = sheet(memberRows(made), { 3: { 证件号码: "123" }, 9: { 行政村: "无名村" } });
    const nothing = await lists.dump();
    const dry = await lists.counts("households", file, { dryRun: true });
    expect(await lists.dump()).toEqual(nothing);
    expect(dry).toEqual(await lists.counts("households", file));
  });

  it("finds the elderly who live alone, and forgets it when somebody joins them", async () => {
    const [head, second] = [...memberRows({ ...made, rows: 2 })];
    if (!head || !second) throw new Error("no rows");
    const old = { 0: { 证件号码: madeIdNumber(1, 1940), 健康状况: "健康" }, 1: { 健康状况: "健康" } };
    await lists.done("households", sheet([head], old));
    const groups = async () => {
      const [[, found]] = (await households()) as [[string, { circumstances: unknown }]];
      return Circumstances.parse(found.circumstances).groups;
    };
    expect(await groups()).toEqual(["single-elderly"]);
    await lists.done("households", sheet([head, second], old));
    expect(await groups()).toEqual([]);
  });

  it("refuses before the areas are known, and writes nothing", async () => {
    const fresh = await createListsBench();
    const nothing = await fresh.dump();
    const outcome = await fresh.put("households", sheet(memberRows(made)));
    expect(outcome).toMatchObject({ type: "refused", problem: { key: "import.refused-no-areas" } });
    expect(await fresh.dump()).toEqual(nothing);
    await fresh.dispose();
  });
});
