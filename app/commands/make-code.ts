import type { Household } from "#core/registry/household.js";
import { refOf, type Person } from "#core/registry/people.js";
import type { Insert } from "#store/port.js";
import type { Asker } from "../receive.js";
import { peopleOf } from "../recipients.js";
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
  const { person, inserts } = await headOf(who, household);
  const code = deps.ids.digits(6);
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

/** The person who speaks for the household; made when nobody does yet. */
async function headOf({ deps, contact }: Asker, household: Household): Promise<{ person: string; inserts: Insert[] }> {
  const known = await peopleOf(deps, contact.office, { as: "household", ref: household._id });
  const first = known[0];
  if (first) return { person: first._id, inserts: [] };
  const { office } = contact;
  const id = deps.ids.id();
  const role = { as: "household", household: household._id, member: null } as const;
  const person: Person = {
    _id: id,
    version: 1,
    office,
    name: household.name,
    phone: null,
    phoneKey: `none:${id}`,
    locale: contact.locale,
    stopped: false,
    roles: [role],
    about: null,
  };
  const ref = refOf(role, office);
  const post = { _id: `${id}|household|${ref}`, version: 1, office, person: id, as: role.as, ref };
  return {
    person: id,
    inserts: [
      { collection: "people", doc: person },
      { collection: "posts", doc: post },
    ],
  };
}
