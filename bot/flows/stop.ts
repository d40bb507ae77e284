/** No more notices: obeyed at once, without a question, and confirmed once (reliability I12). */
import { act, flow } from "#bot/dialogue/flow.js";
import { say } from "#core/message/message.js";

export const stop = flow<null>({
  id: "stop",
  version: 1,
  // whether it is so already, the command says: asked here, a repeat after a crash would hear another answer
  begin: (_args, { speaker }) => (speaker ? { to: "stop", data: null } : { end: [say("stop.stranger")] }),
  nodes: {
    stop: act<null, "stop">({
      command: "stop",
      run: () => ({}),
      done: (_data, { type }) => ({ end: [say(type === "stopped" ? "stop.done" : "stop.already")] }),
    }),
  },
});
