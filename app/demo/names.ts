/** Made-up names of people: common surnames and given names, put together by chance. */
import type { Draw } from "./random.js";

const surnames = Array.from("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢唐韦覃莫蒙石龙田向");
const men =
  "建国 志强 永福 国才 德顺 少华 光明 文斌 玉林 长贵 家旺 正平 春生 大勇 小军 立新 世昌 庆丰 水生 金宝 启明 传福 仁义 远志 大海 松林 新民 保平 贵生 吉祥 石生 长顺".split(
    " ",
  );
const women =
  "秀英 桂兰 玉梅 春花 美莲 小凤 爱珍 丽萍 冬梅 彩云 凤英 月娥 红艳 素芬 翠华 金花 海燕 雪琴 兰芳 玉珍 桂花 水英 金莲 丽华 小芳 美凤 银花 香兰 巧云 慧珍 腊梅 梅芳".split(
    " ",
  );
const boys = "浩然 子轩 俊杰 宇航 明辉 晓东 嘉豪 天佑 志远 文博".split(" ");
const girls = "欣怡 雨桐 思琪 佳慧 晓雯 梦洁 雅婷 诗涵 静怡 小雨".split(" ");

export type Sex = "man" | "woman";

export function surname(draw: Draw): string {
  return draw.pick(surnames);
}

/** A full name; who is under 30 is called as the young are. */
export function nameOf(draw: Draw, family: string, sex: Sex, age: number): string {
  const young = age < 30;
  return family + draw.pick(sex === "man" ? (young ? boys : men) : young ? girls : women);
}
