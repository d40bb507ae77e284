/**
 * `npm run demo:walk`: plays the whole life of one pledge on a fresh demo county through the web chat's HTTP, and prints
 * it as a transcript with times. Nobody here knows more than what the people read in their own chats.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import { compose } from "../compose.js";
import { environment, readConfig } from "../config.js";

interface Bubble {
  readonly id: string;
  readonly from: "bot" | "me";
  readonly text: string;
  readonly choices?: readonly { readonly id: string; readonly label: string }[];
}

interface Talker {
  readonly who: string;
  readonly token: string;
  readonly seen: Set<string>;
  last: Bubble | null;
}

const folder = await mkdtemp(join(tmpdir(), "fourhelp-walk-"));
// on the engines of STORE_URL and QUEUE_URL, where they are set
const { STORE_URL, QUEUE_URL } = environment();
const outcome = readConfig({ STORE_URL, QUEUE_URL, DATA_DIR: folder, PORT: "0", LOG_LEVEL: "silent" });
if (outcome.type === "refused") throw new Error("the walk's configuration was refused");
const log = createLog({ level: "silent" });
const house = await compose(outcome.config, { timers: systemTimers(), ids: systemIds(), log });
const base = (await house.server?.listen({ port: 0, host: "127.0.0.1" })) ?? "";
const began = performance.now();
let messages = 0;
try {
  await walk();
} finally {
  await house.close(1_000);
  await rm(folder, { recursive: true });
}

/** `demo-NAME-01` and on. */
function numbered(name: string, count: number): Promise<Talker[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => open(`demo-${name}-${String(i + 1).padStart(2, "0")}`)));
}

async function walk(): Promise<void> {
  console.log("# 一笔认捐的一生 · The whole life of one pledge");
  const owner = await open("demo-ent-01");
  const cadres = await numbered("cadre", 12);
  const homes = await numbered("home", 40);
  await pledge(owner);
  // the responsible cadre is told first, and answers
  const [cadre, asked] = await told(cadres, /新对接/);
  const code = /#(\w+)/.exec(asked.text)?.[1] ?? "";
  await press(cadre, "接受", asked);
  // then both sides hear of it; a household without a phone hears of it through its cadre
  await told([owner], /好消息/);
  const [listener] = await told([...homes, cadre], /要帮您家/);
  await deliver(cadre, code);
  // it counts once the household says so, or its cadre for it, which is recorded as such
  if (listener === cadre) await confirmFor(cadre, code);
  else {
    const [home, arrived] = await told([listener], /真的收到了吗/);
    await press(home, "收到了", arrived);
  }
  await told([owner], /收到了/);
  await type(owner, "我的");
  console.log(`\n${messages} messages, ${Math.round(performance.now() - began)} ms`);
}

async function pledge(owner: Talker): Promise<void> {
  await type(owner, "认捐");
  await press(owner, "帮资金");
  await type(owner, "3000元，板长村，住房");
  await type(owner, "一个月内");
  await press(owner, "确认认捐");
}

async function deliver(cadre: Talker, code: string): Promise<void> {
  await type(cadre, "待办");
  await type(cadre, code);
  await press(cadre, /没有照片/);
  await press(cadre, /确认送到/);
}

async function confirmFor(cadre: Talker, code: string): Promise<void> {
  await type(cadre, "待办");
  await type(cadre, code);
  if (lastOf(cadre).choices?.some(({ label }) => /代/.test(label))) await press(cadre, /代/);
  await press(cadre, /收到/);
}

async function open(person: string): Promise<Talker> {
  const { token } = await call<{ token: string }>("/api/demo/sessions", { person });
  // only for the print: the people themselves go by what is in their chat
  const known = await house.deps.store.people.get(person);
  const talker = { who: known?.name ?? person, token, seen: new Set<string>(), last: null };
  for (const { id } of await history(talker)) talker.seen.add(id);
  return talker;
}

async function type(talker: Talker, text: string): Promise<void> {
  await send(talker, text, { text });
}

/** Presses a button of the last thing said, or of this bubble. */
async function press(talker: Talker, label: string | RegExp, bubble: Bubble = lastOf(talker)): Promise<void> {
  const choice = bubble.choices?.find((one) =>
    typeof label === "string" ? one.label === label : label.test(one.label),
  );
  if (!choice) throw new Error(`${talker.who} sees no button ${String(label)} under: ${bubble.text}`);
  await send(talker, `[${choice.label}]`, { choice: choice.id });
}

async function send(talker: Talker, shown: string, input: { text?: string; choice?: string }): Promise<void> {
  line(talker.who, ">", shown);
  const { replies } = await call<{ replies: Bubble[] }>(
    "/api/chat/messages",
    { id: `walk-${++messages}`, ...input },
    talker.token,
  );
  for (const reply of replies) hear(talker, reply);
}

/** Waits until one of them is told something like this; prints what they read. */
async function told(talkers: readonly Talker[], what: RegExp): Promise<[Talker, Bubble]> {
  for (let tries = 0; tries < 500; tries++) {
    for (const talker of talkers) {
      const fresh = (await history(talker)).filter(({ id, from }) => from === "bot" && !talker.seen.has(id));
      for (const bubble of fresh) hear(talker, bubble);
      const found = fresh.find(({ text }) => what.test(text));
      if (found) return [talker, found];
    }
  }
  throw new Error(`nobody was told ${String(what)}`);
}

async function history(talker: Talker): Promise<Bubble[]> {
  return (await call<{ messages: Bubble[] }>("/api/chat/messages", undefined, talker.token)).messages;
}

function hear(talker: Talker, bubble: Bubble): void {
  talker.seen.add(bubble.id);
  talker.last = bubble;
  const buttons = (bubble.choices ?? []).map(({ label }) => `[${label}]`).join(" ");
  line(talker.who, "<", bubble.text);
  if (buttons) line("", " ", buttons);
}

function lastOf(talker: Talker): Bubble {
  if (!talker.last) throw new Error(`${talker.who} has read nothing yet`);
  return talker.last;
}

function line(who: string, sign: string, text: string): void {
  const at = `${((performance.now() - began) / 1000).toFixed(3).padStart(8)} s`;
  const [first = "", ...rest] = text.split("\n");
  console.log(`${sign === " " ? " ".repeat(10) : at}  ${who.padEnd(6, "　")} ${sign} ${first}`);
  for (const more of rest) console.log(`${" ".repeat(10)}  ${"".padEnd(6, "　")}   ${more}`);
}

async function call<T>(path: string, body?: object, token?: string): Promise<T> {
  const response = await fetch(`${base}${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      ...(body ? { "content-type": "application/json" } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}
