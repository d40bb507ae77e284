/** What people call the categories, to read one out of a sentence: 修猪圈 is housing, an "electrician" electrical work. */
import { categories, type CategoryOf, type HelpKind } from "#core/help/kinds.js";
import { normalise } from "#core/text/normalise.js";
import { read, unread, type ReadResult } from "#core/text/result.js";

type Vocabulary = { readonly [K in HelpKind]: Readonly<Record<CategoryOf<K>, string>> };

/** Words by category; Latin ones may take a plural s. */
const vocabulary: Vocabulary = {
  funds: {
    schooling: "上学 读书 学费 助学 念书 孩子上大学 书本费 生活补助给学生 school schooling tuition student education",
    medical: "看病 治病 医药费 医疗 住院 手术 买药 大病 medical medicine hospital treatment surgery",
    housing: "住房 房子 修房 建房 危房 猪圈 牛圈 羊圈 鸡舍 圈舍 厕所 屋顶 house housing roof shed pigsty home",
    seedstock: "种苗 种畜 种子 猪苗 猪崽 仔猪 鸡苗 牛犊 羊羔 树苗 果苗 化肥 seed seedling piglet chick breeding",
    equipment: "农机 设备 机器 拖拉机 微耕机 水泵 equipment machine machinery tractor pump",
    living: "基本生活 过日子 米面 粮油 衣服 棉被 取暖 生活困难 living food clothes clothing heating",
  },
  jobs: {
    sewing: "缝纫 裁缝 制衣 车工 服装厂 sewing tailor seamstress",
    cooking: "厨师 厨工 帮厨 炊事 做饭 面点 cook cooking chef kitchen",
    driving: "驾驶 司机 开车 driver driving",
    care: "护理 护工 家政 保姆 月嫂 养老 caregiver carer nursing housekeeper housekeeping",
    building: "建筑 瓦工 泥工 木工 钢筋 工地 砌 builder building construction mason carpenter",
    security: "保安 门卫 看门 巡逻 guard security",
    cleaning: "保洁 清洁 打扫 环卫 cleaner cleaning",
    electrician: "电工 水电工 electrician electrical",
    welding: "电焊 焊工 焊接 welder welding",
    farming: "农场 种植工 养殖工 饲养员 采摘 采茶 farmhand farming picker",
    sales: "销售 导购 营业员 店员 收银 推销 sales salesperson shop cashier",
    logistics: "物流 仓储 仓库 搬运 装卸 理货 快递 分拣 logistics warehouse courier porter",
  },
  industry: {
    pigs: "养猪 生猪 猪 pig pork hog",
    chickens: "养鸡 肉鸡 蛋鸡 土鸡 鸡 chicken poultry hen",
    bees: "养蜂 蜜蜂 蜂蜜 bee honey",
    tea: "茶叶 茶园 种茶 绿茶 红茶 tea",
    "oil-tea": "油茶 茶油 oil-tea camellia",
    bamboo: "毛竹 竹子 竹笋 竹 bamboo",
    greenhouse: "大棚 蔬菜 种菜 greenhouse vegetable",
    "solar-share": "光伏 太阳能 solar",
  },
  information: {
    market: "行情 销路 价格 收购 收购价 市场 market price buyer",
    technique: "种植技术 养殖技术 种养技术 技术 防治 疫病 technique farming method disease",
    "policy-advice": "政策 补贴 补助 低保 policy subsidy allowance",
    training: "培训 学习班 课程 讲座 training course lesson",
    vacancies: "招工 招聘 岗位 用工 vacancy vacancies hiring",
    loans: "贷款 小额信贷 贴息 loan credit",
  },
};

/** The category of a kind that the words name. `several`: more than one; `unknown`: none, or the words deny one. */
export function readCategory<K extends HelpKind>(
  text: string,
  kind: K,
): ReadResult<CategoryOf<K>, "unknown" | "several"> {
  const words = normalise(text).toLowerCase();
  if (/不|没|别|\b(?:no|not)\b|n't/.test(words)) return unread("unknown");
  const named: readonly CategoryOf<K>[] = categories[kind];
  const lists: Readonly<Record<CategoryOf<K>, string>> = vocabulary[kind];
  const said = named.flatMap((category) => {
    return lists[category].split(" ").flatMap((word) => (holds(words, word) ? [{ category, word }] : []));
  });
  // 油茶 is not 茶: a word within a longer one that was said does not count
  const whole = said.filter(({ word }) => !said.some((other) => other.word !== word && other.word.includes(word)));
  const found = [...new Set(whole.map(({ category }) => category))];
  const [only] = found;
  if (only === undefined) return unread("unknown");
  return found.length > 1 ? unread("several") : read(only);
}

function holds(words: string, word: string): boolean {
  if (!/[a-z]/.test(word)) return words.includes(word);
  // most texts have no part of it, and making the pattern takes longest
  if (!words.includes(word.split("-", 1)[0] ?? word)) return false;
  return new RegExp(`(?<![a-z])${word.replace("-", "[- ]")}s?(?![a-z])`).test(words);
}
