/** The languages: one file and one line each. */
import en from "#locales/en.json" with { type: "json" };
import zhCN from "#locales/zh-CN.json" with { type: "json" };
import type { Locale } from "#core/registry/people.js";

export const locales: Record<Locale, Readonly<Record<string, string>>> = { "zh-CN": zhCN, en };
