import { holdingStates } from "#core/match/match.js";
import type { Need } from "#core/registry/need.js";
import { Circumstances, type Household } from "#core/registry/household.js";
import { priorityOf } from "#core/registry/priority.js";
import { approvalsFor } from "#core/registry/review.js";
import type { NeedDraft } from "#core/views.js";
import { shortCode } from "../codes.js";
import type { Asker } from "../receive.js";
import { allow, ofHousehold } from "../rights.js";
import type { Command } from "./decision.js";

/** Records a need of a household or a village; matching sees it only once a named reviewer has approved it. */
export const recordNeed: Command<"record-need"> = async (who, { draft }) => {
  const { deps, speaker } = who;
  const household = draft.household === null ? undefined : await deps.store.households.get(draft.household);
  const village = household?.village ?? draft.village;
  if (!speaker || !village || (draft.household !== null && !household)) return { result: { type: "not-yours" } };
  const subject = household ? ofHousehold(household) : { village, cadre: speaker.person };
  if (!allow(who, "need.record", subject, draft)) return { result: { type: "not-yours" } };
  const need = await newNeed(who, draft, { village, household, by: speaker.person });
  return {
    result: {
      type: "recorded",
      code: need.code,
      need: need._id,
      approvals: need.approvals,
      mine: need.cadre === speaker.person,
    },
    change: {
      root: { op: "insert", collection: "needs", doc: need },
      audit: {
        action: "need-recorded",
        subject: { collection: "needs", id: need._id },
        detail: { kind: need.kind, quantity: need.quantity, approvals: need.approvals },
      },
      // the household's own cadre has it before their eyes already
      happened: need.cadre === speaker.person ? [] : [{ event: "need-recorded", ids: { need: need._id } }],
    },
  };
};

async function newNeed(
  { deps, place, contact }: Asker,
  draft: NeedDraft,
  of: { village: string; household: Household | undefined; by: string },
): Promise<Need> {
  const now = deps.clock.now();
  const { priority, reasons } = of.household
    ? await priorityFor({ deps }, of.household, now)
    : { priority: 200, reasons: [] as string[] };
  const shape = { kind: draft.kind, quantity: draft.kind === "information" ? 1 : draft.quantity };
  return {
    _id: deps.ids.id(),
    version: 1,
    office: contact.office,
    code: shortCode("X", deps.ids),
    scope: of.household ? "household" : "village",
    household: of.household?._id ?? null,
    village: of.village,
    ...shape,
    category: draft.category,
    priority,
    reasons,
    worker: draft.worker,
    brings: draft.brings,
    note: draft.note === null ? null : deps.vault.seal(draft.note),
    source: "cadre",
    state: "recorded",
    reviews: [],
    approvals: approvalsFor(shape, place.office.settings),
    cadre: of.household ? of.household.cadre : of.by,
    recordedBy: of.by,
    at: now,
    closedBecause: null,
  };
}

/** Priority of a household's need recorded now; its circumstances are opened for this alone. Waiting is added when planning. */
export async function priorityFor({ deps }: Pick<Asker, "deps">, household: Household, now: number) {
  const circumstances = Circumstances.parse(JSON.parse(deps.vault.open(household.circumstances)));
  const { tier, office, _id } = household;
  const had = await deps.store.matches.group({ index: "byHousehold", where: { office, household: _id }, by: "state" });
  const received = [...holdingStates].reduce((sum, state) => sum + (had.get(state) ?? 0), 0);
  return priorityOf({ tier, groups: circumstances.groups, since: now, now, received });
}
