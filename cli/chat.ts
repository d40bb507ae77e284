/** `fourhelp chat`: the same talk as on the web page, in a terminal, over the same contract. */
import { appendFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { Locale } from "#core/registry/people.js";
import type { Config } from "../config.js";
import { createClient, ServerGone, type Client, type Person } from "./chat/client.js";
import { reach } from "./chat/reach.js";
import { recordHead } from "./chat/record.js";
import { createTerminal, type Terminal } from "./chat/terminal.js";
import { createTalk, type Talk } from "./chat/talk.js";
import { configure } from "./house.js";
import { exitCodes, fail, processIo, tell, type Failure, type Io } from "./outcome.js";

export interface ChatOptions {
  /** Somebody of the demo by name, id or role; `true`: list them. */
  readonly as?: string | true;
  readonly url?: string;
  /** File the talk is written to. */
  readonly record?: string;
  readonly locale?: string;
  readonly json?: boolean;
}

/** Adds `chat` to the program. */
export function registerChat(program: Command): void {
  program
    .command("chat")
    .description("talk with Fourhelp in this terminal 在终端里对话")
    .option("--as [person]", "talk as somebody of the demo, by name, id or role; alone: list them 演示人物")
    .option("--url <url>", "the server to talk with; otherwise the configured one, or one just for this talk")
    .option("--locale <locale>", `language to begin in: ${Locale.options.join(" or ")}`)
    .option("--record <file>", "write the talk to a file, as a transcript that can be played again")
    .option("--json", "one JSON line for each message")
    .addHelpText(
      "after",
      "\nA number picks a choice, 0 goes back, /quit or Ctrl-D ends. Lines from a pipe are sent one by one.\n" +
        "数字选选项，0 返回上一步，/quit 结束。\n\nExample:\n  fourhelp chat --as cadre\n  printf '我想帮忙\\n企业\\n' | fourhelp chat",
    )
    .action(async (options: ChatOptions) => {
      const read = configure();
      const io = processIo();
      const json = options.json === true;
      process.exitCode = "failure" in read ? fail(io, read.failure, json) : await chat(read.config, options, io);
    });
}

/** Talks until the input ends; the exit code. */
export async function chat(config: Config, options: ChatOptions, io: Io): Promise<number> {
  const json = options.json === true;
  const locale = Locale.safeParse(options.locale);
  if (options.locale !== undefined && !locale.success) {
    const problems = [`--locale: got "${options.locale}"; it accepts ${Locale.options.join(" or ")}.`];
    return fail(io, { ending: "usage", problems }, json);
  }
  const reached = await reach(config, options.url ?? null);
  if ("failure" in reached) return fail(io, reached.failure, json);
  try {
    const client = createClient(reached.base);
    const opened = await openSession(client, options.as, locale.data ?? null);
    if ("list" in opened) return list(opened, io, json);
    return await talk({ config, options, io, client, settle: reached.settle, ...opened });
  } catch (error) {
    if (error instanceof ServerGone) return fail(io, { ending: "broken", problems: [error.message] }, json);
    throw error;
  } finally {
    await reached.close();
  }
}

interface Session {
  readonly token: string;
  /** Null: a stranger. */
  readonly person: Person | null;
  readonly locale: Locale | null;
}
/** Who there is, and why they are listed. */
interface Listing {
  readonly list: readonly Person[];
  readonly failure: Failure | null;
}

async function openSession(client: Client, as: ChatOptions["as"], locale: Locale | null): Promise<Session | Listing> {
  if (as === undefined) return { token: await client.open(locale), person: null, locale };
  const people = await client.people();
  if (people === null) {
    const problems = ["The demo is not loaded here, so there is nobody to talk as. 没有演示数据。"];
    return { list: [], failure: { ending: "refused", problems } };
  }
  if (as === true) return { list: people, failure: null };
  const person = people.find(({ id, name }) => id === as || name === as) ?? people.find(({ role }) => role === as);
  if (person) return { token: await client.openAs(person.id), person, locale };
  const problems = [`There is nobody called "${as}" in the demo; there are: 没有这个演示人物，现有：`];
  return { list: people, failure: { ending: "refused", problems } };
}

function list({ list: people, failure }: Listing, io: Io, json: boolean): number {
  const code = failure === null ? exitCodes.done : fail(io, failure, json);
  const lines = people.map(({ id, name, role, about }) => `  ${name} (${id}) ${role}: ${about}`);
  // what was asked for goes to the output, what was not beside the problem
  tell({ output: failure === null ? io.output : io.problems }, json, people, lines);
  return code;
}

interface Talking extends Session {
  readonly config: Config;
  readonly options: ChatOptions;
  readonly io: Io;
  readonly client: Client;
  settle(): Promise<void>;
}

async function talk(talking: Talking): Promise<number> {
  const { options, io, client, token, person, settle } = talking;
  const record = await openRecord(talking);
  if (typeof record !== "function") return fail(io, record, options.json === true);
  const lines = createInterface({ input: io.input, output: io.output, terminal: isTyped(io), prompt: "> " });
  // at once: lines of a pipe that come before somebody waits for them are lost
  const typed = lines[Symbol.asyncIterator]();
  const terminal = createTerminal({ io, lines, typed: isTyped(io), json: options.json === true });
  const conversation = createTalk({
    client,
    token,
    record,
    stage: terminal,
    speaker: person?.name ?? STRANGER,
    now: Date.now,
  });
  try {
    await settle();
    if (person) terminal.note(`${person.name} · ${person.about}`);
    await conversation.begin();
    return (await converse({ typed, terminal, conversation, settle })) ? exitCodes.done : exitCodes.broken;
  } finally {
    lines.close();
  }
}

const STRANGER = "owner";
const isTyped = ({ input, output }: Io): boolean => input.isTTY === true && output.isTTY === true;

async function openRecord({
  options,
  config,
  person,
  locale,
}: Talking): Promise<((text: string) => Promise<void>) | Failure> {
  const { record: path } = options;
  if (path === undefined) return () => Promise.resolve();
  const start = Date.now();
  const head = recordHead({
    title: person ? `A talk of ${person.name}, ${person.role}` : "A talk",
    people: config.demo === "on" ? "demo" : "empty",
    locale: locale ?? config.locale,
    start,
    speaker: person?.name ?? STRANGER,
  });
  try {
    await writeFile(path, head);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ending: "refused", problems: [`The talk cannot be recorded: ${why}`] };
  }
  return (text) => appendFile(path, text);
}

interface Conversing {
  readonly typed: AsyncIterable<string>;
  readonly terminal: Terminal;
  readonly conversation: Talk;
  settle(): Promise<void>;
}

/** Looks for what came by itself so often while nothing is typed. */
const POLL_MS = 2_000;

/** Line by line until the input ends. False: the session ended first. */
async function converse({ typed, terminal, conversation, settle }: Conversing): Promise<boolean> {
  const stop = new AbortController();
  const polling = terminal.typed ? poll(conversation, stop.signal) : Promise.resolve();
  try {
    terminal.prompt();
    for await (const raw of typed) {
      const line = raw.trim();
      if (/^\/(quit|exit|q)$/.test(line)) return true;
      if (line !== "") {
        terminal.echo(line);
        if (!(await conversation.say(line))) return false;
        // what the words have set going is shown before the next line of a script is sent
        await settle();
        if (!(await conversation.lookForNews())) return false;
      }
      terminal.prompt();
    }
    return true;
  } finally {
    stop.abort();
    await polling;
  }
}

async function poll(conversation: Talk, signal: AbortSignal): Promise<void> {
  const { setTimeout: pause } = await import("node:timers/promises");
  while (!signal.aborted) {
    await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
    // a server that is gone is told of at the next line
    if (!signal.aborted) await conversation.lookForNews().catch(() => undefined);
  }
}
