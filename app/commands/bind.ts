import type { Contact } from "#core/records.js";
import type { Asker } from "../receive.js";
import { loadSpeaker } from "../speaker.js";
import type { Command } from "./decision.js";

/** Six digits are guessed in a million tries: five wrong ones an hour are allowed in one conversation. */
const WRONG_LIMIT = 5;
const WRONG_SPAN_MS = 3_600_000;

/** Binds this conversation to the person a single-use code was made for. */
export const bind: Command<"bind"> = async (who, { code: typed }) => {
  const { deps, contact } = who;
  const now = deps.clock.now();
  const wrong = now - contact.wrongCodes.since > WRONG_SPAN_MS ? { count: 0, since: now } : contact.wrongCodes;
  if (wrong.count >= WRONG_LIMIT) {
    const minutes = Math.max(1, Math.ceil((wrong.since + WRONG_SPAN_MS - now) / 60_000));
    return { result: { type: "slow-down", minutes } };
  }
  const code = await deps.store.codes.get(deps.vault.blind("code", `${contact.office} ${typed}`));
  if (!code || code.office !== contact.office) {
    return { result: { type: "wrong" }, contact: { wrongCodes: { ...wrong, count: wrong.count + 1 } } };
  }
  const person = await deps.store.people.get(code.person);
  if (!person) return { result: { type: "wrong" } };
  const tie = `${code.person}|${contact._id}`;
  const bound = await deps.store.bindings.get(tie);
  const patch = bindTo(contact, person._id, person.locale);
  const speaker = await loadSpeaker(deps, person._id);
  // the same code typed again in the same conversation changes nothing and helps nobody else
  if (bound) return { result: { type: "bound", name: person.name }, contact: patch, speaker };
  if (code.used) return { result: { type: "used" } };
  if (code.expiresAt <= now) return { result: { type: "expired" } };
  return {
    result: { type: "bound", name: person.name },
    contact: patch,
    speaker,
    change: {
      root: { op: "replace", collection: "codes", doc: { ...code, used: true } },
      also: [
        {
          collection: "bindings",
          doc: { _id: tie, version: 1, office: contact.office, person: code.person, contact: contact._id, at: now },
        },
      ],
      audit: {
        action: "conversation-bound",
        subject: { collection: "people", id: code.person },
        detail: { contact: contact._id },
      },
    },
  };
};

function bindTo(contact: Asker["contact"], person: string, locale: Contact["locale"]): Partial<Contact> {
  const people = contact.people.includes(person) ? contact.people : [...contact.people, person];
  return { people, active: person, locale, wrongCodes: { count: 0, since: 0 } };
}
