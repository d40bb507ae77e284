/** Finds a server to talk with: the one that runs, or one of our own for as long as the talk lasts. */
import type { Config } from "../../config.js";
import { openHouse } from "../house.js";
import type { Failure } from "../outcome.js";

export interface Reached {
  readonly base: string;
  /** Resolves when what was said has had its effects, where that can be known. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const PROBE_MS = 2_000;
/** What is in hand when the talk ends may take this long. */
const GRACE_MS = 5_000;
const nothing = (): Promise<void> => Promise.resolve();

/** The server at `url`; without one the configured address; when nothing answers there, a house in this process. */
export async function reach(config: Config, url: string | null): Promise<Reached | { readonly failure: Failure }> {
  const base = (url ?? addressOf(config)).replace(/\/+$/, "");
  if (await answers(base)) return { base, settle: nothing, close: nothing };
  if (url !== null) {
    const problems = [`Nothing that is Fourhelp answers at ${base}. 这个地址没有四帮服务。`];
    return { failure: { ending: "broken", problems } };
  }
  const opened = await openHouse({
    ...config,
    port: 0,
    host: "127.0.0.1",
    publicUrl: null,
    roles: ["bot", "api", "worker"],
  });
  if ("failure" in opened) {
    const hint = `Nothing answers at ${base}. Give the address of the server that runs: fourhelp chat --url http://…`;
    const problems = opened.inUse ? [...opened.failure.problems, hint] : opened.failure.problems;
    return { failure: { ...opened.failure, problems } };
  }
  const { house } = opened;
  const { server } = house;
  if (!server) throw new Error("a house with the role api has a server");
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  return { base: address, settle: () => house.queue.idle(), close: () => house.close(GRACE_MS) };
}

function addressOf({ host, port }: Config): string {
  const near = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${near.includes(":") ? `[${near}]` : near}:${port}`;
}

async function answers(base: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(PROBE_MS) });
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null && "ok" in body;
  } catch {
    return false;
  }
}
