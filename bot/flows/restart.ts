/** Takes notices again after a stop. */
import { act, flow } from "#bot/dialogue/flow.js";
import { endWithMenu } from "#bot/phrases/menu.js";
import { say } from "#core/message/message.js";

export const restart = flow<null>({
  id: "restart",
  version: 1,
  begin: (_args, context) => {
    const { speaker } = context;
    if (!speaker) return endWithMenu(say("restart.stranger"), context);
    return speaker.stopped ? { to: "restart", data: null } : { end: [say("restart.already")] };
  },
  nodes: {
    restart: act<null, "restart">({
      command: "restart",
      run: () => ({}),
      done: () => ({ end: [say("restart.done")] }),
    }),
  },
});
