/**
 * 3,000 notices over Telegram while people write and are answered: the share of the allowance that is used, refusals
 * per message, and how long people wait. The built program in a process of its own, against a Bot API with Telegram's
 * limits in another (30 messages a second, one a second in a chat, 40 ms there and back).
 */
import { spawn, type ChildProcess } from "node:child_process";
import { access, mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { prepareNotices } from "./notices.js";
import { countProcessor } from "./processor.js";
import { quantile, report, round } from "./report.js";
import { freePort, run } from "./server.js";

const NOTICES = 3_000;
const ALLOWED_A_SECOND = 30;
const WRITES_EVERY_MS = 2_000;
/** Chat ids of those who write, each once, away from those who get notices. */
const FIRST_WRITER = 900_000_001;
const limitedBotApi = resolve(import.meta.dirname, "../../../shared/baselines/limited-bot-api.mjs");
const bounds = { rate: 0.97, refused: 0.002, waitP95: 1 } as const;
const secret = "a-secret-of-the-bench";

export async function pace(): Promise<void> {
  if (
    !(await access(limitedBotApi).then(
      () => true,
      () => false,
    ))
  ) {
    console.error(`The pace bench needs the Bot API with limits at ${limitedBotApi}, and it is not there.`);
    process.exitCode = 2;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-bench-"));
  await prepareNotices(folder, NOTICES);
  const { child, port } = await startLimited();
  const watch = await watchReplies(port);
  const house = await run("dist/main.js", {
    DATA_DIR: folder,
    FOURHELP_DEMO: "off",
    FOURHELP_PUBLIC_URL: "https://bench.invalid",
    TELEGRAM_BOT_TOKEN: "42:bench",
    TELEGRAM_API_ROOT: watch.url,
    TELEGRAM_WEBHOOK_SECRET: secret,
  });
  const used = await countProcessor({ house: [house.pid] });
  const writers = await writeUntil(house.base, watch, async () => (await statsOf(port)).sent >= NOTICES);
  const { sent, refused, seconds } = await statsOf(port);
  const { seconds: processor } = await used();
  await house.stop();
  watch.close();
  child.kill();
  await rm(folder, { recursive: true });
  const waits = watch.waits();
  const [rate, refusedShare] = [sent / (seconds * ALLOWED_A_SECOND), refused / sent];
  const [p50, p95] = [quantile(waits, 0.5) / 1_000, quantile(waits, 0.95) / 1_000];
  const enough = rate >= bounds.rate && refusedShare <= bounds.refused && p95 <= bounds.waitP95;
  report({
    bench: "pace",
    sent,
    seconds: round(seconds),
    rate: Math.round(rate * 1_000) / 1_000,
    refused,
    refusedPerMessage: Math.round(refusedShare * 100_000) / 100_000,
    writers,
    answered: waits.length,
    waitP50: round(p50),
    waitP95: round(p95),
    processorMsEach: round(((processor["house"] ?? Number.NaN) * 1_000) / sent),
    within: enough && waits.length === writers,
  });
}

async function startLimited(): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const env = { PATH: process.env["PATH"] ?? "", LIMIT: String(ALLOWED_A_SECOND), RTT: "40" };
  const child = spawn(process.execPath, [limitedBotApi, String(port)], { env, stdio: ["ignore", "ignore", "inherit"] });
  while (!(await statsOf(port).catch(() => undefined))) await pause(10);
  return { child, port };
}

interface Stats {
  readonly sent: number;
  readonly refused: number;
  readonly seconds: number;
}

async function statsOf(port: number): Promise<Stats> {
  const response = await fetch(`http://127.0.0.1:${port}/stats`);
  return (await response.json()) as Stats;
}

interface Watch {
  /** Where the program finds the Bot API. */
  readonly url: string;
  /** This person writes now. */
  wrote(chat: number): void;
  /** From writing to the answer that the Bot API has taken, in milliseconds; one for each who was answered. */
  waits(): readonly number[];
  close(): void;
}

/** Stands between the program and the Bot API, passes all on as it comes, and sees when a writer's answer is taken. */
async function watchReplies(port: number): Promise<Watch> {
  const wroteAt = new Map<number, number>();
  const waits = new Map<number, number>();
  const server: Server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let chat: number | undefined;
    for (const socket of [near, far]) socket.setNoDelay(true).on("error", () => socket.destroy());
    near.on("data", (data) => {
      chat = Number(/"chat_id":(\d+)/.exec(data.toString("latin1"))?.[1] ?? chat);
      far.write(data);
    });
    far.on("data", (data) => {
      const began = chat === undefined ? undefined : wroteAt.get(chat);
      const taken = data.toString("latin1").includes('"ok":true');
      if (chat !== undefined && began !== undefined && taken && !waits.has(chat))
        waits.set(chat, performance.now() - began);
      near.write(data);
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wrote: (chat) => void wroteAt.set(chat, performance.now()),
    waits: () => [...waits.values()],
    close: () => void server.close(),
  };
}

/** Somebody else writes every two seconds or so, until it is over; resolves to how many wrote. */
async function writeUntil(base: string, watch: Watch, over: () => Promise<boolean>): Promise<number> {
  let writers = 0;
  while (!(await over())) {
    const chat = FIRST_WRITER + writers;
    writers += 1;
    watch.wrote(chat);
    await write(base, writers, chat);
    // never in step with the schedule
    await pause(WRITES_EVERY_MS + ((writers * 137) % 400) - 200);
  }
  // the last one may just have written
  await pause(1_000);
  return writers;
}

async function write(base: string, update: number, chat: number): Promise<void> {
  const from = { id: chat, is_bot: false, first_name: "-", language_code: "zh" };
  const message = {
    message_id: 1,
    date: 1_800_000_000,
    from,
    chat: { id: chat, type: "private", first_name: "-" },
    text: "你好",
  };
  const response = await fetch(`${base}/telegram/webhook`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
    body: JSON.stringify({ update_id: update, message }),
  });
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
