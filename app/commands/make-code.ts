import { codeDigits } from "#core/access/code-digits.js";
import { headOf } from "../household-head.js";
import { allow, ofHousehold } from "../rights.js";
import type { Command } from "./decision.js";

const HOURS = 72;

/** Makes a single-use code that binds a phone to a household; only its cadre or the office may. */
export const makeCode: Command<"make-code"> = async (who, command) => {
  const { deps, contact, speaker } = who;
  const found = await deps.store.households.get(command.household);
  if (!found) return { result: { type: "gone" } };
  const household = allow(who, "household.invite", ofHousehold(found), found);
  if (!household || !speaker) return { result: { type: "not-yours" } };
  const { person, inserts } = await headOf(deps, household, contact.locale);
  const code = deps.ids.digits(codeDigits.household);
  const id = deps.vault.blind("code", `${contact.office} ${code}`);
  return {
    result: { type: "made", code, hours: HOURS },
    change: {
      root: {
        op: "insert",
        collection: "codes",
        doc: {
          _id: id,
          version: 1,
          office: contact.office,
          person,
          madeBy: speaker.person,
          expiresAt: deps.clock.now() + HOURS * 3_600_000,
          used: false,
        },
      },
      also: inserts,
      audit: {
        action: "code-made",
        subject: { collection: "households", id: household._id },
        detail: { hours: HOURS },
      },
    },
  };
};
