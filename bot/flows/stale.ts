/** An old press of a button that counts once: says what became of it. */
import { askWith, flow } from "#bot/dialogue/flow.js";
import { menuButton } from "#bot/phrases/menu.js";
import { say } from "#core/message/message.js";

interface Data {
  readonly token: string;
}

const closed = { end: [{ message: say("talk.stale"), options: [menuButton] }] };

/** Argument: the button's token. */
export const stale = flow<Data>({
  id: "stale",
  version: 1,
  begin: ([token = ""]) => (token === "" ? closed : { to: "token", data: { token } }),
  nodes: {
    token: askWith<Data, "token">({
      look: "token",
      question: ({ token }) => ({ token }),
      show: (_data, _context, found) => {
        if (!found) return closed;
        const mine = { start: "my-pledges", args: [], label: say("choice.my-pledges") };
        return { end: [{ message: say("stale.already", found), options: [mine] }] };
      },
      on: () => closed,
    }),
  },
});
