import { describe, expect, it } from "vitest";
import { readCategory } from "#bot/pledge/vocabulary.js";
import { categories, helpKinds, type HelpKind } from "#core/help/kinds.js";
import { createSay } from "#locales/say.js";
import { say } from "#core/message/message.js";

describe("readCategory", () => {
  it.each<[string, HelpKind, string | null]>([
    ["5万块，给板长村修猪圈", "funds", "housing"],
    ["给孩子交学费", "funds", "schooling"],
    ["学费和看病", "funds", null],
    ["不给看病用", "funds", null],
    ["2 welders from January", "jobs", "welding"],
    ["焊工", "jobs", "welding"],
    ["水电工", "jobs", "electrician"],
    ["油茶", "industry", "oil-tea"],
    ["steak house", "industry", null],
    ["春茶收购价", "information", "market"],
    ["随便", "information", null],
  ])("reads “%s” as a category of %s: %s", (text, kind, category) => {
    const result = readCategory(text, kind);
    expect(result.type === "read" ? result.value : null).toBe(category);
  });

  it("knows no two categories of a kind by the same word", () => {
    const labels = createSay();
    for (const kind of helpKinds) {
      for (const category of categories[kind]) {
        for (const label of labels.labels(say(`category.${category}`))) {
          const result = readCategory(label, kind);
          // some labels name two things; they are buttons anyway. None may be read as another.
          expect([category, null]).toContain(result.type === "read" ? result.value : null);
        }
      }
    }
  });
});
