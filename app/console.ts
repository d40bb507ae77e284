/** The office's plain console: counts, open needs, pledges by state, matches waiting. Codes and villages only. */
import { helpKinds, type Category, type HelpKind } from "#core/help/kinds.js";
import { MatchState } from "#core/match/match.js";
import type { AppDeps } from "./deps.js";
import { dayOf } from "#core/calendar.js";

const HOUR = 3_600_000;
/** A first-run link is opened once, within a day; a sign-in lasts twelve hours. */
const LINK_HOURS = 24;
const SIGN_IN_HOURS = 12;
const ROWS = 50;

export interface ConsoleView {
  office: string;
  demo: boolean;
  counts: { households: number; people: number; supporters: number; needs: number; pledges: number; matches: number };
  openNeeds: {
    code: string;
    village: string;
    household: string;
    kind: HelpKind;
    category: Category;
    quantity: number;
  }[];
  pledges: { kind: HelpKind; unverified: number; open: number; withdrawn: number; closed: number }[];
  matches: { state: MatchState; count: number }[];
  waiting: { code: string; village: string; kind: HelpKind; quantity: number; rung: string; answerBy: string }[];
  unsent: { failed: number; unknown: number };
}

/** A link that opens the console once. */
export async function makeConsoleLink(deps: AppDeps, office: string): Promise<string> {
  const token = deps.ids.secret();
  await session(deps, office, token, "console-link", LINK_HOURS);
  return `/console?key=${token}`;
}

/** Would this link open the console? It is not spent by asking. */
export async function isConsoleLink(deps: AppDeps, key: string): Promise<boolean> {
  const link = await deps.store.sessions.get(deps.vault.blind("session", key));
  return link?.use === "console-link" && link.expiresAt > deps.clock.now();
}

/** Spends a one-time link; the token of the sign-in, or null when the link is spent or too old. */
export async function enterConsole(deps: AppDeps, key: string): Promise<{ token: string; seconds: number } | null> {
  const id = deps.vault.blind("session", key);
  const link = await deps.store.sessions.get(id);
  if (!link || link.use !== "console-link" || link.expiresAt <= deps.clock.now()) return null;
  // whoever removes it has it: a link opened twice at once lets one in
  if (!(await deps.store.sessions.remove(id))) return null;
  const token = deps.ids.secret();
  await session(deps, link.office, token, "console", SIGN_IN_HOURS);
  return { token, seconds: (SIGN_IN_HOURS * HOUR) / 1000 };
}

/** The office a console sign-in belongs to, or null. */
export async function consoleOffice(deps: AppDeps, token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const found = await deps.store.sessions.get(deps.vault.blind("session", token));
  return found?.use === "console" && found.expiresAt > deps.clock.now() ? found.office : null;
}

async function session(deps: AppDeps, office: string, token: string, use: "console" | "console-link", hours: number) {
  await deps.store.sessions.insert({
    _id: deps.vault.blind("session", token),
    version: 1,
    office,
    use,
    subject: office,
    about: null,
    expiresAt: deps.clock.now() + hours * HOUR,
  });
}

export async function viewConsole(deps: AppDeps, office: string): Promise<ConsoleView> {
  const { store } = deps;
  const place = await deps.places.of(office);
  const all = { index: "office", where: { office } };
  const [households, people, supporters, needs, pledges, matches] = await Promise.all([
    store.households.count(all),
    store.people.count(all),
    store.supporters.count(all),
    store.needs.count(all),
    store.pledges.count(all),
    store.matches.count(all),
  ]);
  const open = await store.needs.find({ index: "byState", where: { office, state: "open" }, limit: ROWS });
  const homes = await store.households.getMany(open.items.flatMap((need) => need.household ?? []));
  const codes = new Map(homes.map((home) => [home._id, home.code]));
  const waiting = await store.matches.find({ index: "byState", where: { office, state: "proposed" }, limit: ROWS });
  return {
    office: place.office.name,
    demo: place.office.demo,
    counts: { households, people, supporters, needs, pledges, matches },
    openNeeds: open.items.map(({ code, village, household, kind, category, quantity }) => ({
      code,
      village: place.nameOf(village),
      household: (household && codes.get(household)) ?? "",
      kind,
      category,
      quantity,
    })),
    pledges: await pledgesByState(deps, office),
    matches: await Promise.all(
      MatchState.options.map(async (state) => ({
        state,
        count: await store.matches.count({ index: "byState", where: { office, state } }),
      })),
    ),
    waiting: waiting.items.map(({ code, village, kind, quantity, rung, answerBy }) => ({
      code,
      village: place.nameOf(village),
      kind,
      quantity,
      rung,
      answerBy: dayOf(answerBy, place.office.timeZone),
    })),
    unsent: {
      failed: await store.messages.count({ index: "byState", where: { office, state: "failed" } }),
      unknown: await store.messages.count({ index: "byState", where: { office, state: "unknown" } }),
    },
  };
}

function pledgesByState(deps: AppDeps, office: string): Promise<ConsoleView["pledges"]> {
  const count = (state: string, kind: HelpKind): Promise<number> =>
    deps.store.pledges.count({ index: "byState", where: { office, state, kind } });
  return Promise.all(
    helpKinds.map(async (kind) => ({
      kind,
      unverified: await count("unverified", kind),
      open: await count("open", kind),
      withdrawn: await count("withdrawn", kind),
      closed: await count("closed", kind),
    })),
  );
}
