/** The chat page and a scripted talk behind the real contract (design §6), with faults that can be switched on. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";

const PAGE = join(import.meta.dirname, "../../web/chat");
/** The policy the page must live under. */
export const PAGE_CSP = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'";

export interface Page {
  readonly html: string;
  readonly css: string;
  readonly js: string;
}

/** Builds the page as it is served. */
export async function buildPage(): Promise<Page> {
  const options = {
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2020",
    charset: "utf8",
  } as const;
  const [js, css] = await Promise.all(
    ["main.ts", "style.css"].map((file) => build({ ...options, entryPoints: [join(PAGE, file)] })),
  );
  return {
    html: await readFile(join(PAGE, "index.html"), "utf8"),
    css: css?.outputFiles[0]?.text ?? "",
    js: js?.outputFiles[0]?.text ?? "",
  };
}

export interface ScriptedChoice {
  readonly id: string;
  readonly label: string;
}
export interface ScriptedMessage {
  readonly id: string;
  readonly from: "bot" | "me";
  readonly at: string;
  readonly text: string;
  readonly choices?: readonly ScriptedChoice[];
  readonly photo?: boolean;
}
/** What a person sent, as it came; repeats are listed again. */
export interface Received {
  readonly token: string;
  readonly id: string;
  readonly text?: string;
  readonly choice?: string;
  readonly photo?: string;
}
export interface Said {
  readonly text: string;
  readonly choices?: readonly ScriptedChoice[];
}
/** Answers an input, or refuses it with a sentence. */
export type Script = (input: Received) => readonly Said[] | { readonly refuse: string };

/**
 * `offline`: every call is dropped; `slow`: answers wait for `release`; `error`: 500; `lost`: what is sent is taken,
 * but the answer is dropped; `repeat`: every event comes twice.
 */
export type Fault = "none" | "offline" | "slow" | "error" | "lost" | "repeat";

interface Talk {
  readonly messages: ScriptedMessage[];
  readonly answered: Map<string, readonly ScriptedMessage[]>;
  readonly streams: Set<ServerResponse>;
}

export interface ChatServer {
  readonly url: string;
  readonly received: Received[];
  /** Sessions opened, newest last. */
  readonly tokens: string[];
  setFault(fault: Fault): void;
  setScript(script: Script): void;
  /** Lets slow answers go. */
  release(): void;
  /** Says something by itself to the newest session. */
  notify(said: Said): void;
  /** Makes the key of a single-use link to a talk in which this was said. */
  makeLink(...said: readonly Said[]): string;
  /** Ends all sessions, or one: their tokens answer 401. */
  endSessions(token?: string): void;
  /** Cuts the open streams. */
  cutStreams(): void;
  /** Streams open now. */
  openStreams(): number;
  close(): Promise<void>;
}

const WELCOME: Said = {
  text: "您好，这里是青石县四帮平台：资金、岗位、产业、信息，您能帮哪样都行。",
  choices: [
    { id: "help", label: "我想帮忙" },
    { id: "cadre", label: "我是帮扶干部" },
    { id: "need", label: "我家需要帮助" },
    { id: "en", label: "English" },
  ],
};
const WHO: Said = {
  text: "谢谢您。先认识一下：您是代表企业，还是个人？",
  choices: [
    { id: "company", label: "企业" },
    { id: "person", label: "个人" },
  ],
};

/** The welcome, one question, and an echo for everything else. */
export function usualScript(input: Received): readonly Said[] {
  if (input.choice === "start") return [WELCOME];
  if (input.choice === "help") return [WHO];
  return [{ text: `收到：${input.photo ? "［照片］" : ""}${input.text ?? input.choice ?? ""}` }];
}

const PEOPLE = [{ id: "li", name: "李倩", role: "cadre", about: "板长村" }];

async function readJson(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, string>;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Starts it on a free port of this machine. */
export async function startChatServer(page: Page): Promise<ChatServer> {
  const talks = new Map<string, Talk>();
  const links = new Map<string, readonly Said[]>();
  const received: Received[] = [];
  const tokens: string[] = [];
  let fault: Fault = "none";
  let script: Script = usualScript;
  let count = 0;
  let waiting: (() => void)[] = [];

  function openTalk(): string {
    const token = `token-${(count += 1)}`;
    talks.set(token, { messages: [], answered: new Map(), streams: new Set() });
    tokens.push(token);
    return token;
  }
  function write(talk: Talk, message: ScriptedMessage): void {
    talk.messages.push(message);
    for (const stream of talk.streams) {
      for (let copies = fault === "repeat" ? 2 : 1; copies > 0; copies -= 1) {
        stream.write(`id: ${message.id}\ndata: ${JSON.stringify(message)}\n\n`);
      }
    }
  }
  const makeMessage = (said: Said): ScriptedMessage => ({
    id: `m${(count += 1)}`,
    from: "bot",
    at: new Date().toISOString(),
    ...said,
  });

  async function takeMessage(talk: Talk, token: string, request: IncomingMessage, response: ServerResponse) {
    const body = await readJson(request);
    const input: Received = { ...body, token, id: body["id"] ?? "" };
    received.push(input);
    if (fault === "slow") await new Promise<void>((resolve) => waiting.push(resolve));
    const before = talk.answered.get(input.id);
    if (before && fault === "lost") return response.destroy();
    if (before) return answer(response, 200, { replies: before });
    const said = script(input);
    if ("refuse" in said) return answer(response, 400, { error: "invalid", message: said.refuse });
    const replies = said.map(makeMessage);
    const own: ScriptedMessage = {
      id: input.id,
      from: "me",
      at: new Date().toISOString(),
      text: input.choice === "start" ? "" : (input.text ?? labelOf(talk, input.choice)),
      ...(input.photo === undefined ? {} : { photo: true }),
    };
    talk.answered.set(input.id, replies);
    [own, ...replies].forEach((message) => write(talk, message));
    if (fault === "lost") response.destroy();
    else answer(response, 200, { replies });
  }
  function labelOf(talk: Talk, choice: string | undefined): string {
    return talk.messages.flatMap((message) => message.choices ?? []).find((c) => c.id === choice)?.label ?? "";
  }
  function openStream(talk: Talk, request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": open\n\n");
    talk.streams.add(response);
    request.on("close", () => talk.streams.delete(response));
  }

  function spendLink({ key = "" }: Record<string, string>, response: ServerResponse): void {
    const said = links.get(key);
    if (!links.delete(key) || !said) return answer(response, 404, { error: "link-spent", message: "…" });
    const token = openTalk();
    talks.get(token)?.messages.push(...said.map(makeMessage));
    answer(response, 201, { token });
  }

  async function serveApi(path: string, after: string | null, request: IncomingMessage, response: ServerResponse) {
    if (fault === "offline") return response.destroy();
    if (fault === "error") return answer(response, 500, { error: "internal", message: "…" });
    if (path === "/api/demo/people") return answer(response, 200, PEOPLE);
    if (path === "/api/chat/sessions") return answer(response, 201, { token: openTalk() });
    if (path === "/api/chat/links") return spendLink(await readJson(request), response);
    if (path === "/api/demo/sessions") {
      const { person } = await readJson(request);
      const known = PEOPLE.some((other) => other.id === person);
      return known ? answer(response, 201, { token: openTalk() }) : answer(response, 404, { error: "not-found" });
    }
    const token = (request.headers.authorization ?? "").replace("Bearer ", "");
    const talk = talks.get(token);
    if (!talk) return answer(response, 401, { error: "ended", message: "…" });
    if (path === "/api/chat/events") return openStream(talk, request, response);
    if (request.method === "POST") return takeMessage(talk, token, request, response);
    const from = talk.messages.findIndex((message) => message.id === after) + 1;
    return answer(response, 200, { messages: after === null ? talk.messages.slice(-50) : talk.messages.slice(from) });
  }
  function servePage(path: string, response: ServerResponse): void {
    const files: Record<string, readonly [type: string, text: string]> = {
      "/": ["text/html; charset=utf-8", page.html],
      "/chat/main.js": ["text/javascript; charset=utf-8", page.js],
      "/chat/style.css": ["text/css; charset=utf-8", page.css],
    };
    const [type, text] = files[path] ?? ["text/plain", "none"];
    response.writeHead(path in files ? 200 : 404, { "content-type": type, "content-security-policy": PAGE_CSP });
    response.end(text);
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (!url.pathname.startsWith("/api/")) return servePage(url.pathname, response);
    void serveApi(url.pathname, url.searchParams.get("after"), request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const allStreams = () => [...talks.values()].flatMap((talk) => [...talk.streams]);

  return {
    url: `http://127.0.0.1:${port}`,
    received,
    tokens,
    setFault: (next) => void (fault = next),
    setScript: (next) => void (script = next),
    release() {
      fault = "none";
      waiting.forEach((go) => go());
      waiting = [];
    },
    notify(said) {
      const talk = talks.get(tokens.at(-1) ?? "");
      if (talk) write(talk, makeMessage(said));
    },
    makeLink(...said) {
      const key = `key-${(count += 1)}`.padEnd(32, "x");
      links.set(key, said);
      return key;
    },
    endSessions(token) {
      for (const [one, talk] of talks) {
        if (token !== undefined && token !== one) continue;
        talk.streams.forEach((stream) => stream.destroy());
        talks.delete(one);
      }
    },
    cutStreams: () => allStreams().forEach((stream) => stream.destroy()),
    openStreams: () => allStreams().length,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
