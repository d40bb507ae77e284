/** The pledges of the demo's first enterprise, in several states, so that its story fits 板长村's cadre and household. */
import { COUNTY, TOWNSHIP, VILLAGE, type Category } from "#core/help/kinds.js";
import type { Need } from "#core/registry/need.js";
import type { Supporter } from "#core/registry/people.js";
import { DEMO } from "./base.js";
import { HERO_CODE } from "./households.js";
import { offers, type Offer } from "./offers.js";
import type { Offered, Setting } from "./pledges.js";
import { BANCHANG, COUNTY_ID } from "./places.js";

interface StoryOffer {
  readonly offer: Offer;
  readonly setting: Setting;
  readonly more: Omit<Offered, "pledge" | "day">;
}

/** The household that has one help to confirm. */
export const HERO_HOUSEHOLD = `${DEMO}-${HERO_CODE.toLowerCase()}`;

const inVillage = (category: Category) => (need: Need) => need.village === BANCHANG && need.category === category;

export function storyOffers(supporter: Supporter): StoryOffer[] {
  const village = { supporter, area: BANCHANG, reach: VILLAGE } as const;
  const [seedstock] = offers.breeding;
  if (!seedstock) return [];
  const pigs = { kind: "industry", mode: "company-base-household", quantity: [], reach: [], months: 18 } as const;
  return [
    // all given and confirmed
    {
      offer: seedstock,
      setting: { ...village, day: 110, within: 50, quantity: 12_000 },
      more: { first: { needs: inVillage("seedstock"), fates: ["confirmed", "proxy"] } },
    },
    // said to be delivered; the household is asked
    {
      offer: { kind: "funds", categories: ["housing"], purpose: "给受灾的人家修房子", quantity: [], reach: [] },
      setting: { ...village, day: 24, within: 33, quantity: 15_000 },
      more: {
        first: {
          needs: (need) => need.household === HERO_HOUSEHOLD && need.category === "housing",
          fates: ["delivered-now"],
        },
      },
    },
    // three proposals wait for the cadre
    {
      offer: {
        ...pigs,
        categories: ["pigs"],
        project: "代养生猪",
        brings: "labour",
        gets: "送猪仔和饲料，保底价回收，一头约挣 300 元",
      },
      setting: { ...village, day: 1, within: 45, quantity: 4 },
      more: { first: { needs: inVillage("pigs"), fates: ["waiting"] } },
    },
    // nobody there wants bees yet
    {
      offer: { ...pigs, categories: ["bees"], project: "合伙养蜂", brings: "labour", gets: "送蜂箱，教技术，蜂蜜包销" },
      setting: { ...village, day: 16, within: 60, quantity: 5 },
      more: {},
    },
    // what was not matched was withdrawn
    {
      offer: { kind: "funds", categories: ["equipment"], purpose: "添水泵和小农机", quantity: [], reach: [] },
      setting: { supporter, area: BANCHANG, reach: TOWNSHIP, day: 35, within: 60, quantity: 20_000 },
      more: {
        withdrawn: true,
        first: {
          needs: (need) => need.household !== null && need.category === "equipment",
          fates: ["accepted", "confirmed"],
        },
      },
    },
    {
      offer: {
        kind: "jobs",
        categories: ["farming"],
        title: "养殖场饲养员",
        wage: [2_800, 3_800],
        ages: [18, 58],
        quantity: [],
        reach: [],
      },
      setting: { supporter, area: COUNTY_ID, reach: COUNTY, day: 50, within: 56, quantity: 3 },
      more: {
        first: { needs: ({ category }) => category === "farming", fates: ["confirmed", "accepted", "questioned-now"] },
      },
    },
  ];
}
