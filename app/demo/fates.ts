/** What became of a match since it was proposed: lived through the rules of `core/match/life`, step by step, until now. */
import { endOfDay } from "#core/calendar.js";
import { accept, confirm, decline, deliver, question, refuse, strike, type Rules } from "#core/match/life.js";
import type { Match } from "#core/match/match.js";
import { defaultSettings } from "#core/office.js";
import { DAY_MS, TIME_ZONE, type Making } from "./base.js";
import type { Draw } from "./random.js";

/** How far a match is to come; one that has had no time for that is left on the way. */
export type Fate =
  | "waiting"
  | "solved"
  | "unwilling"
  | "wrong-amount"
  | "refused"
  | "accepted"
  | "delivered"
  /** Delivered within the last day, so that the household has just been asked. */
  | "delivered-now"
  | "questioned"
  /** Questioned within the last day, so that the cadre has just been asked. */
  | "questioned-now"
  | "confirmed"
  | "proxy";

/** Who acts on a match. */
export interface Actors {
  /** Who answers on the rung where it is. */
  answerer(match: Match): string;
  supporter(match: Match): string;
  /** The household's own speaker, or null when its cadre speaks for it. */
  household(match: Match): string | null;
}

type Deck = Readonly<Partial<Record<Fate, number>>>;
const longAgo: Deck = {
  confirmed: 9,
  proxy: 4,
  delivered: 2,
  questioned: 2,
  accepted: 2,
  waiting: 1,
  refused: 1,
  unwilling: 1,
  solved: 1,
  "wrong-amount": 1,
};
const lately: Deck = {
  accepted: 6,
  delivered: 4,
  confirmed: 5,
  questioned: 2,
  waiting: 2,
  proxy: 1,
  refused: 1,
  unwilling: 1,
  "wrong-amount": 1,
};
/** What nobody has answered since then is with the township now. */
const aWeekAgo: Deck = { waiting: 1, accepted: 1, delivered: 1 };
const justNow: Deck = { waiting: 7, accepted: 2, unwilling: 1 };

/**
 * Deals fates to matches proposed `days` days ago, from shuffled decks, so that every fate comes up. Nobody says that
 * all is solved of a need that gets help from elsewhere too: without `alone` that card waits for the next one.
 */
export function createFates(draw: Draw): (days: number, alone: boolean) => Fate {
  const left = new Map<Deck, Fate[]>();
  return (days, alone) => {
    // too fresh for an answer
    if (days <= 1) return "waiting";
    const deck = days >= 35 ? longAgo : days >= 9 ? lately : days >= 6 ? aWeekAgo : justNow;
    const cards = left.get(deck) ?? [];
    left.set(deck, cards);
    const next = (): number => cards.findIndex((fate) => alone || fate !== "solved");
    if (next() === -1) {
      const fates = Object.keys(deck) as Fate[];
      cards.push(...draw.shuffled(fates.flatMap((fate) => Array.from({ length: deck[fate] ?? 0 }, () => fate))));
    }
    return cards.splice(next(), 1)[0] ?? "waiting";
  };
}

const HOUR_MS = 3_600_000;
const rulesAt = (now: number): Rules => ({ now, timeZone: TIME_ZONE, settings: defaultSettings });
const complaints = ["只收到一部分，还差一些", "东西到了，有两样是坏的", "说是送来了，家里没有收到"] as const;

/** All that chance decides of a match; drawn at once, so that the time of day changes no other match. */
interface Luck {
  readonly answerDays: number;
  /** Share of the time to the due day that the delivery takes. */
  readonly delivery: number;
  readonly bySupporter: boolean;
  readonly replyDays: number;
  readonly complaint: string;
}

function drawLuck(draw: Draw): Luck {
  // a tenth of the answers come late, from the next rung
  const late = draw.chance(0.1);
  return {
    answerDays: (late ? 2.6 : 0.2) + draw.random() * 1.3,
    delivery: 0.1 + draw.random() * 0.8,
    bySupporter: draw.chance(0.8),
    replyDays: 0.2 + draw.random() * 2,
    complaint: draw.pick(complaints),
  };
}

/** Lives a fresh proposal until now. */
export function live({ draw, now }: Making, match: Match, fate: Fate, actors: Actors): Match {
  return advance(liveOpen({ luck: drawLuck(draw), fate, actors, now }, match), now);
}

interface Life {
  readonly luck: Luck;
  readonly fate: Fate;
  readonly actors: Actors;
  readonly now: number;
}

function liveOpen(life: Life, fresh: Match): Match {
  const { luck, fate, actors, now } = life;
  const answeredAt = fresh.at + luck.answerDays * DAY_MS;
  if (fate === "waiting" || answeredAt > now) return fresh;
  const asked = advance(fresh, answeredAt);
  const by = actors.answerer(asked);
  if (fate === "solved" || fate === "unwilling" || fate === "wrong-amount")
    return moved(decline(asked, by, fate), asked);
  const accepted = moved(accept(asked, by, rulesAt(answeredAt)), asked);
  const household = actors.household(accepted);
  if (fate === "refused" && household !== null) return moved(refuse(accepted, household), accepted);
  if (fate === "accepted" || fate === "refused") return accepted;
  return liveDelivered(life, accepted, { answeredAt, household });
}

function liveDelivered(life: Life, accepted: Match, so: { answeredAt: number; household: string | null }): Match {
  const { luck, fate, actors, now } = life;
  const { deliveredAt, repliedAt } = timesOf(life, accepted, so.answeredAt);
  if (deliveredAt > now) return accepted;
  const due = advance(accepted, deliveredAt);
  const by = luck.bySupporter ? actors.supporter(due) : actors.answerer({ ...due, rung: "cadre" });
  const delivered = moved(deliver(due, by, null, rulesAt(deliveredAt)), due);
  if (fate === "delivered" || fate === "delivered-now" || repliedAt > now) return delivered;
  const told = advance(delivered, repliedAt);
  const { household } = so;
  const proxy = household === null || fate === "proxy";
  if (fate === "questioned" || fate === "questioned-now")
    return moved(question(told, luck.complaint, proxy, rulesAt(repliedAt)), told);
  return moved(
    confirm(told, proxy ? actors.answerer({ ...told, rung: "cadre" }) : household, proxy, rulesAt(repliedAt)),
    told,
  );
}

function timesOf({ luck, fate, now }: Life, match: Match, answeredAt: number) {
  const recently = now - 20 * HOUR_MS;
  if (fate === "delivered-now") return { deliveredAt: recently, repliedAt: now };
  if (fate === "questioned-now") return { deliveredAt: recently - 2 * DAY_MS, repliedAt: recently };
  // mostly well before the due day; an answer that came late leaves two days
  const span = Math.max(2 * DAY_MS, endOfDay(match.due, TIME_ZONE) - answeredAt);
  const deliveredAt = answeredAt + span * luck.delivery;
  return { deliveredAt, repliedAt: deliveredAt + luck.replyDays * DAY_MS };
}

/** Lets the clock strike whenever it would have, until `until`. */
function advance(match: Match, until: number): Match {
  let at = match;
  while (at.clockAt !== 0 && at.clockAt <= until) {
    const struck = strike(at, rulesAt(at.clockAt));
    if (struck.type === "unmoved") return at;
    at = struck.match;
  }
  return at;
}

function moved(outcome: { type: "moved"; match: Match } | { type: "unmoved" }, before: Match): Match {
  return outcome.type === "moved" ? outcome.match : before;
}
