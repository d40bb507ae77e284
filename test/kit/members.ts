/** Made-up households in the national layout of 2022. ID numbers are made under the area code 999999, which no place has. */
import { idNumberCheck } from "#core/text/id-number.js";

export const memberHeadings = [
  ...[
    "序号",
    "数据日期",
    "县(市、区、旗)",
    "乡(镇)",
    "行政村",
    "自然村",
    "户编号",
    "人编号",
    "姓名",
    "证件号码",
    "人数",
  ],
  ...["与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间（月）", "是否参加大病保险"],
  ...["致贫原因1", "危房户", "是否解决安全饮用水", "人均纯收入", "户联系电话", "人联系电话", "首次识别时间"],
  ...["人员识别时间", "户类型", "易返贫致贫户(监测对象)类型", "风险是否消除", "风险识别时间", "风险消除时间"],
] as const;

export type MemberRow = (string | number | null)[];

export interface Made {
  readonly rows: number;
  readonly townships: number;
  /** Villages of each township. */
  readonly villages: number;
}

const SURNAMES = Array.from("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许");
const GIVEN = Array.from("秀英大山小军春梅建国桂花永福玉兰志强国庆");
const RELATIONS = ["户主", "配偶", "之子", "之女", "之父"];
const CAUSES = ["因病", "因残", "因学", "缺劳力", "缺技术", "缺资金", "交通条件落后"];
const COUNTY = "青石县";
const NUMERALS = Array.from("一二三四五六七八九十");

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Name of the n-th township, and of the n-th village of one; no two of an office are the same. */
export function townshipName(n: number): string {
  return `${pick(NUMERALS, n)}${pick(Array.from("溪岭坪桥塘"), Math.floor(n / 10))}镇`;
}

export function villageName(n: number): string {
  return `${pick(Array.from("板河桥新垭上竹云大茶"), n)}${pick(Array.from("长东头塘坪柳园顶坳山"), Math.floor(n / 10))}村`;
}

/** The areas as rows of 县, 乡镇, 行政村, with headings. */
export function areaRows({ townships, villages }: Pick<Made, "townships" | "villages">): string[][] {
  const rows = [["县", "乡镇", "行政村"]];
  for (let t = 0; t < townships; t++) {
    for (let v = 0; v < villages; v++) rows.push([COUNTY, townshipName(t), villageName(v)]);
  }
  return rows;
}

/** The rows of so many people, about three to a household; the same at every call. */
export function* memberRows({ rows, townships, villages }: Made): Generator<MemberRow> {
  let person = 0;
  for (let household = 0; person < rows; household++) {
    const size = Math.min(rows - person, 2 + (household % 4 === 0 ? 3 : household % 3));
    for (let n = 0; n < size; n++) yield memberRow({ household, n, size, person: person++, townships, villages });
  }
}

function memberRow(of: {
  household: number;
  n: number;
  size: number;
  person: number;
  townships: number;
  villages: number;
}): MemberRow {
  const { household, n, size, person, townships, villages } = of;
  const village = household % (townships * villages);
  const number = `9999990${String(household).padStart(9, "0")}`;
  const surname = pick(SURNAMES, household);
  const relation = pick(RELATIONS, n);
  const monitored = household % 7 === 0;
  return [
    person + 1,
    "20251017",
    COUNTY,
    townshipName(Math.floor(village / villages)),
    villageName(village % villages),
    `${pick(NUMERALS, household)}组`,
    number,
    `${number}${String(n + 1).padStart(2, "0")}`,
    `${surname}${pick(GIVEN, person)}${pick(GIVEN, person + 7)}`,
    madeIdNumber(person, n < 2 || n === 4 ? 1950 + (person % 40) : 1995 + (person % 25)),
    size,
    relation,
    "汉族",
    pick(["小学", "初中", "高中", "文盲或半文盲"], person),
    n === 2 && person % 3 === 0 ? "九年级" : "非在校生",
    pick(["健康", "健康", "长期慢性病", "残疾"], person),
    pick(["普通劳动力", "普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "无劳动力"], person),
    person % 13,
    "是",
    pick(CAUSES, household),
    pick(["否", "否", "C级"], household),
    "是",
    3_000 + (household % 90) * 100,
    `154${String(household).padStart(8, "0")}`,
    n % 2 === 0 ? `1540${String(person).padStart(7, "0")}` : null,
    "201412",
    "201412",
    "脱贫户",
    monitored ? "脱贫不稳定户" : null,
    monitored ? "风险未消除" : null,
    monitored ? "202103" : null,
    null,
  ];
}

/** The n-th made-up number, born in that year; each n has its own. */
export function madeIdNumber(n: number, year: number): string {
  // 12 months of 28 days of 999 numbers: the year carries what is left
  const serial = String((n % 999) + 1).padStart(3, "0");
  const day = Math.floor(n / 999) % 336;
  const month = String(Math.floor(day / 28) + 1).padStart(2, "0");
  const date = String((day % 28) + 1).padStart(2, "0");
  const first = `999999${year}${month}${date}${serial}`;
  return first + idNumberCheck(first);
}
