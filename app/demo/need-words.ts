/** What cadres write beside a need, by category; the demo seals it as the real ones are. */
import type { Category } from "#core/help/kinds.js";

export const notes: Readonly<Partial<Record<Category, string>>> = {
  schooling: "孩子上学的学费和住宿费还差一些",
  medical: "长期吃药，报销以后自付部分仍然吃力",
  housing: "屋顶漏雨，想在雨季前修好",
  seedstock: "想买种苗，眼下拿不出本钱",
  equipment: "需要水泵和水管，把水引到地里",
  living: "冬天的棉被和取暖还缺",
  sewing: "学过半年缝纫，手脚麻利",
  cooking: "在食堂帮过厨",
  driving: "有货车驾照",
  care: "照顾过老人，细心",
  building: "做过几年泥瓦工",
  security: "身体好，能上夜班",
  cleaning: "想找离家近的活",
  electrician: "有低压电工证",
  welding: "学过电焊，有证",
  farming: "种过茶，也会管果树",
  sales: "会用手机，愿意学卖货",
  logistics: "有力气，能倒班",
  pigs: "有空猪圈，能出人养",
  chickens: "屋后有地方，可以养鸡",
  bees: "懂一点养蜂，想入伙",
  tea: "有两亩茶地，也能出人",
  "oil-tea": "有几亩坡地，没人手，想入股",
  bamboo: "有竹山，没人手，想托管",
  greenhouse: "有平整的地，能出人种菜",
  "solar-share": "家里没有劳力，想入股分红",
  training: "想参加培训，学一门手艺",
  technique: "想请人教种养技术",
  market: "东西种出来了，不知道卖给谁",
  loans: "想了解小额贷款怎么办",
};

/** Notes of a village's own need, which is several families' at once. */
export const villageNotes: Readonly<Partial<Record<Category, string>>> = {
  equipment: "全村的水渠要修一段，惠及几十户",
  training: "村里十几个人想一起学手艺",
  market: "合作社的山货要找销路",
};
