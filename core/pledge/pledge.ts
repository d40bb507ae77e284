/** A pledge 认捐: a supporter's offer of one help kind. Its quantity never changes after it is confirmed (I3). */
import { z } from "zod";
import { Category, HelpKind, Level } from "#core/help/kinds.js";
import { PledgeTerms } from "#core/help/terms.js";
import { base, Day, id, p1 } from "#core/fields.js";

export const Pledge = z.object({
  ...base,
  /** What people call it, e.g. `K7Q-204`; unique in the office. */
  code: p1(z.string()),
  supporter: id,
  /** Who confirmed it. */
  person: id,
  kind: p1(HelpKind),
  /** Which categories it may be used for, or null for any. */
  categories: z.array(p1(Category)).nullable(),
  /** Whole yuan or places; 0 for information, which has no limit. */
  quantity: p1(z.int().nonnegative()),
  /** Where it is anchored, and the level inside which it may be used. */
  area: id,
  reach: p1(Level),
  /** Aimed at these needs only, or null. */
  only: z.array(id).nullable(),
  /** Delivered by this day. */
  due: Day,
  terms: PledgeTerms,
  /**
   * `unverified`: kept until the office has verified the enterprise. `open`: serves matching.
   * `withdrawn`: what is unmatched is withdrawn; what is matched stays. `closed`: all delivered and confirmed.
   */
  state: p1(z.enum(["unverified", "open", "withdrawn", "closed"])),
  /** Has the supporter been told that nothing fits yet? Then they hear when that changes. */
  waiting: p1(z.boolean()),
  confirmedAt: p1(z.number()),
});
export type Pledge = z.infer<typeof Pledge>;
