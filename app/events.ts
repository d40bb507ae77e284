/** What happened → who is told what: loads the facts that `core/notice` speaks of. One entry per event; a test lists them. */
import { daysBetween, dayOf } from "#core/calendar.js";
import type { MatchEvent } from "#core/match/life.js";
import type { Match, MatchState } from "#core/match/match.js";
import {
  matchNotices,
  needDecided,
  needToReview,
  photoFor,
  pledgeFound,
  pledgeWaiting,
  supporterToVerify,
  supporterVerified,
  wordToCadre,
  wordToHousehold,
  type MatchFacts,
  type Notice,
} from "#core/notice/notices.js";
import type { OutboxEntry } from "#core/records.js";
import { TOWNSHIP } from "#core/help/kinds.js";
import type { HouseholdView } from "#core/views.js";
import type { AppDeps } from "./deps.js";
import { makePhotoLink } from "./photos.js";
import type { Place } from "./places.js";
import { answererOf, standIn, type Recipients } from "./recipients.js";
import { householdView, matchesOf, matchView, needView } from "./views.js";

/** The parties of an event, to be found in the store; `fallback` is told when the household cannot be. */
export interface Parties {
  supporter: Recipients | null;
  household: Recipients | null;
  cadre: Recipients | null;
  unit: Recipients[];
  township: Recipients | null;
  office: Recipients;
}

export interface Told {
  readonly notices: readonly Notice[];
  readonly parties: Parties;
  readonly household: HouseholdView | null;
}

type Teller = (deps: AppDeps, place: Place, entry: OutboxEntry) => Promise<Told | null>;

/** In which states an event about a match is still news. */
const stillNews: Record<MatchEvent, readonly MatchState[]> = {
  "match-proposed": ["proposed"],
  "match-escalated": ["proposed"],
  "match-accepted": ["accepted", "delivered", "questioned", "confirmed"],
  "match-declined": ["declined"],
  "match-lapsed": ["lapsed"],
  "match-refused": ["declined"],
  "delivery-late": ["accepted"],
  "help-delivered": ["delivered"],
  "help-unconfirmed": ["delivered"],
  "help-questioned": ["questioned"],
  "question-escalated": ["questioned"],
  "help-confirmed": ["confirmed"],
};

const matchTellers = Object.fromEntries(
  Object.keys(matchNotices).map((event) => [event, matchTeller(event as MatchEvent)]),
) as Record<MatchEvent, Teller>;

export const tellers: Readonly<Record<string, Teller>> = {
  ...matchTellers,
  "need-recorded": needTeller("first"),
  "need-half-approved": needTeller("second"),
  "need-decided": tellDecided,
  "pledge-waiting": tellPledge,
  "pledge-found": tellPledge,
  "supporter-joined": tellSupporter,
  "supporter-verified": tellSupporter,
  "word-to-cadre": tellWord,
  "word-to-household": tellWord,
};

function matchTeller(event: MatchEvent): Teller {
  return async (deps, place, entry) => {
    const match = await deps.store.matches.get(entry.ids["match"] ?? "");
    if (!match || !stillNews[event].includes(match.state)) return null;
    const view = await matchView(deps, place, match);
    const { name: cadreName } = await answererOf(deps, place, match);
    const pledge = await deps.store.pledges.get(match.pledge);
    const facts: MatchFacts = {
      match: view,
      cadreName,
      bySupporter: match.deliveredBy !== null && match.deliveredBy === pledge?.person,
      proxy: match.proxy,
      question: match.question,
      late: lateOf(place, match, deps.clock.now()),
    };
    const notices = onceEach(match, matchNotices[event](facts));
    const shown = event === "help-delivered" && match.photo !== null ? await photosFor(deps, match.photo, notices) : [];
    return {
      notices: [...shown, ...notices],
      parties: partiesOf(place, match, pledge?.person ?? null),
      household: view.household,
    };
  };
}

/** Without a cadre the unit or township stands in; it is not told twice of what has climbed to it. */
function onceEach(match: Match, notices: readonly Notice[]): readonly Notice[] {
  const climbed = notices.some(({ to }) => to === "unit" || to === "township");
  return match.cadre === null && climbed ? notices.filter(({ to }) => to !== "cadre") : notices;
}

/** The photo of a delivery, for everybody who is told of the delivery. */
async function photosFor(deps: AppDeps, photo: string, notices: readonly Notice[]): Promise<Notice[]> {
  const link = await makePhotoLink(deps, photo);
  return link === null ? [] : [...new Set(notices.map((notice) => notice.to))].map((to) => photoFor(to, link));
}

function lateOf(place: Place, match: Match, now: number): MatchFacts["late"] {
  const step = place.office.settings.lateLadder[match.lateSteps - 1];
  return { tell: step?.tell ?? ["supporter"], days: daysBetween(match.due, dayOf(now, place.office.timeZone)) };
}

interface Tied {
  readonly household: string | null;
  readonly village: string;
  readonly cadre: string | null;
  readonly office: string;
}

function partiesOf(place: Place, tied: Tied, supporter: string | null): Parties {
  const township = place.areas.ancestor(tied.village, TOWNSHIP);
  return {
    supporter: supporter === null ? null : { person: supporter },
    household: tied.household === null ? null : { as: "household", ref: tied.household },
    // where there is no cadre yet, what is for one goes to who stands in
    cadre: tied.cadre === null ? standIn(place, tied.village).to : { person: tied.cadre },
    unit: place.units
      .filter((unit) => unit.villages.includes(tied.village))
      .map((unit) => ({ as: "unit", ref: unit._id })),
    township: township ? { as: "township", ref: township._id } : null,
    office: { as: "office", ref: tied.office },
  };
}

function needTeller(which: "first" | "second"): Teller {
  return async (deps, place, entry) => {
    const need = await deps.store.needs.get(entry.ids["need"] ?? "");
    if (!need || need.state !== "recorded") return null;
    const view = await needView(deps, place, need);
    const reviewed = new Set(need.reviews.map((review) => review.person));
    const cadreDone = need.cadre === null ? reviewed.size > 0 : reviewed.has(need.cadre);
    const to = cadreDone ? "township" : "cadre";
    return {
      notices: [needToReview(view, to, which)],
      parties: partiesOf(place, need, null),
      household: view.household,
    };
  };
}

async function tellDecided(deps: AppDeps, place: Place, entry: OutboxEntry): Promise<Told | null> {
  const need = await deps.store.needs.get(entry.ids["need"] ?? "");
  // who decided knows already
  if (!need || need.recordedBy === entry.ids["by"]) return null;
  const view = await needView(deps, place, need);
  const opened = need.state === "open" || need.state === "closed";
  return {
    notices: [needDecided(view, need.recordedBy, opened)],
    parties: partiesOf(place, need, null),
    household: view.household,
  };
}

async function tellPledge(deps: AppDeps, place: Place, entry: OutboxEntry): Promise<Told | null> {
  const pledge = await deps.store.pledges.get(entry.ids["pledge"] ?? "");
  if (!pledge || pledge.state !== "open") return null;
  const matches = (await matchesOf(deps, pledge.office, pledge._id)).filter((match) => match.holding);
  const parties = nobody(pledge.office, { person: pledge.person });
  const areaName = place.nameOf(place.areas.ancestor(pledge.area, pledge.reach)?._id ?? pledge.area);
  if (entry.event === "pledge-waiting") {
    if (matches.length > 0) return null;
    const notice = pledgeWaiting({
      code: pledge.code,
      id: pledge._id,
      areaName,
      anyNeed: entry.ids["why"] === "taken",
    });
    return { notices: [notice], parties, household: null };
  }
  const villages = [...new Set(matches.map((match) => place.nameOf(match.village)))].slice(0, 3);
  if (villages.length === 0) return null;
  return { notices: [pledgeFound({ code: pledge.code, villages: villages.join("、") })], parties, household: null };
}

async function tellSupporter(deps: AppDeps, _place: Place, entry: OutboxEntry): Promise<Told | null> {
  const supporter = await deps.store.supporters.get(entry.ids["supporter"] ?? "");
  if (!supporter) return null;
  const parties = nobody(supporter.office, { person: supporter.person });
  if (entry.event === "supporter-joined") {
    if (supporter.verified) return null;
    return { notices: [supporterToVerify({ id: supporter._id, name: supporter.name })], parties, household: null };
  }
  const own = { index: "bySupporter", where: { office: supporter.office, supporter: supporter._id } };
  return { notices: [supporterVerified(await deps.store.pledges.count(own))], parties, household: null };
}

async function tellWord(deps: AppDeps, place: Place, entry: OutboxEntry): Promise<Told | null> {
  const household = await deps.store.households.get(entry.ids["household"] ?? "");
  if (!household) return null;
  const words = entry.words === null ? null : deps.vault.open(entry.words);
  const photo = entry.ids["photo"];
  const link = photo === undefined ? null : await makePhotoLink(deps, photo);
  const view = householdView(place, household);
  const parties = partiesOf(place, { ...household, household: household._id }, null);
  if (entry.event === "word-to-cadre") {
    const shown = link === null ? [] : [photoFor("cadre", link)];
    return { notices: [...shown, wordToCadre({ id: household._id, view }, words)], parties, household: view };
  }
  if (words === null) return null;
  const from = await deps.store.people.get(entry.ids["by"] ?? "");
  return { notices: [wordToHousehold(from?.name ?? "", words)], parties, household: view };
}

function nobody(office: string, supporter: Recipients): Parties {
  return { supporter, household: null, cadre: null, unit: [], township: null, office: { as: "office", ref: office } };
}
