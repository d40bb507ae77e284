/** Areas one by one: code, name, level and what they lie in. Ours; national code lists fit with a map at most. */
import { faults } from "../faults.js";
import { levelOfCode, levelWord, readAreaCode, readLevel } from "../area-levels.js";
import { column, must, ORDINAL, type Fields, type Layout } from "../layout.js";
import type { AreaRecord } from "../records.js";
import { empty, read as readAs, wrong, type CellReader } from "../values/reading.js";
import { line, name } from "../values/text.js";

const readName = name(80);
const readLine = line(300);
const BETWEEN = "/";

/** Names from above to below, parted by `/` or `>`. */
const readPath: CellReader<readonly string[]> = (cell) => {
  const words = readLine(cell);
  if (words.type !== "read") return words;
  const names = words.value.split(/\s*[/>]\s*/);
  if (names.every((one) => one === "")) return empty();
  return names.includes("") ? wrong(faults.areaGap) : readAs(names);
};

/** One row an area. Where 上级 names only the area right above it, the path begins there. The first layout of areas. */
export const areas: Layout<"areas"> = {
  id: "areas",
  kind: "areas",
  columns: [
    column(ORDINAL, "序号"),
    column("code", "区划代码", "行政区划代码", "统计用区划代码", "代码", "AAD001", "村编号"),
    must("name", "名称", "区划名称", "行政区划名称", "地区名称"),
    column("level", "级别", "层级", "区划级别"),
    column("parent", "上级", "上级区划", "所属上级", "上级名称"),
  ],
  read(row) {
    const code = row.take("code", readAreaCode);
    const own = row.take("name", readName);
    return row.finish<AreaRecord>({
      kind: "areas",
      path: [...(row.take("parent", readPath) ?? []), own ?? ""],
      code,
      level: levelOf(row, code),
    });
  },
  write({ path, code, level }) {
    return {
      code,
      name: path.at(-1) ?? null,
      level: levelWord(level),
      parent: path.length > 1 ? path.slice(0, -1).join(BETWEEN) : null,
    };
  },
};

/** The word's level, else the code's. */
function levelOf(row: Fields, code: string | null): AreaRecord["level"] {
  const told = code === null ? null : levelOfCode(code);
  return row.take("level", readLevel, told === null ? faults.level : null) ?? told ?? 0;
}
