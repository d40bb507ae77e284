/** The shared schedule on Redis: every step is one call of the script in `slots-script.ts`. */
import { createHash } from "node:crypto";
import type { Timers } from "#core/clock.js";
import type { SlotAnswer, SlotChat, SlotLine, Slots, SlotTraffic } from "#core/shared-slots.js";
import { createServerClock } from "./server-clock.js";
import { slotsScript } from "./slots-script.js";

/** Whoever has to send does not wait for an answer longer than this. */
const PATIENCE_MS = 250;
/** After a standstill of this process the answer may lie there unread: so much longer to read it. */
const READING_MS = 25;

type Argument = string | number;

/** The part of an ioredis connection that is used. */
export interface RedisScripts {
  evalsha(hash: string, keys: number, ...rest: Argument[]): Promise<unknown>;
  eval(script: string, keys: number, ...rest: Argument[]): Promise<unknown>;
}

export interface RedisSlotsDeps {
  /** A connection that does not queue while Redis is away; it is used, not closed. */
  readonly redis: RedisScripts;
  readonly timers: Timers;
  /** Stands for this process; no other has the same. */
  readonly self: string;
  /** What all keys begin with; `fourhelp` unless told. */
  readonly prefix?: string;
}

interface Call {
  readonly operation: "ask" | "took" | "moved" | "refused" | "look" | "back";
  readonly chats?: readonly SlotChat[];
  readonly more?: readonly Argument[];
}

interface Said {
  readonly what: string;
  readonly moment: number;
  readonly traffic: SlotTraffic;
}

/** The script says 0 for what has never been. */
const never = -Infinity;
const hash = createHash("sha1").update(slotsScript).digest("hex");

/** Makes the shared schedules of an installation. Its calls reject within about 300 ms when Redis does not answer. */
export function createRedisSlots({ redis, timers, self, prefix = "fourhelp" }: RedisSlotsDeps): Slots {
  const clock = createServerClock();
  const ours = (server: number): number => (server === 0 ? never : clock.toOurs(server));

  /** By its hash, and in full where Redis does not know it: the first time, and after it was emptied. */
  async function run(keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return redis.eval(slotsScript, keys.length, ...keys, ...args);
    }
  }

  async function call(name: string, rules: string, { operation, chats = [], more = [] }: Call): Promise<Said> {
    // the braces keep a line's keys together in a cluster
    const line = `${prefix}:{pace-${name}}`;
    const own = chats.flatMap(({ chat }) => [`${line}:chat-${chat}`, `${line}:group-${chat}`]);
    const keys = [`${line}:state`, `${line}:arrivals`, `${line}:peers`, ...own];
    const asked = timers.now();
    const answer = await inTime(timers, run(keys, [operation, rules, self, ...more]));
    if (!Array.isArray(answer)) throw new Error("Redis gave an answer that is none of the pace's.");
    const [what, ...numbers] = answer.map(String);
    const [server = 0, moment = 0, ...traffic] = numbers.map(Number);
    clock.add(asked, timers.now(), server);
    const [busyUntil = never, heldUntil = never, carefulUntil = never, chatHeldUntil = never] = traffic.map(ours);
    const peers = traffic[4] ?? 1;
    return {
      what: what ?? "",
      moment: ours(moment),
      traffic: { busyUntil, heldUntil, carefulUntil, chatHeldUntil, peers },
    };
  }

  return { line: (name, rules) => createLine((one) => call(name, JSON.stringify(rules), one), self, timers) };
}

function createLine(call: (one: Call) => Promise<Said>, self: string, timers: Timers): SlotLine {
  // how long ago: the server's clock may be another, and is not known before the first answer
  const ageOf = (at: number): number => Math.max(0, timers.now() - at);
  const slotOf = (slot: number): string => `${self}-${slot}`;
  const flag = (group: boolean): number => (group ? 1 : 0);
  const traffic = async (one: Call): Promise<SlotTraffic> => (await call(one)).traffic;
  return {
    async ask(want) {
      const said = await call({
        operation: "ask",
        chats: [want],
        more: [slotOf(want.slot), want.urgency, flag(want.group)],
      });
      return answerOf(said);
    },
    took: (sent) =>
      traffic({
        operation: "took",
        chats: sent,
        more: sent.flatMap(({ slot, at, group }) => [slotOf(slot), ageOf(at), flag(group)]),
      }),
    moved: (to) => traffic({ operation: "moved", chats: [to], more: [slotOf(to.slot), ageOf(to.at)] }),
    refused: (chat, forMs) => traffic({ operation: "refused", chats: [chat], more: [forMs, flag(chat.group)] }),
    look: (back) => traffic({ operation: back ? "back" : "look" }),
  };
}

function answerOf({ what, moment, traffic }: Said): SlotAnswer {
  if (what === "given") return { type: "given", at: moment, traffic };
  return { type: "wait", until: moment, whom: what === "chat" ? "chat" : "all", traffic };
}

/** The answer, or an error when it takes too long; what comes later is not heard. */
function inTime<T>(timers: Timers, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error("Redis did not answer in time."));
    // two timers, so that what has come during a standstill is read before it is given up
    let off = timers.after(PATIENCE_MS, () => (off = timers.after(READING_MS, giveUp)));
    answer.then(resolve, reject).finally(() => off());
  });
}
