/** One talk in a terminal: lines in, bubbles out, notices as they come. */
import { randomUUID } from "node:crypto";
import type { Answer, Choice, Client, Message } from "./client.js";
import { recordNews, recordPause, recordSaid, recordSent } from "./record.js";
import { numberChoices, picked, type Numbered } from "./screen.js";

/** Where a talk shows itself. */
export interface Stage {
  /** `notice`: it came by itself, maybe while a line is being typed. */
  show(message: Message, numbered: readonly Numbered[], as: "reply" | "notice"): void;
  /** A sentence of the program itself. */
  note(text: string): void;
}

export interface TalkDeps {
  readonly client: Client;
  readonly token: string;
  readonly stage: Stage;
  /** Writes to the record; does nothing where none is kept. */
  record(text: string): Promise<void>;
  readonly speaker: string;
  /** Milliseconds. */
  now(): number;
}

export interface Talk {
  /** Shows what is open from before, or asks to be greeted. */
  begin(): Promise<void>;
  /** Sends one line. False: the session has ended. */
  say(line: string): Promise<boolean>;
  /** Shows what came by itself. */
  lookForNews(): Promise<boolean>;
}

/** What asks for the bot's greeting. */
const GREET = "start";

/** Makes a talk on an open session. */
export function createTalk(deps: TalkDeps): Talk {
  const { client, token, stage, speaker } = deps;
  const shown = new Set<string>();
  let numbered: readonly Numbered[] = [];
  let seenTo: string | null = null;
  let lastAt = deps.now();
  let calls: Promise<unknown> = Promise.resolve();

  /** One call at a time: an answer must not be overtaken by the look for news that finds it too. */
  function alone<T>(call: () => Promise<T>): Promise<T> {
    const mine = calls.then(call);
    calls = mine.catch(() => undefined);
    return mine;
  }

  function show(messages: readonly Message[], as: "reply" | "notice"): void {
    // an answer closes the question before it; a notice only adds to it
    if (as === "reply" && messages.length > 0) numbered = [];
    for (const message of messages) {
      shown.add(message.id);
      const its = numberChoices(message.choices, Math.max(0, ...numbered.map(({ number }) => number)));
      numbered = [...numbered, ...its];
      stage.show(message, its, as);
    }
  }

  async function send(
    outgoing: { readonly text: string } | { readonly choice: string },
    written: string,
  ): Promise<boolean> {
    const pause = recordPause(deps.now() - lastAt);
    lastAt = deps.now();
    await deps.record(pause + written);
    return alone(async () => {
      const answer = await client.send(token, { id: randomUUID(), ...outgoing });
      if (answer.type === "said") {
        show(answer.messages, "reply");
        await deps.record(recordSaid(answer.messages));
      }
      return goesOn(answer);
    });
  }

  function goesOn(answer: Answer): boolean {
    if (answer.type === "refused") stage.note(answer.message);
    if (answer.type === "ended") stage.note("This conversation has ended. 这次会话已经结束。");
    return answer.type !== "ended";
  }

  /** The messages since the last look; all count as seen. */
  async function fetchNew(): Promise<{ readonly answer: Answer; readonly messages: readonly Message[] }> {
    const answer = await client.after(token, seenTo);
    const messages = answer.type === "said" ? answer.messages : [];
    seenTo = messages.at(-1)?.id ?? seenTo;
    return { answer, messages };
  }

  return {
    async begin() {
      const { messages } = await alone(fetchNew);
      const lastMine = messages.findLastIndex(({ from }) => from === "me");
      const open = messages.slice(lastMine + 1);
      for (const { id } of messages) shown.add(id);
      show(open, "reply");
      await deps.record(recordNews(speaker, open));
      if (lastMine === -1) await send({ choice: GREET }, recordSent({ start: true }));
    },
    say(line) {
      const choice: Choice | undefined = picked(line, numbered);
      return choice
        ? send({ choice: choice.id }, recordSent({ label: choice.label }))
        : send({ text: line }, recordSent({ text: line }));
    },
    lookForNews: () =>
      alone(async () => {
        const { answer, messages } = await fetchNew();
        const news = messages.filter(({ id, from }) => from === "bot" && !shown.has(id));
        show(news, "notice");
        await deps.record(recordNews(speaker, news));
        return goesOn(answer);
      }),
  };
}
