/** No more notices: obeyed at once, without a question, and confirmed once (reliability I12). */
import { act, flow } from "#bot/dialogue/flow.js";
import { say } from "#core/message/message.js";

export const stop = flow<null>({
  id: "stop",
  version: 1,
  begin: (_args, { speaker }) => {
    if (!speaker) return { end: [say("stop.stranger")] };
    return speaker.stopped ? { end: [say("stop.already")] } : { to: "stop", data: null };
  },
  nodes: {
    stop: act<null, "stop">({
      command: "stop",
      run: () => ({}),
      done: () => ({ end: [say("stop.done")] }),
    }),
  },
});
