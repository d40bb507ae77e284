import { describe, expect, it } from "vitest";
import { wordingOf } from "#api/console-door.js";
import { importPage } from "#api/lists-page.js";
import type { ImportView } from "#app/console-imports.js";
import { createSay } from "#locales/say.js";

const { render } = createSay();
const view: ImportView = {
  id: "i1",
  kind: "households",
  file: "名单.xlsx",
  check: false,
  state: "running",
  done: 0,
  total: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  problems: [],
  sheet: false,
  reason: null,
};
const pageOf = (change: Partial<ImportView>, lang = "zh-CN"): string =>
  importPage(wordingOf({ render }, { lang }), { ...view, ...change }).html ?? "";

describe("the page of an import", () => {
  it.each([
    [{ done: 500, total: 2_000 }, "zh-CN", "正在导入“名单.xlsx”", "500 / 2000 行"],
    [{ done: 500, total: 2_000, check: true }, "en", "is being checked", "500 of 2000 rows"],
  ])("shows how far %j is, and renews itself", (change, lang, told, far) => {
    const page = pageOf(change, lang);
    expect(page).toContain('<meta http-equiv="refresh" content="2">');
    expect(page).toContain('<progress max="2000" value="500"></progress>');
    for (const text of [told, far]) expect(page).toContain(text);
    expect(page).not.toContain("<form");
  });

  it("shows that it has begun before it knows how long it will take", () => {
    expect(pageOf({})).toContain("<progress></progress>");
  });

  it("offers to bring in what was checked, only where there is something to bring in", () => {
    const checked = { check: true, state: "done" } as const;
    expect(pageOf({ ...checked, created: 1 })).toContain('action="/console/import/i1/now"');
    expect(pageOf({ ...checked, changed: 1 }, "en")).toContain('action="/console/import/i1/now?lang=en"');
    for (const nothing of [
      { unchanged: 5 },
      { rejected: 5 },
      { created: 1, state: "stopped" as const },
      { created: 1, check: false },
    ])
      expect(pageOf({ ...checked, ...nothing })).not.toContain("/now");
  });

  it("says how to go on with one that was stopped", () => {
    expect(pageOf({ state: "stopped", created: 7, rejected: 2 })).toContain("处理了 9 行");
  });

  it("does not renew itself any more once it has ended", () => {
    for (const state of ["done", "stopped", "refused"] as const) expect(pageOf({ state })).not.toContain("http-equiv");
  });
});
