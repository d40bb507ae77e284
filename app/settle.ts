/** Closes what is done: a need whose whole quantity is confirmed, a pledge all of whose quantity is. Safe to run again. */
import type { OutboxEntry } from "#core/records.js";
import { commitChange } from "./change.js";
import type { AppDeps } from "./deps.js";
import { closeNeed } from "./market.js";

export async function settle(deps: AppDeps, entry: OutboxEntry): Promise<void> {
  if (entry.event !== "help-confirmed") return;
  const match = await deps.store.matches.get(entry.ids["match"] ?? "");
  if (!match || match.kind === "information") return;
  const { office } = match;
  const [need, pledge] = await Promise.all([deps.store.needs.get(match.need), deps.store.pledges.get(match.pledge)]);
  if (need?.state === "open" && (await confirmed(deps, "byNeed", { office, need: need._id })) >= need.quantity) {
    await closeNeed(deps, need, "met");
  }
  if (
    pledge?.state === "open" &&
    (await confirmed(deps, "byPledge", { office, pledge: pledge._id })) >= pledge.quantity
  ) {
    await commitChange(
      deps,
      {
        root: { op: "replace", collection: "pledges", doc: { ...pledge, state: "closed", waiting: false } },
        audit: { action: "pledge-closed", subject: { collection: "pledges", id: pledge._id }, detail: {} },
      },
      { office, actor: { job: "notify" }, key: `pledge-closed:${pledge._id}`, result: null },
    );
  }
}

/** The confirmed quantity of a need or a pledge. */
async function confirmed(deps: AppDeps, index: string, where: Record<string, string>): Promise<number> {
  const sums = await deps.store.matches.group({ index, where, by: "state", sum: "quantity" });
  return sums.get("confirmed") ?? 0;
}
