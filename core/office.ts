/** The office 办公室: the tenant, and everything it may set. Amounts, days and limits are data, never code. */
import { z } from "zod";
import { base, id, p0, p1 } from "#core/fields.js";
import { Locale } from "#core/registry/people.js";

/** A step of the ladder of a late delivery: days after the due day (negative: before), and who is told. */
export const LateStep = z.object({
  days: p1(z.int()),
  tell: z.array(p1(z.enum(["supporter", "cadre", "unit", "township"]))),
});

export const Settings = z.object({
  /** A citizen's pledges count at once up to this many whole yuan in sum. */
  citizenLimit: p1(z.int().positive()),
  /** A need of more whole yuan than this takes two reviewers. */
  twoReviewersAbove: p1(z.int().positive()),
  /** Days each rung has to answer a match. */
  answerDays: z.object({
    cadre: p1(z.int().positive()),
    unit: p1(z.int().positive()),
    township: p1(z.int().positive()),
  }),
  /** Days the cadre has to answer a household that says "not yet" or "wrong". */
  questionDays: p1(z.int().positive()),
  lateLadder: z.array(LateStep),
  /** After so many quiet hours a half-finished talk is picked up with a question. */
  resumeAfterHours: p1(z.int().positive()),
  /** Channels that carry another data class than they declare. */
  channelClasses: z.record(p1(z.string()), p1(z.enum(["local", "foreign"]))),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  citizenLimit: 20_000,
  twoReviewersAbove: 20_000,
  answerDays: { cadre: 2, unit: 2, township: 3 },
  questionDays: 3,
  lateLadder: [
    { days: -7, tell: ["supporter"] },
    { days: 0, tell: ["supporter", "cadre"] },
    { days: 3, tell: ["supporter", "cadre"] },
    { days: 10, tell: ["supporter", "cadre", "unit"] },
    { days: 20, tell: ["supporter", "cadre", "township"] },
  ],
  resumeAfterHours: 12,
  channelClasses: {},
};

export const Office = z.object({
  ...base,
  name: p0(z.string().min(1).max(120)),
  /** Root of its areas, or null before any are known. */
  area: id.nullable(),
  timeZone: p1(z.string()),
  locale: p1(Locale),
  settings: Settings,
  /** Synthetic people only; removed by `fourhelp demo remove`. */
  demo: p1(z.boolean()),
});
export type Office = z.infer<typeof Office>;
