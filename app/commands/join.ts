import type { Person, Supporter } from "#core/registry/people.js";
import { refOf } from "#core/registry/people.js";
import type { Speaker } from "#core/message/speaker.js";
import { normalisePhone } from "#core/text/phone.js";
import type { Asker } from "../receive.js";
import { loadSpeaker } from "../speaker.js";
import type { Command } from "./decision.js";
import type { Commands } from "./types.js";

type Join = Commands["join"]["command"];

/** Registers the speaker as a supporter, or adds what was missing. An enterprise's pledges wait for the office's check. */
export const join: Command<"join"> = async (who, command) => {
  const { deps, contact, speaker } = who;
  const { office } = contact;
  if (command.creditCode !== null) {
    const taken = await deps.store.supporters.by("credit", { office, creditCode: command.creditCode });
    if (taken && taken._id !== speaker?.supporter?.id) return { result: { type: "taken" } };
  }
  if (speaker?.supporter) return completed(who, speaker.supporter.id, command);
  const supporter = newSupporter(who, command);
  return speaker ? alsoSupporter(who, speaker, supporter) : newcomer(who, command, supporter);
};

function newSupporter({ deps, contact, speaker }: Asker, command: Join): Supporter {
  const id = deps.ids.id();
  return {
    _id: id,
    version: 1,
    office: contact.office,
    sort: command.sort,
    name: command.name,
    creditCode: command.creditCode ?? `none:${id}`,
    person: speaker?.person ?? deps.ids.id(),
    verified: command.sort === "citizen",
    area: null,
  };
}

/** A stranger: a person, what they speak for, and this conversation's tie to them, all in the conversation's commit. */
async function newcomer(who: Asker, command: Join, supporter: Supporter) {
  const { deps, contact } = who;
  const { office } = contact;
  const role = { as: "supporter", supporter: supporter._id } as const;
  const phone = command.phone === null ? null : normalisePhone(command.phone);
  const person: Person = {
    _id: supporter.person,
    version: 1,
    office,
    name: command.name,
    phone: phone === null ? null : deps.vault.seal(phone),
    // anybody could have typed anybody's
    phoneKey: phone === null || !command.vouched ? `none:${supporter.person}` : deps.vault.blind("phone", phone),
    locale: contact.locale,
    stopped: false,
    roles: [role],
    about: null,
    other: null,
  };
  const now = deps.clock.now();
  const speaker: Speaker = {
    person: person._id,
    name: person.name,
    locale: person.locale,
    stopped: false,
    roles: person.roles,
    supporter: {
      id: supporter._id,
      sort: supporter.sort,
      name: supporter.name,
      verified: supporter.verified,
      area: null,
    },
    household: null,
  };
  return {
    result: { type: "joined" as const, verified: supporter.verified },
    rides: true,
    speaker,
    contact: { people: [...contact.people, person._id], active: person._id },
    change: {
      also: [
        { collection: "people" as const, doc: person },
        { collection: "supporters" as const, doc: supporter },
        post(office, person._id, role),
        {
          collection: "bindings" as const,
          doc: {
            _id: `${person._id}|${contact._id}`,
            version: 1,
            office,
            person: person._id,
            contact: contact._id,
            at: now,
          },
        },
      ],
      audit: joined(supporter),
      happened: toVerify(supporter),
    },
  };
}

/** Someone we know already (a cadre, say) becomes a supporter too. */
async function alsoSupporter(who: Asker, speaker: Speaker, supporter: Supporter) {
  const { deps, contact } = who;
  const person = await deps.store.people.get(speaker.person);
  if (!person) throw new Error("the speaker is gone");
  const role = { as: "supporter", supporter: supporter._id } as const;
  const { _id: id, sort, name, verified, area } = supporter;
  return {
    result: { type: "joined" as const, verified },
    speaker: { ...speaker, roles: [...speaker.roles, role], supporter: { id, sort, name, verified, area } },
    contact: { active: person._id },
    change: {
      root: {
        op: "replace" as const,
        collection: "people" as const,
        doc: { ...person, roles: [...person.roles, role] },
      },
      also: [{ collection: "supporters" as const, doc: supporter }, post(contact.office, person._id, role)],
      audit: joined(supporter),
      happened: toVerify(supporter),
    },
  };
}

/** A registered enterprise adds its credit code. */
async function completed(who: Asker, id: string, command: Join) {
  const supporter = await who.deps.store.supporters.get(id);
  if (!supporter) throw new Error("the supporter is gone");
  const result = { type: "joined" as const, verified: supporter.verified };
  if (command.creditCode === null || supporter.creditCode === command.creditCode) return { result };
  const doc = { ...supporter, creditCode: command.creditCode };
  return {
    result,
    speaker: await loadSpeaker(who.deps, who.contact.active),
    change: {
      root: { op: "replace" as const, collection: "supporters" as const, doc },
      audit: { action: "credit-code-given", subject: { collection: "supporters", id }, detail: {} },
      happened: toVerify(doc),
    },
  };
}

function post(office: string, person: string, role: Person["roles"][number]) {
  const ref = refOf(role, office);
  return {
    collection: "posts" as const,
    doc: { _id: `${person}|${role.as}|${ref}`, version: 1, office, person, as: role.as, ref },
  };
}

function joined(supporter: Supporter) {
  return {
    action: "supporter-joined",
    subject: { collection: "supporters", id: supporter._id },
    detail: { sort: supporter.sort },
  };
}

/** The office is asked once the enterprise has given its code, without which nothing can be checked. */
function toVerify(supporter: Supporter) {
  const ready = !supporter.verified && !supporter.creditCode.startsWith("none:");
  return ready ? [{ event: "supporter-joined", ids: { supporter: supporter._id } }] : [];
}
