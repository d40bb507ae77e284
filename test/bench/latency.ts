/**
 * Pledge confirmed → the cadre's message accepted by the channel, at 20 and 200 pledges a second, over HTTP against
 * the built program in a process of its own: from sending the confirmation to the event on the cadre's open stream.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { prepareOffice, type Prepared } from "./office.js";
import { countProcessor, type ProcessorUse } from "./processor.js";
import { quantile, report, round } from "./report.js";
import { run, type Running } from "./server.js";
import { stackName, startStack } from "./stack.js";

const SECONDS = 10;
const bounds = { 20: { p50: 5, p99: 20 }, 200: { p50: Infinity, p99: 50 } } as const;
/** Where the jobs and perhaps the documents are another process's. */
const farBounds = { 20: { p50: 10, p99: 50 }, 200: { p50: Infinity, p99: Infinity } } as const;

export async function latency(word?: string): Promise<void> {
  const name = stackName(word);
  const stack = await startStack(name);
  const within = name === "embedded" ? bounds : farBounds;
  for (const rate of [20, 200] as const) {
    const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
    const env = { DATA_DIR: folder, FOURHELP_DEMO: "off", ...stack.fresh() };
    const prepared = await prepareOffice(env, rate * SECONDS);
    const house = await run("dist/main.js", env);
    const { times, used } = await measure(house, prepared, rate);
    const rssMb = await house.rssMb();
    await house.stop();
    await rm(folder, { recursive: true });
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
    report({
      bench: "latency",
      ...stack.line,
      rate,
      pledges: prepared.supporters.length,
      told: times.length,
      p50: round(p50),
      p99: round(p99),
      max: round(Math.max(...times)),
      rssMb: round(rssMb),
      processorMsEach: round(((used.seconds["house"] ?? Number.NaN) * 1_000) / prepared.supporters.length),
      within: times.length === prepared.supporters.length && p50 <= within[rate].p50 && p99 <= within[rate].p99,
    });
  }
  await stack.stop();
}

async function measure(
  { base, pid }: Running,
  prepared: Prepared,
  rate: number,
): Promise<{ times: number[]; used: ProcessorUse }> {
  const cards = new Map<string, string>();
  const waiting = [...prepared.supporters];
  // everybody walks up to the confirm card first, eight at a time
  const walkers = Array.from({ length: 8 }, async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) cards.set(one.name, await toConfirmCard(base, one.token));
  });
  await Promise.all(walkers);
  const sent = new Map<string, number>();
  const times: number[] = [];
  const done = new AbortController();
  const listening = listen(base, prepared.cadreToken, done.signal, (text) => {
    const name = /S\d{5}/.exec(text)?.[0];
    const at = name === undefined ? undefined : sent.get(name);
    if (name === undefined || at === undefined) return;
    times.push(performance.now() - at);
    sent.delete(name);
  });
  await listening.open;
  const use = await countProcessor({ house: [pid] });
  const began = performance.now();
  const confirms = prepared.supporters.map(async ({ name, token }, index) => {
    await new Promise((resolve) => setTimeout(resolve, began + (index * 1000) / rate - performance.now()));
    sent.set(name, performance.now());
    // a server that cannot keep up is a figure, not a crash: what is not told is counted by its absence
    await post(base, token, { id: "confirm", choice: cards.get(name) ?? "" }).catch(() => undefined);
  });
  await Promise.all(confirms);
  // stragglers have half a minute more
  for (let i = 0; i < 3_000 && sent.size > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  const used = await use();
  done.abort();
  return { times, used };
}

/** Answers the questions of a funds pledge; returns the confirm button. */
async function toConfirmCard(base: string, token: string): Promise<string> {
  const answers = ["s.pledge-funds", "100", undefined, undefined, undefined, undefined];
  let choice: string | undefined = answers[0];
  for (let step = 0; step < 12; step++) {
    const body = choice === undefined ? { text: answers[step] ?? "" } : { choice };
    const replies = await post(base, token, { id: `m${step}`, ...body });
    const choices = replies.at(-1)?.choices ?? [];
    const confirm = choices.find(({ id }) => id.includes("once~"));
    if (confirm) return confirm.id;
    choice = answers[step + 1] === undefined ? choices[0]?.id : undefined;
  }
  throw new Error("no confirm card came");
}

interface Reply {
  readonly text: string;
  readonly choices?: readonly { id: string; label: string }[];
}

async function post(base: string, token: string, body: object): Promise<Reply[]> {
  const response = await fetch(`${base}/api/chat/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the chat answered ${response.status}`);
  const { replies } = (await response.json()) as { replies: Reply[] };
  return replies;
}

function listen(
  base: string,
  token: string,
  signal: AbortSignal,
  heard: (text: string) => void,
): { open: Promise<void> } {
  const open = fetch(`${base}/api/chat/events`, { headers: { authorization: `Bearer ${token}` }, signal }).then(
    (response) => {
      const { body } = response;
      if (!body) throw new Error("no stream");
      void (async () => {
        const decoder = new TextDecoder();
        let rest = "";
        try {
          const reader = body.getReader();
          for (let read = await reader.read(); !read.done; read = await reader.read()) {
            rest += decoder.decode(read.value, { stream: true });
            const lines = rest.split("\n");
            rest = lines.pop() ?? "";
            for (const line of lines) if (line.startsWith("data: ")) heard(line);
          }
        } catch {
          // the stream is closed by us at the end
        }
      })();
    },
  );
  return { open };
}
