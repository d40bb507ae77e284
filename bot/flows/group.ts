/** In a group nobody's affairs are talked of: the bot says how to reach it alone. */
import { flow, type Start } from "#bot/dialogue/flow.js";
import { say } from "#core/message/message.js";

/** A channel makes of it what leads from a group to the private chat. */
const privately: Start = { start: "welcome", args: [], label: say("group.privately") };

/** No arguments. Says only what everybody may know. */
export const group = flow<null>({
  id: "group",
  version: 1,
  begin: (_args, { officeName: office }) => ({
    end: [{ message: say("group.private-please", { office }), options: [privately] }],
  }),
  nodes: {},
});
