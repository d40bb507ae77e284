import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaTree, type Area } from "#core/registry/area.js";

const area = (_id: string, parent: string | null, level: Area["level"]): Area => {
  return { _id, version: 1, office: "o", name: _id, parent, level, code: null, prefix: null };
};

/** Two townships in a county of a province; the village `high` lies straight below its county. */
const areas: Area[] = [
  area("province", null, 1),
  area("county", "province", 2),
  area("shiqiao", "county", 3),
  area("liuxi", "county", 3),
  area("banchang", "shiqiao", 4),
  area("hedong", "shiqiao", 4),
  area("yaping", "liuxi", 4),
  area("high", "county", 4),
  area("far", "other-province", 2),
  area("far-village", "far", 4),
];
const tree = areaTree(areas);

describe("ancestor", () => {
  it.each<[string, Area["level"], string | undefined]>([
    ["banchang", 4, "banchang"],
    ["banchang", 3, "shiqiao"],
    ["banchang", 2, "county"],
    ["banchang", 1, "province"],
    ["banchang", 0, "province"],
    ["county", 2, "county"],
    ["county", 4, "county"],
    ["high", 3, "county"],
    ["far-village", 1, "far"],
    ["nowhere", 2, undefined],
  ])("of %s at level %i is %s", (start, level, found) => {
    expect(tree.ancestor(start, level)?._id).toBe(found);
  });
});

describe("shared", () => {
  it.each<[string, string, number]>([
    ["banchang", "banchang", 4],
    ["banchang", "hedong", 3],
    ["banchang", "shiqiao", 3],
    ["banchang", "yaping", 2],
    ["banchang", "high", 2],
    ["banchang", "province", 1],
    ["banchang", "far-village", 0],
    ["banchang", "nowhere", 0],
    ["nowhere", "nowhere", 0],
  ])("%s and %s: level %i", (a, b, level) => {
    expect(tree.shared(a, b)).toBe(level);
    expect(tree.shared(b, a)).toBe(level);
  });
});

describe("within", () => {
  it.each<[string, string, boolean]>([
    ["banchang", "banchang", true],
    ["banchang", "shiqiao", true],
    ["banchang", "province", true],
    ["banchang", "liuxi", false],
    ["shiqiao", "banchang", false],
    ["far", "other-province", false],
    ["nowhere", "nowhere", false],
  ])("%s in %s: %s", (inner, outer, lies) => {
    expect(tree.within(inner, outer)).toBe(lies);
  });
});

describe("areaTree", () => {
  it("knows children and areas by id", () => {
    expect(tree.children("shiqiao").map((one) => one._id)).toEqual(["banchang", "hedong"]);
    expect(tree.children("banchang")).toEqual([]);
    expect(tree.get("liuxi")).toBe(areas[3]);
    expect(tree.all()).toBe(areas);
  });

  it("agrees with itself on any forest", () => {
    const forest = fc.array(fc.nat(), { minLength: 1, maxLength: 30 }).map((picks) =>
      picks.reduce<Area[]>((grown, pick, i) => {
        const parent = grown[pick % (grown.length + 1)];
        const level = parent && parent.level < 4 ? parent.level + 1 : 0;
        return [...grown, area(`a${i}`, level === 0 ? null : (parent?._id ?? null), level as Area["level"])];
      }, []),
    );
    fc.assert(
      fc.property(forest, fc.nat(), fc.nat(), (all, i, j) => {
        const grown = areaTree(all);
        const a = all[i % all.length]?._id ?? "";
        const b = all[j % all.length]?._id ?? "";
        const level = grown.shared(a, b);
        const together = grown.ancestor(a, level)?._id;
        expect(level === 0 || together === grown.ancestor(b, level)?._id).toBe(true);
        for (const above of [1, 2, 3, 4] as const) {
          const found = grown.ancestor(a, above)?._id ?? "";
          expect(grown.within(a, found)).toBe(true);
        }
        expect(a !== b && grown.within(a, b) && grown.within(b, a)).toBe(false);
      }),
    );
  });

  it("ends on a ring of parents instead of climbing for ever", () => {
    const ring = areaTree([area("a", "b", 4), area("b", "a", 4), area("self", "self", 3)]);
    expect(ring.within("a", "county")).toBe(false);
    expect(ring.within("a", "b")).toBe(true);
    expect(ring.ancestor("a", 2)?.level).toBe(4);
    expect(ring.ancestor("self", 2)?._id).toBe("self");
    expect(ring.shared("a", "self")).toBe(0);
  });
});
