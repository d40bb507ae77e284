import { loadSpeaker } from "../speaker.js";
import { headOf } from "../household-head.js";
import type { Asker } from "../receive.js";
import type { Insert } from "#store/port.js";
import { normalisePhone } from "#core/text/phone.js";
import { bindTo } from "./bind.js";
import type { Command } from "./decision.js";

/**
 * Binds this conversation to the one person on the office's lists with that number. Only a number for which the
 * network vouches comes here, and only such numbers and those of the lists are looked up by: one that was typed proves
 * nothing, neither now nor later.
 */
export const bindPhone: Command<"bind-phone"> = async (who, { phone }) => {
  const { deps, contact } = who;
  const { office } = contact;
  const normal = normalisePhone(phone);
  if (normal === null) return { result: { type: "unknown" } };
  const found = await registeredWith(who, deps.vault.blind("phone", normal));
  if (found.type !== "one") return { result: { type: found.type } };
  const { person, name, inserts } = found;
  const tie = `${person}|${contact._id}`;
  const patch = bindTo(contact, person, contact.locale);
  const result = { type: "bound", name } as const;
  const now = deps.clock.now();
  if (await deps.store.bindings.get(tie)) return { result, contact: patch, speaker: await loadSpeaker(deps, person) };
  const binding = { _id: tie, version: 1, office, person, contact: contact._id, at: now };
  return {
    result,
    contact: patch,
    change: {
      also: [...inserts, { collection: "bindings", doc: binding }],
      audit: {
        action: "conversation-bound",
        subject: { collection: "people", id: person },
        detail: { contact: contact._id, by: "phone" },
      },
    },
  };
};

type Registered =
  | { readonly type: "one"; readonly person: string; readonly name: string; readonly inserts: readonly Insert[] }
  | { readonly type: "unknown" | "several" };

/** People with that number first; else the members of one household. */
async function registeredWith({ deps, contact }: Asker, phoneKey: string): Promise<Registered> {
  const { office, locale } = contact;
  const where = { office, phoneKey };
  const people = await deps.store.people.find({ index: "byPhone", where, limit: 2 });
  const [person, second] = people.items;
  if (second) return { type: "several" };
  if (person) return { type: "one", person: person._id, name: person.name, inserts: [] };
  const members = await deps.store.members.find({ index: "byPhone", where, limit: 50 });
  const homes = new Set(members.items.map((member) => member.household));
  const [home] = homes;
  if (home === undefined) return { type: "unknown" };
  const household = homes.size === 1 ? await deps.store.households.get(home) : undefined;
  if (!household) return { type: "several" };
  const head = await headOf(deps, household, locale);
  return { type: "one", person: head.person, name: household.name, inserts: head.inserts };
}
