import type { Command } from "./decision.js";

/** How long the link to one's own data is good. */
const HOUR = 3_600_000;

/** Makes a link to everything stored of the speaker; the page itself is made anew when it is opened. */
export const exportData: Command<"export-data"> = async ({ deps, contact, speaker }) => {
  const token = deps.ids.secret();
  const subject = speaker?.person ?? contact._id;
  return {
    result: { type: "made", path: `/data/${token}` },
    change: {
      root: {
        op: "insert",
        collection: "sessions",
        doc: {
          _id: deps.vault.blind("session", token),
          version: 1,
          office: contact.office,
          use: "data-link",
          subject,
          about: null,
          expiresAt: deps.clock.now() + HOUR,
        },
      },
      audit: { action: "data-link-made", subject: { collection: "people", id: subject }, detail: {} },
    },
  };
};
