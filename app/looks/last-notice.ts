import type { Look } from "./look.js";

/** Buttons of the newest notice in this conversation, so that they can be picked by typing. */
export const lastNotice: Look<"last-notice"> = async ({ deps, contact }) => {
  const { items } = await deps.store.messages.find({
    index: "byContact",
    where: { contact: contact._id },
    descending: true,
    limit: 20,
  });
  const notice = items.find((message) => message.event !== null && message.choices.length > 0);
  return { choices: notice?.choices ?? [] };
};
