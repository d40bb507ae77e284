/**
 * Buttons as codecs: `a.<turn>.<value>` answers the question asked in that turn; `s.<entry>.<arg>…` starts a flow
 * and stays good for as long as the thing it names. At most 64 bytes (Telegram's callback data, 1–64).
 */

export type Button =
  | { readonly type: "answer"; readonly turn: number; readonly value: string }
  | { readonly type: "start"; readonly entry: string; readonly args: readonly string[] };

export const BUTTON_BYTES = 64;

/** Packs a button; throws when it would be longer than 64 bytes or an argument holds a dot, which is a bug of the flow. */
export function packButton(button: Button): string {
  const parts =
    button.type === "answer"
      ? ["a", button.turn.toString(36), button.value]
      : ["s", button.entry, ...button.args.map(plainArg)];
  const packed = parts.join(".");
  if (packed.length > BUTTON_BYTES || !/^[\x21-\x7e]+$/.test(packed)) {
    throw new Error(`button "${packed}" does not fit ${BUTTON_BYTES} plain bytes`);
  }
  return packed;
}

/** Unpacks what came back; undefined for anything that is not ours. */
export function unpackButton(id: string): Button | undefined {
  if (id.length > BUTTON_BYTES) return undefined;
  const [tag, head, ...rest] = id.split(".");
  if (tag === "a" && head && /^[0-9a-z]+$/.test(head) && rest.length > 0) {
    return { type: "answer", turn: Number.parseInt(head, 36), value: rest.join(".") };
  }
  if (tag === "s" && head && rest.every((arg) => arg !== "")) return { type: "start", entry: head, args: rest };
  return undefined;
}

function plainArg(arg: string): string {
  if (arg === "" || arg.includes(".")) throw new Error(`button argument "${arg}" may not be empty or hold a dot`);
  return arg;
}
