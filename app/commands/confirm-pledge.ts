import { dayOf } from "#core/calendar.js";
import { citizenRoom } from "#core/pledge/progress.js";
import type { Pledge } from "#core/pledge/pledge.js";
import { matchJob } from "../change.js";
import { pledgeCode } from "../codes.js";
import { countFits } from "../looks/fits.js";
import type { Asker } from "../receive.js";
import type { Command } from "./decision.js";

/** Registers a pledge once per token (I3): its id is made from the token, so a second tap finds the first. */
export const confirmPledge: Command<"confirm-pledge"> = async (who, { token, draft }) => {
  const { deps, place, contact, speaker } = who;
  const id = pledgeId(contact._id, token);
  const before = await deps.store.pledges.get(id);
  if (before) {
    const day = dayOf(before.confirmedAt, place.office.timeZone);
    return { result: { type: "already", code: before.code, day } };
  }
  const supporter = speaker?.supporter;
  if (!speaker || !supporter) return { result: { type: "not-joined" } };
  if (supporter.sort === "citizen" && draft.kind === "funds") {
    const { citizenLimit } = place.office.settings;
    const left = citizenRoom(citizenLimit, await fundsPledged(who, supporter.id));
    if (draft.quantity > left) return { result: { type: "over-limit", limit: citizenLimit, left } };
  }
  const fits = await countFits(deps, place, draft, 1);
  const pledge: Pledge = {
    _id: id,
    version: 1,
    office: contact.office,
    code: pledgeCode(deps.ids),
    supporter: supporter.id,
    person: speaker.person,
    kind: draft.kind,
    categories: draft.categories,
    quantity: draft.kind === "information" ? 0 : draft.quantity,
    area: draft.area,
    reach: draft.reach,
    only: null,
    due: draft.due,
    terms: draft.terms,
    state: supporter.verified ? "open" : "unverified",
    // with nothing to fit, the answer itself says that it waits
    waiting: supporter.verified && fits.needs === 0,
    confirmedAt: deps.clock.now(),
  };
  return {
    result: {
      type: "registered",
      pledge: id,
      code: pledge.code,
      verified: supporter.verified,
      needs: fits.needs,
      areaName: fits.areaName,
    },
    rides: true,
    change: {
      also: [{ collection: "pledges", doc: pledge }],
      audit: {
        action: "pledge-confirmed",
        subject: { collection: "pledges", id },
        detail: { kind: pledge.kind, quantity: pledge.quantity, state: pledge.state },
      },
      wake: supporter.verified ? [matchJob(contact.office, pledge.kind)] : [],
    },
  };
};

/** The id of the pledge that a confirm token of a conversation makes. */
export function pledgeId(contact: string, token: string): string {
  return `${contact}-${token}`;
}

async function fundsPledged({ deps, contact }: Asker, supporter: string): Promise<number> {
  let sum = 0;
  const own = { index: "bySupporter", where: { office: contact.office, supporter } };
  for await (const pledge of deps.store.pledges.scan(own)) {
    if (pledge.kind === "funds" && pledge.state !== "withdrawn") sum += pledge.quantity;
  }
  return sum;
}
