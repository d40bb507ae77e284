/** A match 对接: a quantity of one pledge given to one need, with its reasons. */
import { z } from "zod";
import { Category, HelpKind } from "#core/help/kinds.js";
import { base, Day, id, p1, p2, Sealed } from "#core/fields.js";

/** Who is asked now; silence climbs (design §3.5). */
export const Rung = z.enum(["cadre", "unit", "township"]);
export type Rung = z.infer<typeof Rung>;

/**
 * `proposed` held, somebody is asked · `accepted` both sides are told · `delivered` marked by supporter or cadre ·
 * `questioned` the household says not yet or wrong · `confirmed` by the household or its proxy ·
 * `declined` by the cadre, unit, township or household: this pair is not tried again · `lapsed` nobody answered,
 * or pledge or need went away: the quantity is free again.
 */
export const MatchState = z.enum([
  "proposed",
  "accepted",
  "delivered",
  "questioned",
  "confirmed",
  "declined",
  "lapsed",
]);
export type MatchState = z.infer<typeof MatchState>;

/** States in which the quantity is taken from pledge and need. */
export const holdingStates: ReadonlySet<MatchState> = new Set<MatchState>([
  "proposed",
  "accepted",
  "delivered",
  "questioned",
  "confirmed",
]);

export const Match = z.object({
  ...base,
  /** `M31`-like number people use; unique in the office. */
  code: p1(z.string()),
  kind: p1(HelpKind),
  category: p1(Category),
  pledge: id,
  need: id,
  supporter: id,
  household: id.nullable(),
  village: id,
  /** Who is asked first; null where the household has no cadre yet: then the unit or township is. */
  cadre: id.nullable(),
  quantity: p1(z.int().positive()),
  state: p1(MatchState),
  /** Mirrors `state`, for the index: does it hold its quantity? */
  holding: p1(z.boolean()),
  rung: p1(Rung),
  /** Next time the clock must look at it; 0 when never. */
  clockAt: p1(z.number()),
  answerBy: p1(z.number()),
  /** The pledge's due day. */
  due: Day,
  /** Steps of the late ladder already climbed. */
  lateSteps: p1(z.int().nonnegative()),
  /** Why this need, as message keys under `reason.`, most telling first. */
  reasons: z.array(p1(z.string())),
  /** Enough to compute it again (matching.md): the terms it was valued by. */
  replay: z.object({
    weights: p1(z.int()),
    priority: p1(z.int()),
    fit: p1(z.int()),
    pledgeVersion: p1(z.int()),
    needVersion: p1(z.int()),
    run: p1(z.string()),
  }),
  answeredBy: id.nullable(),
  declinedBecause: p1(z.string()).nullable(),
  /** The reason in the decliner's own words, sealed: they may speak of people. */
  declinedWords: Sealed.nullable(),
  deliveredBy: id.nullable(),
  deliveredAt: p1(z.number()).nullable(),
  photo: id.nullable(),
  confirmedBy: id.nullable(),
  confirmedAt: p1(z.number()).nullable(),
  /** Confirmed by the cadre in the household's name? */
  proxy: p1(z.boolean()),
  /** What the household said was wrong. */
  question: p2(z.string().max(1000)).nullable(),
  at: p1(z.number()),
});
export type Match = z.infer<typeof Match>;
