/** Takes notices again after a stop. */
import { act, flow } from "#bot/dialogue/flow.js";
import { endWithMenu } from "#bot/phrases/menu.js";
import { say } from "#core/message/message.js";

export const restart = flow<null>({
  id: "restart",
  version: 1,
  // as in `stop`: whether it is so already, the command says
  begin: (_args, context) =>
    context.speaker ? { to: "restart", data: null } : endWithMenu(say("restart.stranger"), context),
  nodes: {
    restart: act<null, "restart">({
      command: "restart",
      run: () => ({}),
      done: (_data, { type }) => ({ end: [say(type === "restarted" ? "restart.done" : "restart.already")] }),
    }),
  },
});
