/** Server-sent events read from `fetch`, because EventSource cannot send the session's header. */

export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/**
 * A parser of the event stream format (HTML standard, 9.2.6). Feed it text in any pieces; it returns the events
 * that are complete. Comments and events without data give none.
 */
export function createEventParser(): (chunk: string) => ServerEvent[] {
  let rest = "";
  let started = false;
  let id = "";
  let event = "";
  let data: string[] = [];

  function takeLine(line: string): ServerEvent[] {
    if (line === "") {
      const found = data.length > 0 ? [{ id, event: event || "message", data: data.join("\n") }] : [];
      event = "";
      data = [];
      return found;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    return [];
  }

  return (chunk) => {
    let text = rest + chunk;
    if (!started && text !== "") {
      text = text.replace(/^\uFEFF/, "");
      started = true;
    }
    // A carriage return at the very end may be half of a pair: it waits for the next piece.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    return lines.flatMap(takeLine);
  };
}

/** Reads a stream to its end, or until nothing came for `silenceMs` (a line that died without a word). Never throws. */
export async function readEvents(
  stream: ReadableStream<Uint8Array>,
  silenceMs: number,
  take: (event: ServerEvent) => void,
): Promise<void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const parse = createEventParser();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      clearTimeout(timer);
      timer = setTimeout(() => void reader.cancel().catch(() => undefined), silenceMs);
      const { done, value } = await reader.read();
      if (done) return;
      parse(decoder.decode(value, { stream: true })).forEach(take);
    }
  } catch {
    // The line broke, or the page closed it: the caller opens a new one.
  } finally {
    clearTimeout(timer);
  }
}
