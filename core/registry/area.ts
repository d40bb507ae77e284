/** Areas 行政区划: a node of the tree nation > province > county > township > village. */
import { z } from "zod";
import { Level, type Level as LevelType } from "#core/help/kinds.js";
import { base, id, p0 } from "#core/fields.js";

export const Area = z.object({
  ...base,
  name: p0(z.string().min(1).max(80)),
  parent: id.nullable(),
  level: p0(Level),
  /** Division code 行政区划代码. */
  code: p0(z.string().max(40)).nullable(),
  /** Letters that begin the codes of a village's households, unique in the office and kept for ever; null until they are needed. */
  prefix: p0(z.string().max(12)).nullable(),
});
export type Area = z.infer<typeof Area>;

/** All areas of one office, to climb and to name. */
export interface AreaTree {
  get(area: string): Area | undefined;
  /** The ancestor-or-self at `level`, or the nearest one above it where that level is missing. */
  ancestor(area: string, level: LevelType): Area | undefined;
  /** Deepest level that both lie in together; 0 at least. */
  shared(a: string, b: string): LevelType;
  /** Is `inner` the same as `outer` or below it? */
  within(inner: string, outer: string): boolean;
  children(area: string): readonly Area[];
  all(): readonly Area[];
}

/** Builds the tree; an area whose parent is missing stands as a root. A ring of parents, which is no tree, ends a climb. */
export function areaTree(areas: readonly Area[]): AreaTree {
  const byId = new Map(areas.map((area) => [area._id, area]));
  const below = groupByParent(areas);
  const climb = (start: string): Area[] => {
    const path: Area[] = [];
    let area = byId.get(start);
    while (area && !path.includes(area)) {
      path.push(area);
      area = area.parent === null ? undefined : byId.get(area.parent);
    }
    return path;
  };
  const ancestor = (start: string, level: LevelType): Area | undefined => {
    const path = climb(start);
    return path.find((area) => area.level <= level) ?? path.at(-1);
  };
  return {
    get: (area) => byId.get(area),
    ancestor,
    shared(a, b) {
      for (const level of [4, 3, 2, 1] as const) {
        const mine = ancestor(a, level);
        if (mine && mine.level === level && mine === ancestor(b, level)) return level;
      }
      return 0;
    },
    within: (inner, outer) => climb(inner).some((area) => area._id === outer),
    children: (area) => below.get(area) ?? [],
    all: () => areas,
  };
}

function groupByParent(areas: readonly Area[]): Map<string, Area[]> {
  const below = new Map<string, Area[]>();
  for (const area of areas) {
    if (area.parent === null) continue;
    const siblings = below.get(area.parent);
    if (siblings) siblings.push(area);
    else below.set(area.parent, [area]);
  }
  return below;
}
