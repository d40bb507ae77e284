/**
 * The dialogue engine: (state, input) → (state, replies) or one look-up or command to be answered first.
 * Pure and channel-neutral; `app/receive.ts` feeds it and commits what it returns. `hear.ts` reads what a person
 * means, `moves.ts` makes the moves, `stage.ts` keeps what one message has led to.
 */
import type { Dialogue, DialogueState, Turn } from "#app/talk.js";
import { messageOf, say, type Message } from "#core/message/message.js";
import { unpackButton } from "./buttons.js";
import { hear, type Heard } from "./hear.js";
import { createLabels } from "./labels.js";
import { createLexicon } from "./lexicon.js";
import { askToResume, back, cancel, goOn, react, reprompt, start, takeAnswer } from "./moves.js";
import { BACK, change, nodeOf, RESUME, tell, top, type DialogueDeps, type Play, type Stage } from "./stage.js";
import { freshState, readState, type TalkState } from "./state.js";

export { ONCE, type DialogueDeps } from "./stage.js";

/** Makes the dialogue out of the flows and the wording. */
export function createDialogue(deps: DialogueDeps): Dialogue {
  const known = { deps, lexicon: createLexicon(deps), labels: createLabels(deps.wording) };
  return {
    step(stored, input, context) {
      const talk = readState(stored);
      const stage: Stage = { ...known, context, play: { talk: talk ?? freshState, replies: [], hops: 0 } };
      if (talk && isKnown(stage)) {
        leaveOthers(stage);
        return follow(stage, hear(stage, input));
      }
      // a talk from another version: say so kindly and go on afresh, never crash
      stage.play.talk = afterChange(talk);
      tell(stage, say("talk.changed"));
      const heard =
        input.type === "text" || (input.type === "choice" && unpackButton(input.id)?.type === "start")
          ? hear(stage, input)
          : undefined;
      return heard ? follow(stage, heard) : start(stage, deps.fallback, [""]);
    },
    resume(state, answer, context) {
      return takeAnswer({ ...known, context, play: playIn(state) }, answer);
    },
  };
}

/** Somebody else speaks in this conversation since the last message. */
function leaveOthers(stage: Stage): void {
  const { person } = stage.play.talk;
  if (person !== null && person !== stage.context.speaker?.person) {
    change(stage, { frames: [], offered: null, resuming: false });
  }
}

/** Buttons of the lost talk must not be taken for new ones. */
function afterChange(talk: TalkState | undefined): TalkState {
  return { ...freshState, turn: (talk?.turn ?? 0) + 1, person: talk?.person ?? null };
}

function playIn(state: DialogueState): Play {
  // a look-up or command is answered within one message: this is the object that `step` has just handed out
  return state as Play;
}

function isKnown(stage: Stage): boolean {
  return stage.play.talk.frames.every(
    (frame) => stage.deps.flows[frame.flow]?.version === frame.version && nodeOf(stage, frame)?.type === "ask",
  );
}

function follow(stage: Stage, heard: Heard): Turn {
  switch (heard.type) {
    case "start":
      return start(stage, heard.flow, heard.args);
    case "answer":
      return react(stage, heard.reaction);
    case "picked":
      return pick(stage, heard.value);
    case "back":
      return back(stage);
    case "cancel":
      return cancel(stage);
    case "long-ago":
      return askToResume(stage, heard.text);
    case "stale":
      tell(stage, say("talk.stale"));
      return reprompt(stage);
    case "unasked-photo":
      tell(stage, say("talk.unasked-photo"));
      return reprompt(stage);
    case "unsupported":
      tell(stage, sorryFor(heard.what));
      return reprompt(stage);
  }
}

/** Some need a sentence of their own; `talk.unsupported-…`. */
function sorryFor(what: string): Message {
  return messageOf(`talk.unsupported-${what}`) ?? say("talk.unsupported", { what });
}

function pick(stage: Stage, value: string): Turn {
  const frame = top(stage);
  if (!frame) return reprompt(stage);
  if (value === BACK) return back(stage);
  if (!stage.play.talk.resuming) return react(stage, { type: "picked", value });
  if (value === RESUME.goOn) return goOn(stage, frame);
  change(stage, { resuming: false });
  return value === RESUME.restart ? start(stage, frame.flow, []) : cancel(stage);
}
