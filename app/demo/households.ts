/** The 300 households and their members. ID numbers are made under the area code 999999, which no place has. */
import type { Circumstances, Household, Member, Tier } from "#core/registry/household.js";
import { idNumberCheck } from "#core/text/id-number.js";
import { baseOf, DAY_MS, DEMO, type Making } from "./base.js";
import { makeFamily, patterns, type Family, type Kin } from "./families.js";
import type { Sex } from "./names.js";
import type { Staff } from "./people.js";
import { BANCHANG, villages, type Village } from "./places.js";

/** A household with what the demo must know of it in clear. */
export interface Home {
  readonly household: Household;
  readonly circumstances: Circumstances;
  readonly kin: readonly Kin[];
  readonly members: readonly Member[];
}

/** Is it still helped: not stable, not exited? */
export function isActive({ status }: Pick<Household, "status">): boolean {
  return status === "registered" || status === "monitored";
}

const PER_VILLAGE = 30;
/** The household of the demo's story. */
export const HERO_CODE = "BC-017";
const HERO_SINCE = 310;
/** In the story's village every household was registered before its story begins. */
const STORY_SINCE = 280;

export function makeHomes(making: Making, staff: Staff): Home[] {
  const idNumbers = createIdNumbers();
  return villages.flatMap((village) =>
    Array.from({ length: PER_VILLAGE }, (_, i) => makeHome(making, staff, { village, number: i + 1, idNumbers })),
  );
}

interface Spot {
  readonly village: Village;
  readonly number: number;
  idNumbers(born: string, sex: Sex): string;
}

function makeHome(making: Making, staff: Staff, spot: Spot): Home {
  const { draw, vault } = making;
  const { village, number } = spot;
  const code = `${village.initials}-${String(number).padStart(3, "0")}`;
  const hero = code === HERO_CODE;
  const family = hero ? makeFamily(draw, "family", "disaster") : makeFamily(draw, draw.weighted(patterns));
  const tier = hero ? "moderate" : tierOf(making, family);
  const cadres = staff.cadres.get(village.id) ?? [];
  const circumstances: Circumstances = {
    mainCause: family.mainCause,
    otherCauses: [...family.otherCauses],
    groups: [...family.groups],
    income: incomeOf(making, tier),
  };
  const household: Household = {
    ...baseOf(`${DEMO}-${code.toLowerCase()}`),
    code,
    number: `none:${DEMO}-${code.toLowerCase()}`,
    village: village.id,
    group: `${draw.pick(["一", "二", "三", "四", "五"])}组`,
    name: family.kin[0]?.name ?? code,
    tier,
    status: hero ? "registered" : draw.weighted({ registered: 66, monitored: 18, stable: 10, exited: 6 }),
    circumstances: vault.seal(JSON.stringify(circumstances)),
    cadre: cadres[number % cadres.length] ?? "",
    since: making.daysAgo(hero ? HERO_SINCE : draw.int(village.id === BANCHANG ? STORY_SINCE : 20, 730)),
    other: null,
  };
  const members = family.kin.map((kin, i) => makeMember(making, spot, household._id, kin, i + 1));
  return { household, circumstances, kin: family.kin, members };
}

function tierOf({ draw }: Making, family: Family): Tier {
  const hard = family.groups.length > 0 || family.mainCause === "illness";
  return draw.weighted<Tier>(hard ? { heavy: 28, moderate: 46, light: 26 } : { heavy: 9, moderate: 38, light: 53 });
}

function incomeOf({ draw }: Making, tier: Tier): number {
  const [from, to] = { heavy: [32, 58], moderate: [55, 82], light: [78, 118] }[tier] as [number, number];
  return draw.int(from, to) * 100;
}

function makeMember(making: Making, spot: Spot, household: string, kin: Kin, number: number): Member {
  const { draw, vault, now } = making;
  const id = `${household}-${number}`;
  const born = new Date(now - (kin.age * 365.25 + draw.int(2, 360)) * DAY_MS).toISOString().slice(0, 10);
  // a child just born has no number yet
  const idNumber = kin.age < 2 ? null : spot.idNumbers(born, kin.sex);
  return {
    ...baseOf(id),
    household,
    number: null,
    name: kin.name,
    relation: kin.relation,
    idNumber: idNumber === null ? null : vault.seal(idNumber),
    idKey: idNumber === null ? `none:${id}` : vault.blind("id-number", idNumber),
    born: vault.seal(born.slice(0, 4)),
    labour: kin.labour,
    phone: null,
    phoneKey: `none:${id}`,
    other: null,
  };
}

/** Numbers of that day of birth, each once, with a right check character; the serial number is odd for men. */
function createIdNumbers(): (born: string, sex: Sex) => string {
  const given = new Map<string, number>();
  return (born, sex) => {
    const day = born.replaceAll("-", "");
    const before = given.get(`${day} ${sex}`) ?? 0;
    given.set(`${day} ${sex}`, before + 1);
    const first = `999999${day}${String(2 * before + (sex === "man" ? 1 : 2)).padStart(3, "0")}`;
    return first + idNumberCheck(first);
  };
}
