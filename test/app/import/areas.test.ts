import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createListsBench, type Lists } from "../../kit/lists.js";

describe("the list of areas", () => {
  let lists: Lists;
  beforeEach(async () => {
    lists = await createListsBench();
  });
  afterEach(() => lists.dispose());

  /** `name < parent` with level, code and letters. */
  const tree = async (): Promise<string[]> => {
    lists.world.house.deps.places.forget(lists.office);
    const { areas } = await lists.world.house.deps.places.of(lists.office);
    const nameOf = (id: string | null): string => (id === null ? "-" : (areas.get(id)?.name ?? "?"));
    return areas
      .all()
      .map(
        ({ name, parent, level, code, prefix }) =>
          `${name} < ${nameOf(parent)} ${level} ${code ?? "-"} ${prefix ?? "-"}`,
      )
      .toSorted();
  };

  const wide = [
    ["县", "乡镇", "行政村"],
    ["青石县", "石桥镇", "板长村"],
    ["青石县", "石桥镇", "河东村"],
    ["青石县", "柳溪乡", "板仓村"],
  ];

  it("makes townships and villages, names the office's own area, and gives letters to villages", async () => {
    expect(await lists.counts("areas", wide)).toEqual([3, 0, 0, 0]);
    expect(await tree()).toEqual([
      "板仓村 < 柳溪乡 4 - LXBC",
      "板长村 < 石桥镇 4 - BC",
      "柳溪乡 < 青石县 3 - -",
      "河东村 < 石桥镇 4 - HD",
      "石桥镇 < 青石县 3 - -",
      "青石县 < - 2 - -",
    ]);
    expect(await lists.counts("areas", wide)).toEqual([0, 0, 3, 0]);
  });

  it("reads one area a row, with codes, and meets the same areas by path and by code", async () => {
    await lists.done("areas", wide);
    const long = [
      ["区划代码", "名称", "级别", "上级"],
      ["999999", "青石县", "县", ""],
      ["999999100", "石桥镇", "乡", "青石县"],
      ["999999100201", "板长村", "村", "石桥镇"],
      ["999999100203", "新塘村", "村", ""],
    ];
    expect(await lists.counts("areas", long)).toEqual([1, 3, 0, 0]);
    expect(await lists.counts("areas", long)).toEqual([0, 0, 4, 0]);
    const renamed = [...long.slice(0, 3), ["999999100201", "板长新村", "村", "石桥镇"]];
    expect(await lists.counts("areas", renamed)).toEqual([0, 1, 2, 0]);
    // the letters stay: codes of households begin with them
    expect(await tree()).toContain("板长新村 < 石桥镇 4 999999100201 BC");
  });

  it("does not take another county's areas, nor a village without a township", async () => {
    await lists.done("areas", wide);
    const strange = [
      ["区划代码", "名称", "级别", "上级"],
      ["", "天边村", "村", "云中县/雾里镇"],
      ["", "孤村", "村", ""],
    ];
    const before = await tree();
    const { problems } = await lists.done("areas", strange);
    expect(problems.map(({ reason }) => lists.text(reason))).toEqual(["这是别的县的行政区划", "看不出它属于哪个乡镇"]);
    expect(await tree()).toEqual(before);
  });

  it("keeps the areas of the demo's county and their letters", async () => {
    const demo = await createListsBench({ people: "demo" });
    const { path } = await demo.take("areas");
    const before = await demo.dump("areas");
    expect((await demo.counts("areas", path)).slice(0, 2)).toEqual([0, 0]);
    expect(await demo.dump("areas")).toEqual(before);
    await demo.dispose();
  });
});
