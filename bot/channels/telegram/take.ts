/** Takes updates in, however they came: reads each, has it received, and does what Telegram wants in return. */
import type { Receive } from "#app/receive.js";
import type { PhotoInput } from "./photo.js";
import { answerPress, markChosen, type PressDeps } from "./press.js";
import { addressOf, readUpdate, type Pressed, type Reading, type Self } from "./read.js";

export interface TakeDeps extends PressDeps {
  readonly receive: Receive;
  readonly photoInput: PhotoInput;
  self(): Self;
}

/** Resolves once the update is durable, or is none for us; rejects when it could not be kept and must come again. */
export type Take = (update: unknown) => Promise<"taken" | "malformed">;

export function createTake(deps: TakeDeps): Take {
  /** Conversations in which a photo is being fetched: what was said after it waits, so that the order stays. */
  const fetching = new Map<string, Promise<unknown>>();
  return async (update) => {
    const reading = readUpdate(update, deps.self());
    if (reading.type === "malformed") return "malformed";
    const address = addressOf(reading);
    const before = address === null ? undefined : fetching.get(address);
    if (address === null || (!before && reading.type !== "photo")) {
      await carryIn(deps, reading);
      return "taken";
    }
    const mine = (before ?? Promise.resolve()).then(() => carryIn(deps, reading));
    const settled = mine
      .catch(() => undefined)
      .finally(() => {
        if (fetching.get(address) === settled) fetching.delete(address);
      });
    fetching.set(address, settled);
    await mine;
    return "taken";
  };
}

async function carryIn(deps: TakeDeps, reading: Reading): Promise<void> {
  switch (reading.type) {
    case "inbound":
      await deps.receive(reading.inbound);
      return;
    case "photo":
      await deps.receive({ ...reading.from, input: await deps.photoInput(reading.from, reading.photo) });
      return;
    case "press":
      return press(deps, reading.query, reading.pressed);
    case "ignored":
    case "malformed":
      return;
  }
}

async function press(deps: TakeDeps, query: string, pressed: Pressed | null): Promise<void> {
  try {
    if (pressed) markChosen(deps, pressed, await deps.receive(pressed.inbound));
  } finally {
    answerPress(deps, query);
  }
}
