/** The columns of households and their people, as all layouts share them (data-shapes §1). */
import { column, must, ORDINAL, type Column } from "../layout.js";
import { readDate, readYear } from "../values/date.js";
import { written } from "../values/number.js";
import type { CellReader } from "../values/reading.js";
import { readWritten } from "../values/text.js";
import { readYesNoOrMore } from "../values/yes-no.js";

/** A column that is kept as text, of the household or of the one member. */
export interface KeptColumn extends Column {
  readonly of: "household" | "member";
  readonly reader: CellReader<string>;
}

const kept = (
  of: KeptColumn["of"],
  reader: CellReader<string>,
  ...[field, ...names]: [string, ...string[]]
): KeptColumn => {
  return { ...column(field, ...names), of, reader };
};

const months = written({ from: 0, to: 12 });
const people = written({ from: 0, to: 99 });

/** Every column there is: a layout is a list of these, with its own main heading for some. */
export const columns = {
  ordinal: column(ORDINAL, "序号"),
  dataDate: kept("household", readDate, "dataDate", "数据日期"),
  county: column("county", "县(市、区、旗)", "县", "县区", "县市区", "区县"),
  township: column("township", "乡(镇)", "乡镇", "乡", "镇", "乡镇街道", "乡(镇、街道)"),
  village: must("village", "行政村", "村", "村名", "村(社区)", "行政村(社区)", "所属村站", "所在村"),
  group: column("group", "自然村", "村民小组", "组", "所在组", "AAR007"),
  householdNumber: must("householdNumber", "户编号", "AAC001"),
  memberNumber: column("memberNumber", "人编号"),
  name: must("name", "姓名"),
  idNumber: column("idNumber", "证件号码", "身份证号", "身份证号码", "公民身份号码", "身份证号码或残疾证号码"),
  people: kept("household", people, "people", "人数", "家庭人口", "家庭人口数"),
  relation: must("relation", "与户主关系"),
  nation: kept("member", readWritten, "nation", "民族"),
  schooling: kept("member", readWritten, "schooling", "文化程度"),
  pupil: kept("member", readWritten, "pupil", "在校生状况", "在校生情况"),
  health: kept("member", readWritten, "health", "健康状况", "健康状况或疾病类型"),
  skill: column("skill", "劳动技能", "劳动能力", "有无劳动能力"),
  work: kept("member", readWritten, "work", "务工状况"),
  workMonths: kept("member", months, "workMonths", "务工时间（月）", "务工时间"),
  insured2022: kept("member", readYesNoOrMore, "insured", "是否参加大病保险", "参加大病医疗"),
  insured2016: kept("member", readYesNoOrMore, "insured", "参加大病医疗", "是否参加大病保险"),
  mainCause2022: column("mainCause", "致贫原因1", "主要致贫原因", "致贫原因", "AAC007"),
  mainCause2016: column("mainCause", "主要致贫原因", "致贫原因1", "致贫原因", "AAC007"),
  otherCauses: column("otherCauses", "其他致贫原因", "次要致贫原因", "AAC008"),
  house: kept("household", readWritten, "house", "危房户", "是否危房户"),
  water2022: kept("household", readYesNoOrMore, "water", "是否解决安全饮用水", "饮水安全"),
  water2016: kept("household", readYesNoOrMore, "water", "饮水安全", "是否解决安全饮用水"),
  waterTrouble: kept("household", readYesNoOrMore, "waterTrouble", "饮水困难"),
  income: column("income", "人均纯收入", "家庭人均纯收入"),
  householdPhone2022: column("householdPhone", "户联系电话", "联系电话", "AAR012"),
  householdPhone2016: column("householdPhone", "联系电话", "户联系电话", "AAR012"),
  phone: column("phone", "人联系电话"),
  knownSince: kept("household", readDate, "knownSince", "首次识别时间"),
  memberSince: kept("member", readDate, "memberSince", "人员识别时间"),
  sort: column("sort", "户类型"),
  watch: column("watch", "易返贫致贫户(监测对象)类型", "监测对象类别", "检测对象类别", "监测对象类型", "监测类别"),
  risk: column("risk", "风险是否消除"),
  riskSince: kept("household", readDate, "riskSince", "风险识别时间", "识别监测时间"),
  riskUntil: kept("household", readDate, "riskUntil", "风险消除时间"),
  exit: column("exit", "脱贫属性", "脱贫状态", "脱贫标志", "AAR010"),
  property: column("property", "贫困户属性", "AAC006"),
  exitYear: kept("household", readYear, "exitYear", "脱贫年度"),
  cadrePhone: column("cadrePhone", "帮扶责任人手机号", "帮扶人手机号", "帮扶责任人联系电话"),
  place: kept("household", readWritten, "place", "定位"),
  groups: column("groups", "特殊群体"),
  year: kept("household", readYear, "year", "年度", "AAR040"),
  headName: must("name", "户主姓名", "户主", "AAC029"),
  headId: column("idNumber", "户主证件号码", "户主身份证号", "户主身份证号码", "证件号码", "身份证号码", "AAC031"),
  villageOrCode: must("village", "行政村", "村", "村名", "村编号", "AAD001"),
} as const satisfies Record<string, Column | KeptColumn>;

/** Is this column kept as text? */
export function isKept(one: Column | KeptColumn): one is KeptColumn {
  return "of" in one;
}
