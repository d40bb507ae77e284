/**
 * The dialogue engine: (state, input) → (state, replies) or one look-up or command to be answered first.
 * Pure and channel-neutral; `app/receive.ts` feeds it and commits what it returns.
 */
import type { Answer, Dialogue, TalkContext, Turn } from "#app/talk.js";
import { say, type Message } from "#core/message/message.js";
import type { Choice, Input, Reply } from "#core/message/talk.js";
import { pickChoice } from "#core/text/choice.js";
import { sameWords } from "#core/text/normalise.js";
import { packButton, unpackButton } from "./buttons.js";
import type { Flow, Move, Prompt, Reaction } from "./flow.js";
import { freshState, MAX_FRAMES, MAX_TRAIL, readState, type Frame, type Offered, type TalkState } from "./state.js";

/** The wording the engine listens for; from `locales/`. */
export interface Wording {
  /** A message's text in every language, to match what people type against buttons. */
  labels(message: Message): string[];
  /** All words that mean `key` in any language. */
  words(key: string): readonly string[];
}

export interface DialogueDeps {
  readonly flows: Readonly<Record<string, Flow>>;
  /** Words typed anywhere that start a flow: word key → flow id. The first that matches wins. */
  readonly entries: Readonly<Record<string, string>>;
  readonly wording: Wording;
  /** Flow played when nothing is under way and the text is no known word; gets the text as its argument. */
  readonly fallback: string;
  /** Flow that answers an old press of a button with a single-use token. */
  readonly stale: string;
  /** Flow for `STOP`, obeyed before anything else. */
  readonly stop: string;
}

/** A single-use option's value: what it does, then the token. */
export const ONCE = "once~";
const BACK = "~back";
const RESUME = ["~continue", "~restart", "~drop"] as const;
/** More moves than this within one message is a bug of a flow. */
const MAX_HOPS = 40;

/** What one message has led to so far; lives only inside `receive`. */
interface Play {
  talk: TalkState;
  replies: Reply[];
  hops: number;
}

export function createDialogue(deps: DialogueDeps): Dialogue {
  return {
    step(stored, input, context) {
      const read = readState(stored);
      const known = read?.frames.every((frame) => deps.flows[frame.flow]?.version === frame.version && hasNode(frame));
      if (read && known) return react({ talk: read, replies: [], hops: 0 }, input, context);
      // a talk from another version: say so kindly and go on afresh, never crash (codebases §5, "deploy breaks open chats")
      const play: Play = { talk: { ...freshState, turn: (read?.turn ?? 0) + 1 }, replies: [], hops: 0 };
      tell(play, say("talk.changed"));
      return input.type === "text" || unpackButton(input.type === "choice" ? input.id : "")?.type === "start"
        ? react(play, input, context)
        : start(play, deps.fallback, [""], context);
    },
    resume(state, answer, context) {
      return answered(state as Play, answer, context);
    },
  };

  function hasNode(frame: Frame): boolean {
    return deps.flows[frame.flow]?.nodes[frame.node] !== undefined;
  }

  function react(play: Play, input: Input, context: TalkContext): Turn {
    switch (input.type) {
      case "choice":
        return pressed(play, input.id, context);
      case "text":
        return typed(play, input.text, context);
      case "photo":
        return top(play)
          ? move(play, on(play, { type: "photo", photo: input.photo, text: input.text }, context), context)
          : start(play, deps.fallback, [""], context);
      case "unsupported":
        tell(play, say("talk.unsupported", { what: input.what }));
        return reprompt(play, context);
    }
  }

  function pressed(play: Play, id: string, context: TalkContext): Turn {
    const button = unpackButton(id);
    if (button?.type === "start" && deps.flows[button.entry]) return start(play, button.entry, button.args, context);
    if (button?.type === "answer") {
      const offered = button.turn === play.talk.turn && play.talk.offered?.options.some((o) => o.value === button.value);
      if (offered) return picked(play, button.value, context);
      if (button.value.startsWith(ONCE)) return start(play, deps.stale, [button.value.slice(ONCE.length)], context);
    }
    tell(play, say("talk.stale"));
    return reprompt(play, context);
  }

  function typed(play: Play, text: string, context: TalkContext): Turn {
    if (hears("words.stop", text)) return start(play, deps.stop, [], context);
    const offered = offeredFor(play, text);
    if (offered?.value !== undefined) return picked(play, offered.value, context);
    if (offered?.start !== undefined) return start(play, offered.start, offered.args ?? [], context);
    if (hears("words.cancel", text)) return cancel(play, context);
    if (hears("words.back", text)) return back(play, context);
    for (const [words, flow] of Object.entries(deps.entries)) {
      if (hears(words, text)) return start(play, flow, [], context);
    }
    const frame = top(play);
    if (!frame) return start(play, deps.fallback, [text], context);
    if (play.talk.resuming || isOld(context)) return askToResume(play, frame, context);
    return move(play, on(play, { type: "typed", text }, context), context);
  }

  function hears(words: string, text: string): boolean {
    return deps.wording.words(words).some((word) => sameWords(word, text));
  }

  function offeredFor(play: Play, text: string): Offered["options"][number] | undefined {
    const options = play.talk.offered?.options ?? [];
    if (options.length === 0) return undefined;
    const frame = top(play);
    const node = frame && !play.talk.resuming ? deps.flows[frame.flow]?.nodes[frame.node] : undefined;
    const numbers = !(node?.type === "ask" && node.digits === "read");
    const choices = options.map((option, index) => {
      return { value: String(index), labels: deps.wording.labels(option.label as Message) };
    });
    const found = pickChoice(text, choices, { numbers });
    return found === undefined ? undefined : options[Number(found)];
  }

  function picked(play: Play, value: string, context: TalkContext): Turn {
    const frame = top(play);
    if (value === BACK) return back(play, context);
    if (play.talk.resuming && frame) {
      if (value === RESUME[0]) return enter(play, frame.node, frame.data, frame.trail, context);
      play.talk = { ...play.talk, resuming: false };
      return value === RESUME[1] ? start(play, frame.flow, [], context) : cancel(play, context);
    }
    if (!frame) return reprompt(play, context);
    return move(play, on(play, { type: "picked", value }, context), context);
  }

  function on(play: Play, reaction: Reaction, context: TalkContext): Move<never> {
    const frame = top(play);
    const node = frame && deps.flows[frame.flow]?.nodes[frame.node];
    if (!frame || node?.type !== "ask") throw new Error("an answer needs a question");
    return node.on(frame.data as never, reaction, context);
  }

  /** The one place where moves are made. */
  function move(play: Play, next: Move<never>, context: TalkContext): Turn {
    if (++play.hops > MAX_HOPS) throw new Error(`flow ${top(play)?.flow ?? "?"} does not come to rest`);
    const frame = top(play);
    if ("again" in next) {
      play.replies.push({ message: next.again, choices: choicesOf(play) });
      return rest(play);
    }
    if ("end" in next) return finish(play, next.end, context);
    if (next.say) for (const message of next.say) tell(play, message);
    if ("start" in next) {
      play.talk = { ...play.talk, frames: play.talk.frames.slice(0, -1), offered: null };
      return start(play, next.start, next.args ?? [], context);
    }
    if (!frame) throw new Error("a move needs a flow");
    const asked = deps.flows[frame.flow]?.nodes[frame.node]?.type === "ask";
    const trail =
      asked && next.back !== false
        ? [...frame.trail, { node: frame.node, data: frame.data }].slice(-MAX_TRAIL)
        : frame.trail;
    return enter(play, next.to, next.data, trail, context);
  }

  /** Goes to a node of the flow under way: acts, looks up, or asks. */
  function enter(play: Play, name: string, data: unknown, trail: Frame["trail"], context: TalkContext): Turn {
    const frame = top(play);
    const node = frame && deps.flows[frame.flow]?.nodes[name];
    if (!frame || !node) throw new Error(`no node ${name} in flow ${frame?.flow ?? "?"}`);
    const here: Frame = { ...frame, node: name, data, trail };
    play.talk = { ...play.talk, frames: [...play.talk.frames.slice(0, -1), here], resuming: false };
    if (node.type === "act") return { type: "do", state: play, call: node.run(data as never, context) };
    if (node.load) return { type: "look", state: play, call: node.load(data as never, context) };
    return shown(play, node.show(data as never, context, undefined), context);
  }

  function answered(play: Play, answer: Answer, context: TalkContext): Turn {
    const frame = top(play);
    const node = frame && deps.flows[frame.flow]?.nodes[frame.node];
    if (!frame || !node) throw new Error("an answer came for no node");
    if (answer.type === "done" && node.type === "act") {
      return move(play, node.done(frame.data as never, answer.result as never, context), context);
    }
    if (answer.type === "found" && node.type === "ask") {
      return shown(play, node.show(frame.data as never, context, answer.answer), context);
    }
    throw new Error(`node ${frame.node} of ${frame.flow} got an answer of another kind`);
  }

  function shown(play: Play, shown: Prompt | Move<never>, context: TalkContext): Turn {
    if (!("message" in shown)) return move(play, { back: false, ...shown } as Move<never>, context);
    const frame = top(play);
    const options: Offered["options"] = (shown.options ?? []).map((option) =>
      "start" in option
        ? { start: option.start, args: [...option.args], label: plain(option.label) }
        : { value: option.value, label: plain(option.label) },
    );
    if (frame && frame.trail.length > 0) options.push({ value: BACK, label: plain(say("choice.back")) });
    offer(play, shown.message, options);
    return rest(play);
  }

  function start(play: Play, id: string, args: readonly string[], context: TalkContext): Turn {
    const flow = deps.flows[id];
    if (!flow) throw new Error(`no flow ${id}`);
    // drafts wait below what interrupts them; menus and lists are simply left
    const kept = play.talk.frames.filter((frame) => frame.flow !== id && deps.flows[frame.flow]?.recap);
    const frame: Frame = { flow: id, version: flow.version, node: "", data: null, trail: [] };
    play.talk = { ...play.talk, frames: [...kept.slice(1 - MAX_FRAMES), frame], offered: null, resuming: false };
    return move(play, flow.begin(args, context), context);
  }

  function finish(play: Play, last: readonly (Message | Prompt)[], context: TalkContext): Turn {
    play.talk = { ...play.talk, frames: play.talk.frames.slice(0, -1), offered: null, resuming: false };
    for (const item of last) {
      if ("key" in item) tell(play, item);
      else {
        const starts = (item.options ?? []).map((option) => {
          if (!("start" in option)) throw new Error("the last words of a flow carry only buttons that start one");
          return { start: option.start, args: [...option.args], label: plain(option.label) };
        });
        offer(play, item.message, starts);
      }
    }
    const waiting = top(play);
    if (!waiting) return rest(play);
    tell(play, say("talk.back-to-draft"));
    return enter(play, waiting.node, waiting.data, waiting.trail, context);
  }

  function back(play: Play, context: TalkContext): Turn {
    const frame = top(play);
    const last = frame?.trail.at(-1);
    if (!frame || !last) {
      tell(play, say(frame ? "talk.at-the-start" : "talk.nothing-open"));
      return reprompt(play, context);
    }
    return enter(play, last.node, last.data, frame.trail.slice(0, -1), context);
  }

  function cancel(play: Play, context: TalkContext): Turn {
    if (!top(play)) {
      tell(play, say("talk.nothing-open"));
      return rest(play);
    }
    return finish(play, [say("talk.cancelled")], context);
  }

  function isOld(context: TalkContext): boolean {
    return context.lastAt > 0 && context.now - context.lastAt > context.settings.resumeAfterHours * 3_600_000;
  }

  function askToResume(play: Play, frame: Frame, context: TalkContext): Turn {
    const recap = deps.flows[frame.flow]?.recap;
    if (!recap) {
      play.talk = { ...play.talk, frames: [], offered: null };
      return start(play, deps.fallback, [""], context);
    }
    const options: Offered["options"] = [
      { value: RESUME[0], label: plain(say("choice.continue")) },
      { value: RESUME[1], label: plain(say("choice.restart")) },
      { value: RESUME[2], label: plain(say("choice.drop")) },
    ];
    offer(play, say("talk.resume", { recap: recap(frame.data as never, context) }), options);
    play.talk = { ...play.talk, resuming: true };
    return rest(play);
  }

  /** Says the open question again, with its buttons; with nothing open, the menu. */
  function reprompt(play: Play, context: TalkContext): Turn {
    const { offered } = play.talk;
    if (!offered) return top(play) ? rest(play) : start(play, deps.fallback, [""], context);
    play.replies.push({ message: offered.message as Message, choices: choicesOf(play) });
    return rest(play);
  }
}

function top(play: Play): Frame | undefined {
  return play.talk.frames.at(-1);
}

function tell(play: Play, message: Message): void {
  play.replies.push({ message, choices: [] });
}

function plain(message: Message): Offered["message"] {
  return { key: message.key, params: { ...message.params } };
}

function offer(play: Play, message: Message, options: Offered["options"]): void {
  const talk: TalkState = { ...play.talk, turn: play.talk.turn + 1, offered: { message: plain(message), options } };
  play.talk = talk;
  play.replies.push({ message, choices: choicesOf(play) });
}

function choicesOf(play: Play): Choice[] {
  return (play.talk.offered?.options ?? []).map(({ value, start, args, label }) => ({
    id:
      start === undefined
        ? packButton({ type: "answer", turn: play.talk.turn, value: value ?? "" })
        : packButton({ type: "start", entry: start, args: args ?? [] }),
    label: label as Message,
  }));
}

function rest(play: Play): Turn {
  return { type: "say", state: play.talk, replies: play.replies };
}
