/** The pages on capacity work out what they say: each sum is worked out again from the values that stand there. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.js";

const PAGES = ["docs/capacity.md", "docs/capacity.zh-CN.md"];
const COLUMNS = 3;

interface Page {
  /** One for each of county, province, nation. */
  readonly values: readonly Map<string, number>[];
  readonly sums: readonly { readonly sign: string; readonly sum: string; readonly shown: readonly number[] }[];
}

const numberIn = (cell: string): number => Number(cell.replaceAll(",", ""));

async function readPage(path: string): Promise<Page> {
  const text = await readFile(join(root, path), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const values = Array.from({ length: COLUMNS }, () => new Map<string, number>());
  const sums: Page["sums"][number][] = [];
  for (const [sign = "", , second = "", ...rest] of rows) {
    const name = sign.replaceAll("`", "");
    const shown = rest.slice(0, COLUMNS).map(numberIn);
    if (rest.length < COLUMNS) for (const column of values) column.set(name, numberIn(second));
    else if (second === "")
      for (const [index, column] of values.entries()) column.set(name, shown[index] ?? Number.NaN);
    else sums.push({ sign: name, sum: second.replaceAll("`", ""), shown });
  }
  return { values, sums };
}

/** Products and quotients from the left, and sums of them. */
function workOut(sum: string, values: ReadonlyMap<string, number>): number {
  const valueOf = (word: string): number => values.get(word) ?? Number(word);
  return sum
    .split(" + ")
    .map((term) => {
      const [first = "", ...rest] = term.split(" ");
      let result = valueOf(first);
      for (let at = 0; at < rest.length; at += 2) {
        const value = valueOf(rest[at + 1] ?? "");
        result = rest[at] === "×" ? result * value : result / value;
      }
      return result;
    })
    .reduce((all, one) => all + one, 0);
}

describe("the pages on capacity", () => {
  it.each(PAGES)("%s: each sum is right", async (path) => {
    const { values, sums } = await readPage(path);
    expect(sums.length).toBeGreaterThanOrEqual(9);
    for (const { sign, sum, shown } of sums) {
      for (const [index, column] of values.entries()) {
        const exact = workOut(sum, column);
        column.set(sign, exact);
        // shown with two digits
        expect(Number(exact.toPrecision(2)), `${sign} = ${sum}, column ${index + 1}`).toBe(shown[index]);
      }
    }
  });

  it("say the same in both languages", async () => {
    const [first, second] = await Promise.all(PAGES.map(readPage));
    expect(second).toEqual(first);
  });
});
