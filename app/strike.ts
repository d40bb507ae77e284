/** The clock of a match: silence climbs cadre → unit → township → lapse; late deliveries climb their ladder. */
import { lapse, strike } from "#core/match/life.js";
import type { Match } from "#core/match/match.js";
import { commitChange } from "./change.js";
import { matchChange } from "./commands/match-change.js";
import type { AppDeps } from "./deps.js";

export type Struck = "moved" | "early" | "gone";

export async function strikeClock(deps: AppDeps, id: string): Promise<Struck> {
  const match = await deps.store.matches.get(id);
  if (!match) return "gone";
  const { office } = await deps.places.of(match.office);
  const now = deps.clock.now();
  const moved = strike(match, { now, timeZone: office.timeZone, settings: office.settings });
  if (moved.type === "unmoved") return "early";
  await commitChange(deps, matchChange(match, moved, now), {
    office: match.office,
    actor: { job: "clock" },
    key: `clock:${match._id}:${match.version}`,
    result: null,
  });
  return "moved";
}

/** Takes back a proposal whose pledge or need went away before anybody was told. */
export async function lapseUnsound(deps: AppDeps, match: Match, because: string): Promise<void> {
  const moved = lapse(match, because);
  if (moved.type === "unmoved") return;
  // nobody has heard of it, so nobody is told that it is gone
  await commitChange(
    deps,
    { ...matchChange(match, moved, deps.clock.now()), happened: [] },
    {
      office: match.office,
      actor: { job: "notify" },
      key: `lapsed:${match._id}`,
      result: null,
    },
  );
}
