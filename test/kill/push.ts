/**
 * A messaging network that hands messages over, as a double: foreign, with a webhook. What it has taken lies in a file
 * that outlives the process, so that a message taken twice is seen even when two processes sent it.
 */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Channel } from "#bot/channels/port.js";
import type { Pass } from "./points.js";

const Taken = z.object({
  address: z.string(),
  id: z.string(),
  text: z.string(),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
});
/** One message that the network took. */
export type Taken = z.infer<typeof Taken>;

const Update = z.object({
  address: z.string(),
  id: z.string(),
  text: z.string().optional(),
  choice: z.string().optional(),
});

/** The channel `push`; everything it is handed is appended to `file`, durably, before it answers. */
export function createPushDouble(file: string, pass: Pass): Channel {
  return {
    id: "push",
    dataClass: "foreign",
    abilities: { buttons: 20, photos: true, textLimit: 4_000 },
    delivery: "push",
    routes: ({ receive }) => [
      {
        method: "POST",
        path: "/push/updates",
        perMinute: 100_000,
        async handle({ body }) {
          const { address, id, text, choice } = Update.parse(body);
          const input = choice === undefined ? { type: "text", text: text ?? "" } : { type: "choice", id: choice };
          await receive({ channel: "push", address, externalId: id, input } as Parameters<typeof receive>[0]);
          return { status: 200, body: {} };
        },
      },
    ],
    send(address, { id, rendered: { text, choices } }) {
      // rows of replies end in their number
      const sort = /\.r\d+$/.test(id) ? "reply" : "send";
      pass(`${sort}.calling`);
      append(file, { address, id, text, choices: choices.map((choice) => ({ ...choice })) });
      pass(`${sort}.arrived`);
      return Promise.resolve({ type: "sent", providerId: `push-${id}` });
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

function append(file: string, taken: Taken): void {
  const handle = openSync(file, "a");
  appendFileSync(handle, `${JSON.stringify(taken)}\n`);
  fsyncSync(handle);
  closeSync(handle);
}

/** Everything the network has taken so far, in order. */
export function readTaken(file: string): Taken[] {
  if (!existsSync(file)) return [];
  // a line is complete once its end is there
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => Taken.parse(JSON.parse(line)));
}
