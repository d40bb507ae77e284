import type { Command } from "./decision.js";

/** The language of this conversation, and of the person's notices. */
export const setLocale: Command<"set-locale"> = async (who, { locale }) => {
  const person = who.contact.active === null ? undefined : await who.deps.store.people.get(who.contact.active);
  const result = { type: "set" as const };
  if (!person || person.locale === locale) return { result, contact: { locale } };
  return {
    result,
    contact: { locale },
    change: {
      root: { op: "replace", collection: "people", doc: { ...person, locale } },
      audit: { action: "language-set", subject: { collection: "people", id: person._id }, detail: { to: locale } },
    },
  };
};
