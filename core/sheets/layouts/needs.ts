/** Needs 需求 of households and villages. A layout of ours: no public one was found. */
import { categories, isCategoryOf, type Category, type HelpKind } from "#core/help/kinds.js";
import { LARGEST_AMOUNT } from "#core/text/amount.js";
import { faults, otherKind } from "../faults.js";
import { categoryWord, helpWord, readCategory, readHelp } from "../help-words.js";
import { column, must, ORDINAL, type Fields, type Layout } from "../layout.js";
import { readId } from "../values/id-number.js";
import { money, whole } from "../values/number.js";
import { line, name, readCode, readWritten } from "../values/text.js";

const readPlace = name(80);
const readVillage = line(80);
const readYuan = money({ from: 1, to: LARGEST_AMOUNT });
const readPlaces = whole({ from: 1, to: 10_000 });

/** One row a need. A row that names no household is a need of the village. Information is always one. */
export const needs: Layout<"needs"> = {
  id: "needs",
  kind: "needs",
  columns: [
    column(ORDINAL, "序号"),
    column("code", "需求编号"),
    column("township", "乡镇", "乡(镇)", "乡", "镇"),
    must("village", "行政村", "村", "村名", "所在村"),
    column("householdNumber", "户编号", "AAC001"),
    column("idNumber", "证件号码", "户主证件号码", "身份证号", "身份证号码"),
    column("householdCode", "户代码"),
    column("help", "帮扶类别", "四帮类别"),
    must("category", "需求类别", "需求内容"),
    column("quantity", "数量", "数额", "金额", "需求数量"),
    column("note", "说明", "备注"),
  ],
  read(row) {
    const category = row.take("category", readCategory);
    const help = helpOf(row, category);
    return row.finish({
      kind: "needs",
      code: row.take("code", readCode),
      township: row.take("township", readPlace),
      village: row.take("village", readVillage) ?? "",
      householdNumber: row.take("householdNumber", readCode),
      idNumber: row.take("idNumber", readId),
      householdCode: row.take("householdCode", readCode),
      help,
      category: category ?? "living",
      quantity: quantityOf(row, help),
      note: row.take("note", readWritten),
    });
  },
  write(record) {
    return {
      code: record.code,
      township: record.township,
      village: record.village,
      householdNumber: record.householdNumber,
      idNumber: record.idNumber,
      householdCode: record.householdCode,
      help: helpWord(record.help),
      category: categoryWord(record.category),
      quantity: record.quantity,
      note: record.note,
    };
  },
};

/** Every category belongs to one kind of help, so the kind may be left out; written, it must be that one. */
function helpOf(row: Fields, category: Category | null): HelpKind {
  const written = row.take("help", readHelp);
  if (category === null) return written ?? "funds";
  const kind = (["funds", "jobs", "industry", "information"] as const).find((one) => isCategoryOf(one, category));
  if (written !== null && written !== kind) {
    row.reject("category", otherKind(categories[written].map(categoryWord)));
  }
  return kind ?? "funds";
}

function quantityOf(row: Fields, help: HelpKind): number {
  if (help === "information") return 1;
  return row.take("quantity", help === "funds" ? readYuan : readPlaces, faults.empty) ?? 1;
}
