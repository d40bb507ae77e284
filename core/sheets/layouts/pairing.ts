/** The pairing list 结对: which helper helps which household (data-shapes §4). */
import { column, must, type Layout } from "../layout.js";
import { readId } from "../values/id-number.js";
import { phoneCell, readPhones } from "../values/phone.js";
import { line, name, readWritten } from "../values/text.js";

const readUnit = name(120);
const readName = name(80);
const readPlace = name(80);
const readVillage = line(80);
const PHONE_HEADING = "帮扶人手机号";
const POST_HEADING = "职务";

/** Headings of the head of the household that is helped. */
export const headNames = ["户主姓名", "户主", "贫困户户主姓名", "帮扶对象", "帮扶对象姓名"] as const;

/**
 * One row a household. 联系电话 is the household's and is not read: the member lists bring it. A list whose 联系电话 is
 * the helper's is read with a map: which one is meant is never guessed.
 */
export const pairing: Layout<"cadres"> = {
  id: "pairing",
  kind: "cadres",
  columns: [
    column("township", "乡镇", "乡(镇)", "乡", "镇", "乡镇街道"),
    must("village", "行政村", "村", "村名", "村(社区)", "所在村"),
    must("head", ...headNames),
    column("idNumber", "证件号码", "户主证件号码", "户主身份证号", "户主身份证号码", "身份证号", "身份证号码"),
    must("unit", "单位", "帮扶单位", "责任单位", "帮扶单位名称", "帮扶责任人单位"),
    must("name", "帮扶责任人", "结对帮扶责任人", "帮扶责任人姓名", "帮扶干部", "帮扶人", "帮扶人姓名"),
    column("post", POST_HEADING, "帮扶责任人职务"),
    must("phone", PHONE_HEADING, "帮扶责任人手机号", "帮扶责任人联系电话", "帮扶人联系电话", "帮扶干部联系电话"),
    { ...column("householdPhone", "联系电话"), ignored: true },
  ],
  read(row) {
    const other: Record<string, string> = {};
    const post = row.take("post", readWritten);
    if (post !== null) other[POST_HEADING] = post;
    const phones = row.take("phone", readPhones);
    if (phones !== null && phones.all !== null) other[PHONE_HEADING] = phones.all;
    return row.finish({
      kind: "cadres",
      unit: row.take("unit", readUnit) ?? "",
      unitType: null,
      unitLevel: null,
      name: row.take("name", readName) ?? "",
      phone: phones?.first ?? "",
      idNumber: null,
      other,
      helps: {
        township: row.take("township", readPlace),
        village: row.take("village", readVillage) ?? "",
        head: row.take("head", readName) ?? "",
        idNumber: row.take("idNumber", readId),
      },
    });
  },
  write({ unit, name: ownName, phone, other, helps }) {
    return {
      township: helps?.township ?? null,
      village: helps?.village ?? null,
      head: helps?.head ?? null,
      idNumber: helps?.idNumber ?? null,
      unit,
      name: ownName,
      post: other[POST_HEADING] ?? null,
      phone: phoneCell(phone, other[PHONE_HEADING]),
    };
  },
};
