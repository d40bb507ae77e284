/** The demo's enterprises, all made up. The first is the one of the demo's story; the last four await the office's check. */

export type Trade =
  "breeding" | "garment" | "building" | "logistics" | "food" | "care" | "tea" | "solar" | "trade" | "machinery";

export interface Firm {
  readonly name: string;
  readonly trade: Trade;
}

const firm = (name: string, trade: Trade): Firm => ({ name: `青石${name}`, trade });

/** How many of them the office has verified: the first so many. */
export const VERIFIED = 36;

export const firms: readonly Firm[] = [
  firm("恒丰养殖有限公司", "breeding"),
  firm("柳溪机械加工厂", "machinery"),
  firm("云岭茶业有限公司", "tea"),
  firm("锦绣制衣有限公司", "garment"),
  firm("宏图建筑工程有限公司", "building"),
  firm("云山建材有限公司", "building"),
  firm("顺达物流有限公司", "logistics"),
  firm("百味食品有限公司", "food"),
  firm("康乐家政服务有限公司", "care"),
  firm("惠民超市有限公司", "trade"),
  firm("光合新能源有限公司", "solar"),
  firm("绿源油茶专业合作社", "tea"),
  firm("兴旺养猪专业合作社", "breeding"),
  firm("佳美服饰有限公司", "garment"),
  firm("安居装饰工程有限公司", "building"),
  firm("通途运输有限公司", "logistics"),
  firm("农家乐餐饮有限公司", "food"),
  firm("仁爱养老服务有限公司", "care"),
  firm("联华百货有限公司", "trade"),
  firm("精工五金制品厂", "machinery"),
  firm("青竹竹木制品有限公司", "tea"),
  firm("蜂之源蜂业有限公司", "breeding"),
  firm("新丝路鞋帽厂", "garment"),
  firm("鑫盛路桥工程有限公司", "building"),
  firm("快捷仓储服务有限公司", "logistics"),
  firm("好口福粮油加工厂", "food"),
  firm("春晖医药连锁有限公司", "care"),
  firm("万家电子商务有限公司", "trade"),
  firm("暖阳光伏科技有限公司", "solar"),
  firm("高山云雾茶场", "tea"),
  firm("丰羽禽业有限公司", "breeding"),
  firm("巧手绣品有限公司", "garment"),
  firm("大地农资有限公司", "trade"),
  firm("四季果蔬专业合作社", "tea"),
  firm("同心职业培训学校", "care"),
  firm("利民农机服务有限公司", "machinery"),
  firm("金穗米业有限公司", "food"),
  firm("启航劳务服务有限公司", "logistics"),
  firm("红日电气安装有限公司", "solar"),
  firm("福满楼酒店有限公司", "food"),
];
