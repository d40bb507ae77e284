import { ownName } from "#core/message/speaker.js";
import { loadSpeaker } from "../speaker.js";
import type { Look } from "./look.js";

/** People who share this conversation. */
export const speakers: Look<"speakers"> = async ({ deps, contact }) => {
  const known = await Promise.all(contact.people.map((id) => loadSpeaker(deps, id)));
  return {
    people: known.flatMap((speaker) =>
      speaker ? { id: speaker.person, name: ownName(speaker), active: speaker.person === contact.active } : [],
    ),
  };
};
