/**
 * A messaging network that pushes, as a double: foreign unless told, with a webhook behind a secret, and with
 * whatever outcomes a test wants of its sends. What a Telegram-like channel will have to do can be tried on it.
 */
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Abilities, SendOutcome } from "#app/outlet.js";
import { refused, type RouteRequest, type RouteResponse } from "#app/route.js";
import type { Channel, ChannelDeps } from "#bot/channels/port.js";
import type { Inbound, Input, Rendered } from "#core/message/talk.js";

/** One call of `send`, as the network got it. */
export interface Handed {
  readonly address: string;
  readonly id: string;
  readonly text: string;
  readonly choices: Rendered["choices"];
}

/** What the network does with one send: an outcome of the vocabulary by name, or a connection that hangs until `release`. */
export type Scripted = SendOutcome | "sent" | "hang";

export interface PushChannel extends Channel {
  /** Every call of `send`, in order, whatever became of it. */
  readonly handed: readonly Handed[];
  /** The outcomes of the next sends, in order; every one after them is sent. */
  script(...outcomes: readonly Scripted[]): void;
  /** Forgets what was handed over and scripted, for a test that shares a house with others. */
  forget(): void;
  /** Lets the oldest hanging send end, as the network at last would. */
  release(outcome: SendOutcome): void;
  /** Has it been started, and not stopped since? */
  running(): boolean;
}

export interface PushOptions {
  readonly id?: string;
  readonly dataClass?: Channel["dataClass"];
  readonly abilities?: Partial<Abilities>;
}

export const pushPath = "/push/webhook";
export const pushSecretHeader = "x-push-secret";
export const pushSecret = "A-Secret-Only-The-Network-Knows";

/** An update as this network writes it; what else it may carry is not read. */
const Update = z.object({
  update: z.string().regex(/^[\w-]{1,64}$/),
  from: z.string().min(1).max(100),
  text: z.string().optional(),
  button: z.string().optional(),
});

export function createPushChannel(options: PushOptions = {}): PushChannel {
  const id = options.id ?? "push";
  const handed: Handed[] = [];
  const outcomes: Scripted[] = [];
  const hanging: ((outcome: SendOutcome) => void)[] = [];
  let running = false;
  return {
    id,
    dataClass: options.dataClass ?? "foreign",
    abilities: { buttons: 8, photos: true, textLimit: 4_096, ...options.abilities },
    delivery: "push",
    handed,
    script: (...more) => void outcomes.push(...more),
    forget() {
      handed.length = 0;
      outcomes.length = 0;
      hanging.length = 0;
    },
    release(outcome) {
      const end = hanging.shift();
      if (!end) throw new Error("no send hangs");
      end(outcome);
    },
    running: () => running,
    send(address, { id: message, rendered: { text, choices } }) {
      handed.push({ address, id: message, text, choices });
      const outcome = outcomes.shift() ?? "sent";
      if (outcome === "hang") return new Promise((resolve) => hanging.push(resolve));
      return Promise.resolve(outcome === "sent" ? { type: "sent", providerId: `net-${handed.length}` } : outcome);
    },
    routes: (deps) => [
      {
        method: "POST",
        path: pushPath,
        bodyLimit: 64 * 1024,
        perMinute: 60_000,
        handle: (request) => webhook(id, deps, request),
      },
    ],
    start: () => Promise.resolve(void (running = true)),
    stop: () => Promise.resolve(void (running = false)),
  };
}

/** 401 without the secret, 400 for what is no update, else 200 once the message is durable. */
async function webhook(channel: string, deps: ChannelDeps, { headers, body }: RouteRequest): Promise<RouteResponse> {
  if (!isSecret(headers[pushSecretHeader] ?? "")) return refused(401, "not-the-network", "wrong secret");
  const parsed = Update.safeParse(body);
  if (!parsed.success) return refused(400, "no-update", "not an update of this network");
  await deps.receive(inboundOf(channel, parsed.data));
  return { status: 200, body: { ok: true } };
}

function isSecret(given: string): boolean {
  const [mine, theirs] = [Buffer.from(pushSecret), Buffer.from(given)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

function inboundOf(channel: string, { update, from, text, button }: z.infer<typeof Update>): Inbound {
  return { channel, address: from, externalId: update, input: inputOf(text, button) };
}

function inputOf(text: string | undefined, button: string | undefined): Input {
  if (button !== undefined) return { type: "choice", id: button };
  if (text !== undefined) return { type: "text", text };
  return { type: "unsupported", what: "sticker" };
}
