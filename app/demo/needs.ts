/** The county's needs: those that follow from causes, those cadres recorded, and those of villages. */
import { deriveNeeds } from "#core/registry/causes.js";
import type { Need, Review } from "#core/registry/need.js";
import { priorityOf } from "#core/registry/priority.js";
import { approvalsFor } from "#core/registry/review.js";
import { defaultSettings } from "#core/office.js";
import { baseOf, DAY_MS, numbered, type Making } from "./base.js";
import { HERO_CODE, isActive, type Home } from "./households.js";
import { notes, villageNotes } from "./need-words.js";
import type { Staff } from "./people.js";
import { villages, type Village } from "./places.js";
import { fundsWanted, industryWanted, jobsWanted, storyWanted, weldersWanted, type Wanted } from "./wanted.js";

/** The story's household has needed it so many days. */
const HERO_DAYS = 290;

/** Where a need belongs, and who may record and review it. */
interface Owner {
  readonly home: Home | null;
  readonly village: Village;
  readonly cadre: string;
  readonly lead: string;
}

export function makeNeeds(making: Making, homes: readonly Home[], staff: Staff): Need[] {
  const byVillage = new Map(villages.map((village) => [village.id, village]));
  const maker = createMaker(making, (home) => {
    const village = byVillage.get(home.household.village);
    if (!village) throw new Error("a household without a village");
    return { home, village, cadre: home.household.cadre ?? "", lead: staff.leads.get(village.unit) ?? "" };
  });
  for (const wanted of storyWanted(making, homes)) maker.of(wanted);
  for (const home of homes) for (const wanted of followed(making, home)) maker.of(wanted);
  const active = homes.filter(({ household }) => isActive(household));
  const recorded = [
    ...weldersWanted(making, active),
    ...jobsWanted(making, active),
    ...industryWanted(making, active),
    ...fundsWanted(making, active),
  ];
  for (const wanted of recorded) maker.of(wanted);
  for (const village of villages) villageNeeds(making, village, staff, maker);
  return maker.made;
}

/** What follows from a household's causes; of some only the main one has been looked at. */
function followed({ draw }: Making, home: Home): Wanted[] {
  const { mainCause, otherCauses } = home.circumstances;
  const hero = home.household.code === HERO_CODE;
  // who stands on their own feet is looked at less
  if (!isActive(home.household) && draw.chance(0.5)) return [];
  const looked = hero || draw.chance(0.05) ? [mainCause, ...otherCauses] : [mainCause];
  const days = hero ? { days: HERO_DAYS } : {};
  return deriveNeeds(looked).map((need) => ({ ...need, home, worker: null, source: "cause", ...days }));
}

function villageNeeds({ draw }: Making, village: Village, staff: Staff, maker: Maker): void {
  const cadre = staff.cadres.get(village.id)?.[0] ?? "";
  const owner: Owner = { home: null, village, cadre, lead: staff.leads.get(village.unit) ?? "" };
  const category = draw.pick(["equipment", "training", "market"] as const);
  const shape = category === "equipment" ? { kind: "funds" as const, quantity: draw.int(5, 12) * 5_000 } : undefined;
  const { kind, quantity } = shape ?? { kind: "information" as const, quantity: 1 };
  maker.put(owner, { kind, category, quantity, brings: null, worker: null, source: "cadre" });
}

interface Maker {
  readonly made: Need[];
  /** Makes it unless the household has one of that category already. */
  of(wanted: Wanted): void;
  put(owner: Owner, wanted: Omit<Wanted, "home">): void;
}

function createMaker(making: Making, ownerOf: (home: Home) => Owner): Maker {
  const made: Need[] = [];
  const seen = new Set<string>();
  const put: Maker["put"] = (owner, wanted) => {
    made.push(makeNeed(making, owner, wanted, numbered("n", made.length + 1, 3)));
  };
  return {
    made,
    put,
    of({ home, ...wanted }) {
      const key = `${home.household._id} ${wanted.category}`;
      if (!seen.has(key) && seen.add(key)) put(ownerOf(home), wanted);
    },
  };
}

function makeNeed(making: Making, owner: Owner, wanted: Omit<Wanted, "home">, id: string): Need {
  const { draw, vault, codes } = making;
  const { kind, category, quantity, worker, brings, source } = wanted;
  const { home, village, cadre, lead } = owner;
  const settled = home !== null && !isActive(home.household);
  const state = wanted.days === undefined ? stateOf(making, settled) : "open";
  const at = recordedAt(making, home, wanted.days, state);
  const { priority, reasons } = home
    ? priorityOf({ tier: home.household.tier, groups: home.circumstances.groups, since: at, now: at, received: 0 })
    : { priority: 200, reasons: [] };
  const approvals = approvalsFor({ kind, quantity }, defaultSettings);
  const note = source === "cause" ? undefined : (home ? notes : villageNotes)[category];
  return {
    ...baseOf(id),
    code: codes.short("X"),
    scope: home ? "household" : "village",
    household: home?.household._id ?? null,
    village: village.id,
    kind,
    category,
    quantity,
    priority,
    reasons,
    worker,
    brings,
    note: note === undefined ? null : vault.seal(note),
    source,
    state,
    reviews: reviewsOf(making, { cadre, lead, at, approvals, state }),
    approvals,
    cadre,
    recordedBy: source === "cadre" && draw.chance(0.25) ? lead : cadre,
    at,
    closedBecause: state === "closed" ? "solved" : null,
  };
}

function stateOf({ draw }: Making, settled: boolean): Need["state"] {
  if (settled) return "closed";
  return draw.weighted<Need["state"]>({ open: 87, recorded: 9, rejected: 4 });
}

/** Long enough ago that the reviews lie between then and now; what nobody has reviewed yet is fresh. */
function recordedAt(making: Making, home: Home | null, days: number | undefined, state: Need["state"]): number {
  const { draw } = making;
  const since = home ? Math.floor((making.eveningOf(0) - home.household.since) / DAY_MS) : 300;
  if (days !== undefined) return making.daysAgo(Math.min(days, since - 1));
  if (state === "recorded") return making.daysAgo(draw.int(1, 9));
  return making.daysAgo(draw.int(13, Math.max(14, since - 2)));
}

function reviewsOf(
  { draw, now }: Making,
  of: { cadre: string; lead: string; at: number; approvals: 1 | 2; state: Need["state"] },
): Review[] {
  const first: Review = {
    person: of.cadre,
    at: Math.min(now, of.at + draw.int(1, 5) * DAY_MS),
    verdict: of.state === "rejected" ? "rejected" : "approved",
  };
  if (of.state === "recorded") return of.approvals === 2 && draw.chance(0.5) && first.at < now ? [first] : [];
  if (of.approvals === 1 || of.state === "rejected") return [first];
  return [first, { person: of.lead, at: first.at + draw.int(1, 4) * DAY_MS, verdict: "approved" }];
}
