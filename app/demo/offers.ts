/** What enterprises and citizens offer, by trade, in words of their own. */
import type { CategoryOf, Level } from "#core/help/kinds.js";
import type { Brings, IndustryMode } from "#core/help/terms.js";
import type { Trade } from "./firms.js";

interface Shared {
  /** Quantities to draw from: whole yuan or places. */
  readonly quantity: readonly number[];
  /** Levels inside which it may be used. */
  readonly reach: readonly Level[];
}

interface FundsOffer extends Shared {
  readonly kind: "funds";
  readonly categories: readonly CategoryOf<"funds">[] | null;
  readonly purpose: string | null;
}
interface JobsOffer extends Shared {
  readonly kind: "jobs";
  readonly categories: readonly CategoryOf<"jobs">[];
  readonly title: string;
  readonly wage: readonly [from: number, to: number];
  readonly ages: readonly [from: number, to: number];
}
interface IndustryOffer extends Shared {
  readonly kind: "industry";
  readonly categories: readonly CategoryOf<"industry">[];
  readonly project: string;
  readonly mode: IndustryMode;
  readonly brings: Brings;
  readonly gets: string;
  readonly months: number;
}
interface InformationOffer extends Shared {
  readonly kind: "information";
  readonly categories: readonly CategoryOf<"information">[];
  readonly topic: string;
  readonly what: string;
  readonly audience: string;
}
export type Offer = FundsOffer | JobsOffer | IndustryOffer | InformationOffer;

const funds = (
  categories: FundsOffer["categories"],
  purpose: string | null,
  quantity: readonly number[],
  reach: readonly Level[] = [3],
): FundsOffer => ({ kind: "funds", categories, purpose, quantity, reach });

const jobs = (
  category: CategoryOf<"jobs">,
  title: string,
  wage: JobsOffer["wage"],
  ages: JobsOffer["ages"],
  reach: readonly Level[] = [2, 3],
): JobsOffer => ({ kind: "jobs", categories: [category], title, wage, ages, quantity: [1, 2, 3, 5], reach });

const industry = (
  category: CategoryOf<"industry">,
  project: string,
  brings: Brings,
  gets: string,
  reach: readonly Level[] = [3, 3, 2],
): IndustryOffer => {
  const mode = brings === "land" || brings === "nothing" ? "company-cooperative-household" : "company-base-household";
  return {
    kind: "industry",
    categories: [category],
    project,
    mode,
    brings,
    gets,
    months: 24,
    quantity: [1, 2, 3],
    reach,
  };
};

const information = (
  category: CategoryOf<"information">,
  topic: string,
  what: string,
  audience: string,
): InformationOffer => {
  return { kind: "information", categories: [category], topic, what, audience, quantity: [0], reach: [4] };
};

export const offers: Readonly<Record<Trade, readonly Offer[]>> = {
  breeding: [
    funds(["seedstock"], "买鸡苗、猪仔和蜂种", [6_000, 9_000]),
    industry("chickens", "林下养鸡", "labour", "送鸡苗，保底价回收，一户一年约 6000 元"),
    information("technique", "冬季养殖防病", "每周三上午在村委会讲一次防疫和保温，带疫苗来打。", "养鸡养猪的农户"),
  ],
  garment: [
    jobs("sewing", "缝纫工", [2_800, 4_200], [18, 50]),
    funds(["schooling"], "孩子的学费和生活费", [4_000, 6_000]),
    information("training", "缝纫班招学员", "免费学一个月，包午饭，学成可以进厂。", "想学手艺的妇女"),
  ],
  building: [
    funds(["housing"], "修屋顶、改厕所", [8_000, 10_000]),
    jobs("building", "泥瓦工和小工", [4_000, 6_000], [20, 55]),
  ],
  logistics: [
    jobs("logistics", "仓库分拣员", [3_200, 4_500], [18, 48]),
    jobs("driving", "货车司机", [4_500, 6_500], [22, 50]),
    funds(["living"], "过冬的棉被和取暖", [2_000, 3_000]),
  ],
  food: [
    jobs("cooking", "帮厨", [2_600, 3_600], [20, 58]),
    jobs("cleaning", "保洁员", [2_000, 2_600], [25, 60]),
    information("market", "收购山货", "常年收干笋、红薯粉、土鸡蛋，价格每周公布。", "有山货要卖的农户"),
  ],
  care: [
    funds(["medical"], "看病的自付部分", [5_000, 7_500]),
    jobs("care", "养老护理员", [3_000, 4_500], [22, 55]),
    information("training", "护理员培训", "学二十天，发证，包推荐工作。", "想学护理的人"),
  ],
  tea: [
    industry("tea", "茶园共管", "labour-and-land", "管护工钱加鲜叶款，一户一年约 8000 元"),
    industry("oil-tea", "油茶入股", "land", "坡地入股，按产量分红"),
    industry("bamboo", "竹山托管", "land", "竹山托管，每亩每年 300 元"),
    jobs("farming", "采茶和管园", [2_200, 3_000], [18, 60]),
  ],
  solar: [
    industry("solar-share", "村级光伏分红", "nothing", "不用出力，每年分红约 3000 元"),
    funds(["equipment"], "水泵、水管和小农机", [3_000, 5_000]),
    jobs("electrician", "安装电工", [3_800, 5_500], [20, 50]),
  ],
  trade: [
    jobs("sales", "导购和主播", [2_600, 4_000], [18, 45]),
    funds(null, null, [3_000, 5_000]),
    information("loans", "小额贷款办理", "带户口本到门店，帮着填表，不收钱。", "缺本钱的农户"),
  ],
  machinery: [
    jobs("welding", "电焊工", [4_000, 6_000], [20, 50], [3]),
    funds(["equipment"], "旋耕机和水泵", [3_000, 6_000]),
    information("training", "电焊班", "晚上上课，一个月，考证费我们出。", "想学电焊的人"),
  ],
};

/** What citizens give: small sums, and what they know. */
export const citizenOffers: readonly Offer[] = [
  funds(["schooling"], "给孩子买书", [1_000, 2_000], [2]),
  funds(null, null, [500, 1_000], [2]),
  funds(["medical"], "帮一位病人买药", [1_500, 2_500], [3]),
  funds(["living"], "给老人添冬衣", [1_000], [4, 3]),
  information("policy-advice", "残疾补贴怎么申请", "我在窗口工作多年，周末可以上门帮着填表。", "家里有残疾人的农户"),
];
