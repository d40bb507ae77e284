/**
 * People as the world outside: each sees the messages of one conversation and their buttons, and does what a person
 * would. What was not acknowledged is sent again with the same id until it is.
 */
import { setTimeout as sleep } from "node:timers/promises";
import zh from "#locales/zh-CN.json" with { type: "json" };
import type { House } from "./house.js";
import { readTaken } from "./push.js";

/** Where the house is to be found now. */
type Where = Pick<House, "url">;

export interface Bubble {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

export interface Said {
  readonly text?: string;
  readonly choice?: string;
}

/** A conversation as its reader has it. */
export interface Line {
  /** Resolves once it is acknowledged. */
  say(said: Said): Promise<void>;
  /** What has come since the last look, of the bot. */
  news(): Promise<Bubble[]>;
  /** Its address on the network; the token on the web. */
  readonly address: string;
  /** Ids of everything that was acknowledged. */
  readonly acknowledged: readonly string[];
}

export type Label = keyof typeof zh;
/** A text as people see it. */
export const textOf = (key: Label): string => zh[key];
/** What a text with parameters looks like. */
export function looksLike(key: Label): RegExp {
  const parts = textOf(key)
    .split(/\{\{\w+\}\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(parts.join("[^]+?"));
}

/** Asks until there is an answer: the connection may break, the house may be down. */
async function request(house: Where, path: string, init: RequestInit): Promise<unknown> {
  for (;;) {
    const url = await house.url();
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url + path, init);
      body = await response.json();
    } catch {
      // died in the middle: what was asked is asked again, in the same words
      await sleep(10);
      continue;
    }
    if (response.ok) return body;
    // away for a moment, and it says so
    if (response.status === 503) {
      await sleep(50);
      continue;
    }
    throw new Error(`${init.method ?? "GET"} ${path} answered ${response.status}: ${JSON.stringify(body)}`);
  }
}

const json = { "content-type": "application/json" };

/** A stranger's new conversation on the web. */
export async function openWeb(house: Where): Promise<string> {
  const body = await request(house, "/api/chat/sessions", { method: "POST", headers: json, body: "{}" });
  return (body as { token: string }).token;
}

export function webLine(house: Where, token: string): Line {
  const headers = { ...json, authorization: `Bearer ${token}` };
  const acknowledged: string[] = [];
  let last: string | null = null;
  let said = 0;
  return {
    address: token,
    acknowledged,
    async say(what) {
      const id = `w${++said}`;
      await request(house, "/api/chat/messages", { method: "POST", headers, body: JSON.stringify({ id, ...what }) });
      acknowledged.push(id);
    },
    async news() {
      const after: string = last === null ? "" : `?after=${encodeURIComponent(last)}`;
      const body = await request(house, `/api/chat/messages${after}`, { headers });
      const { messages } = body as { messages: (Bubble & { from: string })[] };
      last = messages.at(-1)?.id ?? last;
      return messages.filter(({ from }) => from === "bot").map((one) => ({ ...one, choices: one.choices ?? [] }));
    },
  };
}

export function pushLine(house: Where, file: string, address: string): Line {
  const acknowledged: string[] = [];
  let seen = 0;
  let said = 0;
  return {
    address,
    acknowledged,
    async say(what) {
      const id = `${address}-${++said}`;
      await request(house, "/push/updates", {
        method: "POST",
        headers: json,
        body: JSON.stringify({ address, id, ...what }),
      });
      acknowledged.push(id);
    },
    news() {
      const mine = readTaken(file).filter((one) => one.address === address);
      const fresh = mine.slice(seen);
      seen = mine.length;
      return Promise.resolve(fresh);
    },
  };
}

/** One habit: at a bubble that fits, what is said. */
export interface Habit {
  /** `later`: waits until the talk under way is over. `patient`: and until nothing else has come for a while. */
  readonly when?: "later" | "patient";
  /** What to do at this bubble, or undefined when it is not for this habit. */
  readonly at: (bubble: Bubble) => Said | undefined;
  /** Told when it was said and acknowledged. */
  readonly did?: () => void;
}

/** Presses the button of that label. */
export function press(label: Label | RegExp, when?: Habit["when"]): Habit {
  const wanted = typeof label === "string" ? textOf(label) : label;
  const fits = (text: string): boolean => (typeof wanted === "string" ? text === wanted : wanted.test(text));
  return {
    ...(when ? { when } : {}),
    at: ({ choices }) => {
      const found = choices.find((choice) => fits(choice.label));
      return found && { choice: found.id };
    },
  };
}

/** Answers a question that ends in these words. */
export function type(question: Label, text: string): Habit {
  const words = textOf(question);
  return { at: (bubble) => (bubble.text.endsWith(words) ? { text } : undefined) };
}

/** Presses the first button under a text that looks like that. */
export function pickFirst(key: Label): Habit {
  const like = looksLike(key);
  return {
    at: ({ text, choices: [first] }) => (like.test(text) && first ? { choice: first.id } : undefined),
  };
}

export interface Person {
  readonly name: string;
  readonly line: Line;
  /** First match decides. */
  readonly habits: readonly Habit[];
  /** Said when nothing has come for a while: a network may have lost something. */
  readonly lookIn?: string;
  /** Told of everything that comes. */
  readonly notice?: (bubble: Bubble) => void;
}

const LOOK_MS = 50;
/** An answer on a network may be lost; then the talk is taken up anew. */
const QUIET_MS = 700;

/** Lives until `over`; one thing at a time. */
export async function live(person: Person, over: () => boolean): Promise<void> {
  const { line, habits, notice, lookIn } = person;
  const habitAt = (bubble: Bubble): Habit | undefined => habits.find((one) => one.at(bubble) !== undefined);
  let later: Bubble[] = [];
  let quietSince = performance.now();
  const quietMs = (): number => performance.now() - quietSince;
  // habits change (the first proposal is declined, the next is not), so they are asked anew
  const nextOf = (): Bubble | undefined => {
    const isQuiet = quietMs() > QUIET_MS;
    const next = quietMs() > LOOK_MS ? later.find((one) => habitAt(one)?.when === "later" || isQuiet) : undefined;
    later = later.filter((one) => one !== next);
    return next;
  };
  const act = async (said: Said, did?: () => void): Promise<void> => {
    await line.say(said);
    did?.();
    quietSince = performance.now();
  };
  while (!over()) {
    let now: Bubble | undefined;
    for (const bubble of await line.news()) {
      quietSince = performance.now();
      notice?.(bubble);
      const habit = habitAt(bubble);
      if (habit?.when) later.push(bubble);
      else if (habit) now = bubble;
    }
    const bubble = now ?? nextOf();
    const habit = bubble && habitAt(bubble);
    const said = bubble && habit?.at(bubble);
    if (said) await act(said, habit?.did);
    else if (lookIn !== undefined && quietMs() > QUIET_MS * 2) await act({ text: lookIn });
    else await sleep(LOOK_MS);
  }
}
