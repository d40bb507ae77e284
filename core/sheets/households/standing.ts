/**
 * How hard it is for a household, and where it stands, out of the national columns (data-shapes §1, §3). There is no
 * column for either; these are the rules:
 *
 * | tier | words in 户类型, 监测对象类型 or 贫困户属性 |
 * |---|---|
 * | heavy | 突发严重困难户 严重困难户 五保 特困 |
 * | moderate | 边缘易致贫户 脱贫不稳定户 低保 |
 * | light | anything else |
 *
 * | status | |
 * |---|---|
 * | monitored | 监测对象 whose risk is not removed |
 * | stable | 监测对象 whose risk is removed; 脱贫户, and 已脱贫 that still enjoys the policies (享受政策) |
 * | exited | 已脱贫, 稳定脱贫, 不享受政策 |
 * | registered | anything else: 未脱贫, 预脱贫, 返贫, 一般农户 |
 */
import type { HouseholdStatus, Tier } from "#core/registry/household.js";
import type { Derived, Words } from "../derived.js";
import { readYesNo } from "../values/yes-no.js";

export interface Standing {
  readonly tier: Tier;
  readonly status: HouseholdStatus;
}

const HEAVY = /严重困难|五保|(?<!非)特困/;
const MODERATE = /边缘|不稳定|(?<!非)低保/;
const WATCHED = /监测|不稳定|边缘易致贫|突发严重困难/;
const NOT_WATCHED = /^(?:否|无|不是|非|未纳入|\/|-)/;

/** The standing that words mean. Never null: what is not known is light and registered. */
export function standingOf(words: Words): Standing {
  return { tier: tierOf(words), status: statusOf(words) };
}

function tierOf({ sort = "", watch = "", property = "" }: Words): Tier {
  const all = `${sort} ${NOT_WATCHED.test(watch) ? "" : watch} ${property}`;
  if (HEAVY.test(all)) return "heavy";
  return MODERATE.test(all) ? "moderate" : "light";
}

function statusOf({ sort = "", watch = "", risk = "", exit = "" }: Words): HouseholdStatus {
  const removed = riskRemoved(risk);
  const watched = watch !== "" ? !NOT_WATCHED.test(watch) : WATCHED.test(sort) || WATCHED.test(exit);
  if (watched || removed !== null) return removed === true ? "stable" : "monitored";
  return statusUnwatched(sort, exit);
}

function statusUnwatched(sort: string, exit: string): HouseholdStatus {
  const all = `${sort} ${exit}`;
  if (/不享受/.test(all)) return "exited";
  if (/享受/.test(all)) return "stable";
  if (/未脱贫|预脱贫|返贫/.test(all)) return "registered";
  if (/已脱贫|稳定脱贫/.test(all) || /^(?:脱贫|是|1)$/.test(exit)) return "exited";
  return /脱贫|巩固提升/.test(all) ? "stable" : "registered";
}

function riskRemoved(risk: string): boolean | null {
  const words = risk.replace(/^风险/, "");
  // 无 says that there is no risk to be removed.
  if (words === "" || words === "无") return null;
  const yes = readYesNo(words);
  if (yes.type === "read") return yes.value;
  return words.startsWith("已") ? true : /^[未没]/.test(words) ? false : null;
}

/** For the layout of 2022, which has no 贫困户属性 and no 脱贫属性. */
export const standing2022: Derived<Standing> = {
  headings: { sort: "户类型", watch: "易返贫致贫户(监测对象)类型", risk: "风险是否消除" },
  derive: standingOf,
  canonical({ tier, status }) {
    const sort = { light: "一般农户", moderate: "低保户", heavy: "特困供养户" }[tier];
    const watch = { light: "", moderate: "边缘易致贫户", heavy: "突发严重困难户" }[tier];
    if (status === "registered") return { sort, watch: "", risk: "" };
    if (status === "monitored") return { sort: "监测对象", watch, risk: "否" };
    if (status === "stable") {
      return tier === "light" ? { sort: "脱贫户", watch, risk: "" } : { sort: "监测对象", watch, risk: "是" };
    }
    const exited = "已脱贫（不享受政策）";
    return { sort: tier === "light" ? exited : `${sort}、${exited}`, watch: "", risk: "" };
  },
};

/** For the older layouts, which know nothing of monitoring. */
export const standing2016: Derived<Standing> = {
  headings: { property: "贫困户属性", exit: "脱贫属性" },
  derive: standingOf,
  canonical({ tier, status }) {
    const property = { light: "一般贫困户", moderate: "低保贫困户", heavy: "五保贫困户" }[tier];
    const exit = {
      registered: "未脱贫",
      monitored: "监测对象",
      stable: "已脱贫（享受政策）",
      exited: "已脱贫（不享受政策）",
    }[status];
    return { property, exit };
  },
};
