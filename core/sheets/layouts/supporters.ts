/** Supporters 帮扶方: firms and people who pledge. A layout of ours: a public one of 万企帮万村 was not found. */
import { readCreditCode } from "#core/text/credit-code.js";
import type { Cell } from "../cell.js";
import { faults } from "../faults.js";
import { column, must, ORDINAL, type Fields, type Layout } from "../layout.js";
import type { SupporterRecord } from "../records.js";
import { choice } from "../values/choice.js";
import { localPhone, readOnePhone } from "../values/phone.js";
import { read as readAs, wrong, type Reading } from "../values/reading.js";
import { name, readFact } from "../values/text.js";
import { readYesNo } from "../values/yes-no.js";

const readName = name(120);
const readContact = name(80);
const readSort = choice<SupporterRecord["sort"]>([
  ["enterprise", "企业", "公司", "合作社", "单位", "商会", "社会组织", "enterprise"],
  ["citizen", "个人", "公民", "爱心人士", "citizen"],
]);

/** One row a supporter. A firm counts as verified only where the sheet says so. */
export const supporters: Layout<"supporters"> = {
  id: "supporters",
  kind: "supporters",
  columns: [
    column(ORDINAL, "序号"),
    column("sort", "帮扶方类型", "类型"),
    must("name", "名称", "帮扶方名称", "企业名称", "单位名称", "姓名"),
    column("creditCode", "统一社会信用代码", "信用代码", "社会信用代码"),
    column("contact", "联系人", "联系人姓名"),
    must("phone", "联系电话", "手机号", "手机号码", "联系方式", "联系人电话"),
    column("verified", "是否已核实", "已核实", "是否核实"),
  ],
  read(row) {
    const creditCode = row.take("creditCode", readCredit);
    const sort = sortOf(row, creditCode);
    const ownName = row.take("name", readName) ?? "";
    return row.finish({
      kind: "supporters",
      sort,
      name: ownName,
      creditCode,
      contact: contactOf(row, sort, ownName),
      phone: row.take("phone", readOnePhone) ?? "",
      verified: row.take("verified", readYesNo) ?? false,
    });
  },
  write({ sort, name: ownName, creditCode, contact, phone, verified }) {
    return {
      sort: sort === "enterprise" ? "企业" : "个人",
      name: ownName,
      creditCode,
      contact,
      phone: localPhone(phone),
      verified: verified ? "是" : "否",
    };
  },
};

/** Who has a credit code is an organisation; everybody else must be told. */
function sortOf(row: Fields, creditCode: string | null): SupporterRecord["sort"] {
  const sort = row.take("sort", readSort, creditCode === null ? faults.sort : null);
  return sort ?? "enterprise";
}

/** A citizen speaks for themselves; for a firm somebody must. */
function contactOf(row: Fields, sort: SupporterRecord["sort"], ownName: string): string {
  if (sort === "citizen") return row.take("contact", readContact) ?? ownName;
  return row.take("contact", readContact, faults.empty) ?? "";
}

function readCredit(cell: Cell): Reading<string> {
  if (typeof cell === "number" && Math.abs(cell) >= 1e15) return wrong(faults.numberAsNumber);
  const words = readFact(cell);
  if (words.type !== "read") return words;
  const code = readCreditCode(words.value);
  return code.type === "read" ? readAs(code.value) : wrong(faults.creditCode);
}
