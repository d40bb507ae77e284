import { codeDigits } from "#core/access/code-digits.js";
import type { Code, Contact } from "#core/records.js";
import type { Person } from "#core/registry/people.js";
import type { Asker } from "../receive.js";
import { loadSpeaker } from "../speaker.js";
import type { Command, Decision } from "./decision.js";
import type { Commands } from "./types.js";

type Result = Commands["bind"]["result"];

/** Six digits are guessed in a million tries: five wrong ones an hour are allowed in one conversation. */
const WRONG_LIMIT = 5;
const WRONG_SPAN_MS = 3_600_000;

/** Binds this conversation to the person a single-use code was made for. */
export const bind: Command<"bind"> = async (who, { code: typed }) => {
  const { deps, contact } = who;
  const now = deps.clock.now();
  const wrong = now - contact.wrongCodes.since > WRONG_SPAN_MS ? { count: 0, since: now } : contact.wrongCodes;
  const minutes = await waitMinutes(who, typed, wrong);
  if (minutes > 0) return { result: { type: "slow-down", minutes } };
  const code = await deps.store.codes.get(deps.vault.blind("code", `${contact.office} ${typed}`));
  if (!code || code.office !== contact.office) {
    if (isShort(typed)) await deps.guesses.wrong(contact.office);
    return { result: { type: "wrong" }, contact: { wrongCodes: { ...wrong, count: wrong.count + 1 } } };
  }
  const person = await deps.store.people.get(code.person);
  return person ? bindBy(who, code, person) : { result: { type: "wrong" } };
};

/** A code of staff cannot be guessed; a household's could be, by many conversations together. */
function isShort(typed: string): boolean {
  return typed.length === codeDigits.household;
}

async function waitMinutes({ deps, contact }: Asker, typed: string, wrong: Contact["wrongCodes"]): Promise<number> {
  if (wrong.count >= WRONG_LIMIT)
    return Math.max(1, Math.ceil((wrong.since + WRONG_SPAN_MS - deps.clock.now()) / 60_000));
  return isShort(typed) ? deps.guesses.waitMinutes(contact.office) : 0;
}

async function bindBy({ deps, contact }: Asker, code: Code, person: Person): Promise<Decision<Result>> {
  const tie = `${code.person}|${contact._id}`;
  const now = deps.clock.now();
  const patch = bindTo(contact, person._id, person.locale);
  const speaker = await loadSpeaker(deps, person._id);
  const result = { type: "bound", name: person.name } as const;
  // the same code typed again in the same conversation changes nothing and helps nobody else
  if (await deps.store.bindings.get(tie)) return { result, contact: patch, speaker };
  if (code.used) return { result: { type: "used" } };
  if (code.expiresAt <= now) return { result: { type: "expired" } };
  const binding = {
    _id: tie,
    version: 1,
    office: contact.office,
    person: code.person,
    contact: contact._id,
    at: now,
  };
  return {
    result,
    contact: patch,
    speaker,
    change: {
      root: { op: "replace", collection: "codes", doc: { ...code, used: true } },
      also: [{ collection: "bindings", doc: binding }],
      audit: {
        action: "conversation-bound",
        subject: { collection: "people", id: code.person },
        detail: { contact: contact._id },
      },
    },
  };
}

/** What changes in a conversation when it turns out who speaks there. */
export function bindTo(contact: Asker["contact"], person: string, locale: Contact["locale"]): Partial<Contact> {
  const people = contact.people.includes(person) ? contact.people : [...contact.people, person];
  return { people, active: person, locale, wrongCodes: { count: 0, since: 0 } };
}
