/** What a foreign channel had to leave out of a message, behind a link that opens it once in the web chat. */
import { act, flow } from "#bot/dialogue/flow.js";
import { menuButton } from "#bot/phrases/menu.js";
import { say } from "#core/message/message.js";

interface Data {
  /** Place of the message in this conversation, base 36. */
  readonly seq: string;
}

/** Arguments: the place of the message. */
export const see = flow<Data>({
  id: "see",
  version: 1,
  begin: ([seq = ""]) => ({ to: "link", data: { seq } }),
  nodes: {
    link: act<Data, "see-link">({
      command: "see-link",
      run: ({ seq }) => ({ seq: Number.parseInt(seq, 36) }),
      done: (_data, result) => {
        if (result.type === "made") return { end: [say("see.link", { link: result.link })] };
        return { end: [{ message: say(`see.${result.type}`), options: [menuButton] }] };
      },
    }),
  },
});
