import { answererOf, contactsOf } from "../recipients.js";
import { allow, ofHousehold } from "../rights.js";
import { householdView } from "../views.js";
import type { Command } from "./decision.js";

/** Passes on a household's question to its cadre, or a cadre's answer to the household. */
export const sendWord: Command<"send-word"> = async (who, command) => {
  const { deps, place, contact, speaker } = who;
  const id = command.to === "cadre" ? (speaker?.household?.id ?? null) : command.household;
  const found = id === null ? undefined : await deps.store.households.get(id);
  if (!found) return { result: { type: "gone" } };
  const household = allow(who, "household.write", ofHousehold(found), found);
  if (!household || !speaker) return { result: { type: "not-yours" } };
  const answerer = await answererOf(deps, place, household);
  const to = command.to === "cadre" ? answerer.to : { as: "household" as const, ref: household._id };
  const reached = (await contactsOf(deps, contact.office, to)).length > 0;
  return {
    result: {
      type: "sent",
      name: command.to === "cadre" ? answerer.name : household.name,
      household: householdView(place, household),
      reached,
    },
    change: {
      audit: {
        action: `word-sent-to-${command.to}`,
        subject: { collection: "households", id: household._id },
        detail: {},
      },
      happened: [
        {
          event: `word-to-${command.to}`,
          ids: {
            household: household._id,
            by: speaker.person,
            ...(command.photo === null ? {} : { photo: command.photo }),
          },
          ...(command.text === "" ? {} : { words: deps.vault.seal(command.text) }),
        },
      ],
    },
  };
};
