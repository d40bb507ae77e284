/** Villages across: any sheet that has a township and a village in each row, such as a member export. */
import { COUNTY, TOWNSHIP, VILLAGE } from "#core/help/kinds.js";
import { readAreaCode } from "../area-levels.js";
import { column, must, type Layout } from "../layout.js";
import { name } from "../values/text.js";

const readName = name(80);

/** One row a village, with what it lies in; the same village may come often. Village groups are no areas here. */
export const areasWide: Layout<"areas"> = {
  id: "areas-wide",
  kind: "areas",
  columns: [
    column("county", "县(市、区、旗)", "县", "县区", "县市区", "区县"),
    must("township", "乡(镇)", "乡镇", "乡", "镇", "乡镇街道"),
    must("village", "行政村", "村", "村名", "村(社区)", "村(社区)名称"),
    column("code", "行政村代码", "村代码", "区划代码", "行政区划代码", "村编号", "AAD001"),
  ],
  read(row) {
    const names = ["county", "township", "village"].map((field) => row.take(field, readName));
    const path = names.filter((one) => one !== null);
    return row.finish({ kind: "areas", path, code: row.take("code", readAreaCode), level: VILLAGE });
  },
  write({ path, code, level }) {
    const at = (wanted: number): string | null => path[path.length - 1 - (level - wanted)] ?? null;
    return {
      county: at(COUNTY),
      township: level < TOWNSHIP ? null : at(TOWNSHIP),
      village: level < VILLAGE ? null : at(VILLAGE),
      code: level < VILLAGE ? null : code,
    };
  },
};
