import { loadSpeaker } from "../speaker.js";
import type { Command } from "./decision.js";

/** Who of the people bound to this conversation speaks now. */
export const switchSpeaker: Command<"switch-speaker"> = async (who, { person }) => {
  const speaker = who.contact.people.includes(person) ? await loadSpeaker(who.deps, person) : null;
  if (!speaker) return { result: { type: "gone" } };
  return {
    result: { type: "switched", name: speaker.name },
    contact: { active: person, locale: speaker.locale },
    speaker,
  };
};
