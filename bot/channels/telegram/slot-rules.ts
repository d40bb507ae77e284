/** What Telegram allows, as the shared schedule takes it: the same figures as one process keeps to by itself. */
import type { SlotRules } from "#core/shared-slots.js";
import { CHAT_MS, GROUP } from "./chats.js";
import { LEAD_MS, UNDER_WAY_MS } from "./pace.js";
import { ALLOWED, CAREFUL_MS, LATE_MS, ROUNDING_MS, SHARE } from "./schedule.js";

/** Processes do not see each other's messages on their way: a little more is left free than one alone leaves. */
const SHARED_MOST = 0.97;

/** How often a process that paces alone looks whether it can come back. */
export const PROBE_MS = 500;

/** The rules of a bot's line; every process has the same. */
export const slotRules: SlotRules = {
  messages: ALLOWED.messages,
  windowMs: ALLOWED.windowMs,
  roundingMs: ROUNDING_MS,
  share: {
    most: SHARED_MOST,
    least: SHARE.least,
    kept: SHARE.kept,
    back: SHARE.back,
    backEveryMs: SHARE.backEveryMs,
  },
  // replies are written down as leaving shortly before they do, so theirs may be known earlier
  aheadMs: { notice: LEAD_MS, reply: 1_000 },
  lateMs: LATE_MS,
  underWayMs: UNDER_WAY_MS,
  carefulMs: CAREFUL_MS,
  chatMs: CHAT_MS,
  group: { messages: GROUP.most, withinMs: GROUP.withinMs },
  quietMs: PROBE_MS + 100,
};
