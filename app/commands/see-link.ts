import { makeChatLink } from "../chat-link.js";
import type { Command } from "./decision.js";

/** Makes the link for whoever speaks here now; to them alone it opens. */
export const seeLink: Command<"see-link"> = async ({ deps, contact, speaker }, { seq }) => {
  if (!speaker) return { result: { type: "not-yours" } };
  const { items } = await deps.store.messages.find({
    index: "byContact",
    where: { contact: contact._id },
    from: Number.isFinite(seq) ? seq : 0,
    limit: 1,
  });
  const message = items[0];
  if (message?.seq !== seq || message.full === null) return { result: { type: "gone" } };
  const { path, doc } = makeChatLink(deps, { office: contact.office, person: speaker.person, about: message._id });
  return {
    result: { type: "made", link: path },
    change: {
      root: { op: "insert", collection: "sessions", doc },
      audit: {
        action: "chat-link-made",
        subject: { collection: "people", id: speaker.person },
        detail: { message: message._id },
      },
    },
  };
};
