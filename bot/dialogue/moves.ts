/** The moves of a talk: starting flows, going from node to node, finishing, going back. */
import type { Answer, Turn } from "#app/talk.js";
import { say, type Message } from "#core/message/message.js";
import type { Move, Option, Prompt, Reaction, Start } from "./flow.js";
import { MAX_FRAMES, MAX_TRAIL, type Frame } from "./state.js";
import {
  BACK,
  change,
  forgetOthers,
  isFlow,
  messageIn,
  nodeOf,
  offer,
  offerAgain,
  rest,
  RESUME,
  tell,
  top,
} from "./stage.js";
import type { Stage } from "./stage.js";

/** More moves than this within one message is a bug of a flow. */
const MAX_HOPS = 40;

/** Begins a flow. Drafts wait below what interrupts them; menus and lists are simply left. */
export function start(stage: Stage, id: string, args: readonly string[]): Turn {
  const { deps, play, context } = stage;
  const flow = isFlow(stage, id) ? deps.flows[id] : undefined;
  if (!flow) {
    // a notice of an older version may name a flow that is gone; that the flows of this one exist is tested
    if (id === deps.fallback) throw new Error(`no flow ${id}`);
    tell(stage, say("talk.stale"));
    return start(stage, deps.fallback, [""]);
  }
  forgetOthers(stage, 0);
  const kept = play.talk.frames.filter((frame) => frame.flow !== id && isDraft(stage, frame));
  const frame: Frame = { flow: id, version: flow.version, node: "", data: null, trail: [] };
  change(stage, { frames: [...kept.slice(1 - MAX_FRAMES), frame], offered: null, resuming: false });
  return move(stage, flow.begin(args, context));
}

/** Gives the flow under way an answer to its question. */
export function react(stage: Stage, reaction: Reaction): Turn {
  const frame = top(stage);
  const node = frame && nodeOf(stage, frame);
  if (!frame || node?.type !== "ask") throw new Error("an answer needs a question");
  return move(stage, node.on(frame.data as never, reaction, stage.context));
}

/** Gives the node under way what came of its look-up or command. */
export function takeAnswer(stage: Stage, answer: Answer): Turn {
  const frame = top(stage);
  const node = frame && nodeOf(stage, frame);
  if (!frame || !node) throw new Error("an answer came for no node");
  if (answer.type === "done" && node.type === "act") {
    return move(stage, node.done(frame.data as never, answer.result as never, stage.context));
  }
  if (answer.type === "found" && node.type === "ask") {
    return shown(stage, node.show(frame.data as never, stage.context, answer.answer));
  }
  throw new Error(`node ${frame.node} of ${frame.flow} got an answer of another kind`);
}

function move(stage: Stage, next: Move<never>): Turn {
  const { play } = stage;
  const frame = top(stage);
  if (++play.hops > MAX_HOPS) throw new Error(`flow ${frame?.flow ?? "?"} does not come to rest`);
  if (!frame) throw new Error("a move needs a flow");
  if ("again" in next) return askAgain(stage, frame, next.again);
  if ("end" in next) return finish(stage, next.end);
  for (const message of next.say ?? []) tell(stage, message);
  if ("start" in next) {
    change(stage, { frames: play.talk.frames.slice(0, -1), offered: null });
    return start(stage, next.start, next.args ?? []);
  }
  return enter(stage, next.to, next.data, next.back === false ? frame.trail : trailFrom(stage, frame));
}

function askAgain(stage: Stage, frame: Frame, why: Message): Turn {
  if (nodeOf(stage, frame)?.type !== "ask") throw new Error(`flow ${frame.flow} asks again where nothing was asked`);
  offerAgain(stage, why);
  return rest(stage);
}

/** Only to questions one can go back. */
function trailFrom(stage: Stage, frame: Frame): Frame["trail"] {
  if (nodeOf(stage, frame)?.type !== "ask") return frame.trail;
  return [...frame.trail, { node: frame.node, data: frame.data }].slice(-MAX_TRAIL);
}

/** Goes to a node of the flow under way: acts, looks up, or asks. */
function enter(stage: Stage, name: string, data: unknown, trail: Frame["trail"]): Turn {
  const { play, context } = stage;
  const frame = top(stage);
  const node = frame && nodeOf(stage, frame, name);
  if (!frame || !node) throw new Error(`no node ${name} in flow ${frame?.flow ?? "?"}`);
  change(stage, { frames: [...play.talk.frames.slice(0, -1), { ...frame, node: name, data, trail }], resuming: false });
  if (node.type === "act") return { type: "do", state: play, call: node.run(data as never, context) };
  if (node.load) return { type: "look", state: play, call: node.load(data as never, context) };
  return shown(stage, node.show(data as never, context, undefined));
}

function shown(stage: Stage, what: Prompt | Move<never>): Turn {
  // nothing was asked, so the way back does not lead here
  if (!("message" in what)) return move(stage, { back: false, ...what });
  const options: (Option | Start)[] = [...(what.options ?? [])];
  if ((top(stage)?.trail.length ?? 0) > 0) options.push({ value: BACK, label: say("choice.back") });
  offer(stage, what.message, options, what.wants);
  return rest(stage);
}

/** Ends the flow under way with its last words; the draft it had interrupted, if any, comes back. */
function finish(stage: Stage, last: readonly (Message | Prompt)[]): Turn {
  change(stage, { frames: stage.play.talk.frames.slice(0, -1), offered: null, resuming: false });
  for (const item of last) {
    if ("key" in item) tell(stage, item);
    else offer(stage, item.message, (item.options ?? []).map(onlyStart));
  }
  forgetOthers(stage, 0);
  const waiting = top(stage);
  if (!waiting) return rest(stage);
  tell(stage, say("talk.back-to-draft"));
  return goOn(stage, waiting);
}

function onlyStart(option: Option | Start): Start {
  if ("start" in option) return option;
  throw new Error("the last words of a flow carry only buttons that start one");
}

/** One question back. */
export function back(stage: Stage): Turn {
  const frame = top(stage);
  const last = frame?.trail.at(-1);
  if (frame && last) return enter(stage, last.node, last.data, frame.trail.slice(0, -1));
  tell(stage, say(frame ? "talk.at-the-start" : "talk.nothing-open"));
  return reprompt(stage);
}

/** Drops the flow under way. */
export function cancel(stage: Stage): Turn {
  if (top(stage)) return finish(stage, [say("talk.cancelled")]);
  tell(stage, say("talk.nothing-open"));
  return rest(stage);
}

/** Goes on with the flow under way where it was left. */
export function goOn(stage: Stage, { node, data, trail }: Frame): Turn {
  return enter(stage, node, data, trail);
}

/** "Last time we got to …": asks whether to go on with the draft; a menu left days ago is over. */
export function askToResume(stage: Stage, text: string): Turn {
  const drafts = stage.play.talk.frames.filter((frame) => isDraft(stage, frame));
  const frame = drafts.at(-1);
  const recap = frame && stage.deps.flows[frame.flow]?.recap;
  if (!frame || !recap) {
    change(stage, { frames: [], offered: null });
    return start(stage, stage.deps.fallback, [text]);
  }
  change(stage, { frames: drafts, resuming: true });
  offer(stage, say("talk.resume", { recap: recap(frame.data as never, stage.context) }), [
    { value: RESUME.goOn, label: say("choice.continue") },
    { value: RESUME.restart, label: say("choice.restart") },
    { value: RESUME.drop, label: say("choice.drop") },
  ]);
  return rest(stage);
}

/** Says the open question again, with its buttons; with nothing open, the menu. */
export function reprompt(stage: Stage): Turn {
  const { offered } = stage.play.talk;
  if (!offered) return top(stage) ? rest(stage) : start(stage, stage.deps.fallback, [""]);
  offerAgain(stage, messageIn(offered.message));
  return rest(stage);
}

function isDraft({ deps }: Stage, frame: Frame): boolean {
  return deps.flows[frame.flow]?.recap !== undefined;
}
