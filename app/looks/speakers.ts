import type { Look } from "./look.js";

/** People who share this conversation. */
export const speakers: Look<"speakers"> = async ({ deps, contact }) => {
  const people = await deps.store.people.getMany(contact.people);
  return { people: people.map(({ _id, name }) => ({ id: _id, name, active: _id === contact.active })) };
};
