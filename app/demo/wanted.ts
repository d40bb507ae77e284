/** What cadres recorded beside what follows from causes: work, places in projects, money. */
import { jobs } from "#core/help/jobs.js";
import { VILLAGE, type CategoryOf, type Level } from "#core/help/kinds.js";
import type { DerivedNeed } from "#core/registry/causes.js";
import type { Need } from "#core/registry/need.js";
import type { Brings } from "#core/help/terms.js";
import type { Making } from "./base.js";
import type { Kin } from "./families.js";
import { HERO_CODE, isActive, type Home } from "./households.js";
import { BANCHANG, townships, villages } from "./places.js";

export interface Wanted extends DerivedNeed {
  readonly home: Home;
  readonly worker: Need["worker"];
  readonly source: Need["source"];
  /** Recorded so many days ago, and open since; without it chance decides. */
  readonly days?: number;
}

type Job = CategoryOf<"jobs">;
type Industry = CategoryOf<"industry">;
type Funds = CategoryOf<"funds">;

const recorded = { source: "cadre", brings: null, worker: null } as const;
const WELDERS = 11;
const JOBS = 52;
const PROJECTS = 32;
const GRANTS = 26;

/** Needs the demo's story leans on: houses, young animals and pig places in 板长村. */
export function storyWanted({ draw }: Making, homes: readonly Home[]): Wanted[] {
  const here = draw.shuffled(
    homes.filter(({ household, kin }) => {
      const canWork = kin.some(({ labour }) => labour === "full");
      return household.village === BANCHANG && household.code !== HERO_CODE && isActive(household) && canWork;
    }),
  );
  const funds = (category: Funds, from: number, to: number, quantity: () => number): Wanted[] =>
    here.slice(from, to).map((home) => {
      return { ...recorded, home, kind: "funds", category, quantity: quantity(), days: draw.int(130, 260) };
    });
  return [
    ...funds("seedstock", 0, 2, () => 6_000),
    ...funds("housing", 1, 10, () => draw.int(8, 20) * 500),
    ...here.slice(3, 6).map((home): Wanted => {
      return {
        ...recorded,
        home,
        kind: "industry",
        category: "pigs",
        quantity: 1,
        brings: "labour",
        days: draw.int(20, 90),
      };
    }),
  ];
}

/** Welders of 石桥镇, more than the demo's firms look for. */
export function weldersWanted(making: Making, homes: readonly Home[]): Wanted[] {
  const [{ id: shiqiao }] = townships;
  const near = new Set(villages.filter(({ township }) => township === shiqiao).map(({ id }) => id));
  const welders = homes
    .filter(({ household }) => near.has(household.village))
    .flatMap((home) => home.kin.map((kin) => ({ home, kin })))
    .filter(({ kin }) => kin.sex === "man" && kin.labour === "full" && kin.age >= 20 && kin.age <= 50);
  return making.draw
    .shuffled(welders)
    .slice(0, WELDERS)
    .map(({ home, kin }) => work(home, kin, "welding", 2, making.draw.int(20, 120)));
}

const menWork: readonly Job[] = ["driving", "building", "security", "electrician", "welding", "farming", "logistics"];
const womenWork: readonly Job[] = ["sewing", "cooking", "care", "cleaning", "sales", "farming"];

export function jobsWanted({ draw }: Making, homes: readonly Home[]): Wanted[] {
  const workers = homes
    .flatMap((home) => home.kin.map((kin) => ({ home, kin })))
    .filter(({ kin }) => kin.labour !== "none" && kin.age >= 18 && kin.age <= 60);
  return draw
    .shuffled(workers)
    .slice(0, JOBS)
    .map(({ home, kin }) => {
      const trades = kin.sex === "man" ? menWork : womenWork;
      const able = trades.filter((category) => {
        return (
          jobs.meets({}, { category, worker: { age: kin.age, labour: kin.labour, travel: VILLAGE } }, VILLAGE) === true
        );
      });
      return work(home, kin, draw.pick(able), draw.pick<Level>([2, 2, 2, 2, 1, 1, 0, 3]));
    });
}

function work(home: Home, kin: Kin, category: Job, travel: Level, days?: number): Wanted {
  const worker = { age: kin.age, labour: kin.labour, travel };
  return { ...recorded, home, kind: "jobs", category, quantity: 1, worker, ...(days === undefined ? {} : { days }) };
}

/** What a household must put in for each kind of project. */
const projects: Readonly<Record<Exclude<Industry, "solar-share">, Brings>> = {
  pigs: "labour",
  chickens: "labour",
  bees: "labour",
  tea: "labour-and-land",
  "oil-tea": "land",
  bamboo: "land",
  greenhouse: "labour-and-land",
};

export function industryWanted({ draw }: Making, homes: readonly Home[]): Wanted[] {
  return draw
    .shuffled(homes)
    .slice(0, PROJECTS)
    .map((home) => {
      const canWork = home.kin.some(({ labour }) => labour === "full");
      const able = (Object.keys(projects) as (keyof typeof projects)[]).filter(
        // the story has a pledge of bees in 板长村 that waits
        (one) => (canWork || projects[one] === "land") && !(one === "bees" && home.household.village === BANCHANG),
      );
      const category = draw.pick(able);
      return { ...recorded, home, kind: "industry", category, quantity: 1, brings: projects[category] };
    });
}

export function fundsWanted({ draw }: Making, homes: readonly Home[]): Wanted[] {
  return draw
    .shuffled(homes)
    .slice(0, GRANTS)
    .map((home) => {
      const learns = home.kin.some(({ age }) => age >= 6 && age <= 22);
      const category = draw.pick<Funds>(
        learns ? ["schooling", "schooling", "living"] : ["housing", "living", "equipment"],
      );
      return {
        ...recorded,
        home,
        kind: "funds",
        category,
        quantity: draw.int(2, category === "living" ? 6 : 16) * 500,
      };
    });
}
