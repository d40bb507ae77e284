/** Helpers 帮扶责任人, by the published import rules (data-shapes §4). */
import { column, must, type Column, type Layout } from "../layout.js";
import { headNames } from "./pairing.js";
import { choice } from "../values/choice.js";
import { readId } from "../values/id-number.js";
import { phoneCell, readPhones } from "../values/phone.js";
import type { CellReader } from "../values/reading.js";
import { name } from "../values/text.js";
import { readYesNoWord } from "../values/yes-no.js";

const same = <T extends string>(...words: readonly T[]): (readonly [T, T])[] =>
  words.map((word) => [word, word] as const);

const readUnitType = choice<string>([
  ...same("国家机关", "社会团体", "高等院校", "国有企业", "东部对口帮扶省市", "定点机构"),
  ["村民自治组织", "村民自治组织", "村委会"],
]);
const readUnitLevel = choice<string>([
  ...same("中央", "省"),
  ["市、地区", "市、地区", "市", "地区", "州"],
  ...same("区", "县", "街道", "镇", "乡"),
  ["居民委员会", "居民委员会", "居委会", "社区"],
  ["村民委员会", "村民委员会", "村委会", "村"],
  ...same("军队"),
  ["其他", "其他", "其它"],
]);
const readRank = choice<string>([
  ...same("国家级正职", "国家级副职", "省部级正职", "省部级副职", "厅局级正职", "厅局级副职"),
  ["县处级正职", "县处级正职", "正处级", "正处", "正县级"],
  ["县处级副职", "县处级副职", "副处级", "副处", "副县级"],
  ["乡科级正职", "乡科级正职", "正科级", "正科"],
  ["乡科级副职", "乡科级副职", "副科级", "副科"],
  ["科员级", "科员级", "科员"],
  ["办事员级", "办事员级", "办事员"],
  ["未定职", "未定职", "其他", "其它"],
]);
const readSex = choice<string>([
  ["男", "男", "男性"],
  ["女", "女", "女性"],
]);

/** Columns that are kept by heading. */
const kept: readonly (readonly [column: Column, reader: CellReader<string>])[] = [
  [column("first", "是否第一书记", "第一书记"), readYesNoWord],
  [column("leader", "是否工作队队长", "是否驻村工作队队长", "工作队队长"), readYesNoWord],
  [column("resident", "是否驻村队员", "是否驻村工作队队员", "驻村队员"), readYesNoWord],
  [column("sex", "性别"), readSex],
  [column("rank", "职务级别", "行政级别"), readRank],
];
const readUnit = name(120);
const readName = name(80);
const PHONE_HEADING = "联系电话";

/** One row a helper; the first layout of cadres. */
export const helpers: Layout<"cadres"> = {
  id: "helpers",
  kind: "cadres",
  // A pairing list without the helpers' phones, whose 联系电话 is the household's.
  unless: headNames,
  columns: [
    must("unit", "帮扶单位", "帮扶单位名称", "单位", "单位名称", "工作单位"),
    column("unitType", "帮扶单位类型"),
    column("unitLevel", "帮扶单位隶属关系", "隶属关系", "单位隶属关系"),
    must("name", "姓名", "帮扶责任人", "帮扶责任人姓名", "帮扶干部", "帮扶人姓名"),
    ...kept.map(([one]) => one),
    column("idNumber", "证件号码", "身份证号", "身份证号码", "公民身份号码"),
    must("phone", PHONE_HEADING, "手机号", "手机号码", "联系方式", "帮扶责任人手机号", "帮扶人手机号"),
  ],
  read(row) {
    const other: Record<string, string> = {};
    for (const [{ field, names }, reader] of kept) {
      const value = row.take(field, reader);
      if (value !== null) other[names[0] ?? field] = value;
    }
    const phones = row.take("phone", readPhones);
    if (phones !== null && phones.all !== null) other[PHONE_HEADING] = phones.all;
    return row.finish({
      kind: "cadres",
      unit: row.take("unit", readUnit) ?? "",
      unitType: row.take("unitType", readUnitType),
      unitLevel: row.take("unitLevel", readUnitLevel),
      name: row.take("name", readName) ?? "",
      phone: phones?.first ?? "",
      idNumber: row.take("idNumber", readId),
      other,
      helps: null,
    });
  },
  write({ unit, unitType, unitLevel, name: ownName, phone, idNumber, other }) {
    const cells = Object.fromEntries(kept.map(([{ field, names }]) => [field, other[names[0] ?? field] ?? null]));
    return {
      ...cells,
      unit,
      unitType,
      unitLevel,
      name: ownName,
      idNumber,
      phone: phoneCell(phone, other[PHONE_HEADING]),
    };
  },
};
