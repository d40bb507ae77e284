import { loadSpeaker } from "../speaker.js";
import type { Asker } from "../receive.js";

/** Writes the opt-out or takes it back; null when it is so already. */
export async function setStopped({ deps, contact }: Asker, stopped: boolean) {
  const person = contact.active === null ? undefined : await deps.store.people.get(contact.active);
  if (!person || person.stopped === stopped) return null;
  const speaker = await loadSpeaker(deps, person._id);
  return {
    speaker: speaker && { ...speaker, stopped },
    change: {
      root: { op: "replace" as const, collection: "people" as const, doc: { ...person, stopped } },
      audit: {
        action: stopped ? "person-opted-out" : "person-opted-in",
        subject: { collection: "people", id: person._id },
        detail: {},
      },
    },
  };
}
