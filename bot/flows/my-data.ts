/** A link, good for an hour, to everything stored of the person. */
import { act, flow } from "#bot/dialogue/flow.js";
import { say } from "#core/message/message.js";

export const myData = flow<null>({
  id: "my-data",
  version: 1,
  begin: () => ({ to: "link", data: null }),
  nodes: {
    link: act<null, "export-data">({
      command: "export-data",
      run: () => ({}),
      done: (_data, { path }) => ({ end: [say("my-data.link", { link: path })] }),
    }),
  },
});
