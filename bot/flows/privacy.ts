/** What is kept of a person, who sees it, and how to see or stop it. */
import { flow } from "#bot/dialogue/flow.js";
import { say } from "#core/message/message.js";

export const privacy = flow<null>({
  id: "privacy",
  version: 1,
  begin: (_args, { speaker, officeName: office }) => ({
    end: [
      speaker ? say("privacy.kept") : say("privacy.kept-stranger"),
      say("privacy.seen", { office }),
      {
        message: say("privacy.yours"),
        options: [
          { start: "my-data", args: [], label: say("privacy.see") },
          { start: "stop", args: [], label: say("privacy.stop") },
        ],
      },
    ],
  }),
  nodes: {},
});
