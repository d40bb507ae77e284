/** The made-up county: office, areas, units, and which cadre works where. */
import { areaTree, type Area } from "#core/registry/area.js";
import type { Unit } from "#core/registry/people.js";
import { defaultSettings, type Office } from "#core/office.js";
import type { Level } from "#core/help/kinds.js";
import type { Place } from "../places.js";
import { baseOf, DEMO, TIME_ZONE } from "./base.js";

export interface Village {
  readonly id: string;
  readonly name: string;
  /** Initials that begin its households' codes. */
  readonly initials: string;
  readonly township: string;
  readonly unit: string;
  /** How many cadres share its households. */
  readonly cadres: number;
}

export const COUNTY_ID = `${DEMO}-qingshi`;
export const townships = [
  { id: `${DEMO}-shiqiao`, name: "石桥镇" },
  { id: `${DEMO}-liuxi`, name: "柳溪乡" },
  { id: `${DEMO}-yunling`, name: "云岭乡" },
] as const;
const [shiqiao, liuxi, yunling] = townships;

const unitNames = [
  { id: `${DEMO}-unit-1`, name: "青石县农业农村局", township: shiqiao.id },
  { id: `${DEMO}-unit-2`, name: "青石县人民医院", township: shiqiao.id },
  { id: `${DEMO}-unit-3`, name: "青石县教育局", township: liuxi.id },
  { id: `${DEMO}-unit-4`, name: "青石县供销合作社", township: yunling.id },
] as const;
const [farming, hospital, schools, supply] = unitNames;

const village = (pinyin: string, name: string, initials: string, unit: (typeof unitNames)[number], cadres = 1) => {
  return { id: `${DEMO}-${pinyin}`, name, initials, township: unit.township, unit: unit.id, cadres };
};

/** The village of the demo's first story. */
export const BANCHANG = `${DEMO}-banchang`;
export const villages: readonly Village[] = [
  village("banchang", "板长村", "BC", farming),
  village("hedong", "河东村", "HD", farming, 2),
  village("qiaotou", "桥头村", "QT", hospital),
  village("xintang", "新塘村", "XT", hospital),
  village("yaping", "垭坪村", "YP", schools),
  village("shangliu", "上柳村", "SL", schools),
  village("zhuyuan", "竹园村", "ZY", schools),
  village("yunding", "云顶村", "YD", supply, 2),
  village("daao", "大坳村", "DA", supply),
  village("chashan", "茶山村", "CS", supply),
];

export interface DemoPlace {
  readonly place: Place;
  readonly areas: readonly Area[];
}

export function makePlace(): DemoPlace {
  const areas = makeAreas();
  const units: Unit[] = unitNames.map(({ id, name, township }) => {
    const helped = villages.filter(({ unit }) => unit === id).map((one) => one.id);
    return { ...baseOf(id), name, township, villages: helped, sort: null, level: null };
  });
  const office: Office = {
    ...baseOf(DEMO),
    name: "青石县四帮办公室（演示）",
    area: COUNTY_ID,
    timeZone: TIME_ZONE,
    locale: "zh-CN",
    settings: defaultSettings,
    demo: true,
  };
  const tree = areaTree(areas);
  const place: Place = {
    office,
    areas: tree,
    units,
    county: COUNTY_ID,
    nameOf: (area) => tree.get(area)?.name ?? office.name,
    unitHelps: (unit, helped) => villages.some(({ id, unit: by }) => id === helped && by === unit),
    within: (inner, outer) => tree.within(inner, outer),
  };
  return { place, areas };
}

function makeAreas(): Area[] {
  const area = (id: string, name: string, parent: string | null, level: Level, prefix: string | null = null): Area => {
    return { ...baseOf(id), name, parent, level, code: null, prefix };
  };
  return [
    area(COUNTY_ID, "青石县", null, 2),
    ...townships.map(({ id, name }) => area(id, name, COUNTY_ID, 3)),
    ...villages.map(({ id, name, township, initials }) => area(id, name, township, 4, initials)),
  ];
}
