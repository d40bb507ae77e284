import { describe, expect, it } from "vitest";
import type { TalkContext } from "#app/talk.js";
import { readPlace } from "#bot/pledge/reach.js";
import { createTalkKit } from "../../kit/talk.js";

const context: TalkContext = createTalkKit({
  flows: {},
  entries: {},
  fallback: "",
  stale: "",
  phone: "",
  stop: "",
}).context;
const read = (text: string) => readPlace({ type: "typed", text }, [], context);

describe("where a pledge may be used", () => {
  it.each(["全县", "整个县", "哪里都行。", "Whole county", "anywhere"])("takes “%s” as the whole county", (text) => {
    expect(read(text)).toMatchObject({ type: "area", area: { _id: "county" } });
  });

  it.each([
    ["石桥镇", "shiqiao"],
    ["板长", "banchang"],
  ])("takes “%s” as that place", (text, area) => {
    expect(read(text)).toMatchObject({ type: "area", area: { _id: area } });
  });

  it("takes no place from other words", () => {
    expect(read("全县人民")).toEqual({ type: "none", words: "全县人民" });
  });
});
