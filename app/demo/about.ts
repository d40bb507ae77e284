/** One sentence for the most interesting people of the demo: who they are, and what there is to do. */
import type { Match, MatchState } from "#core/match/match.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { Household } from "#core/registry/household.js";
import type { Need } from "#core/registry/need.js";
import type { Person, Role, Supporter } from "#core/registry/people.js";
import type { Place } from "../places.js";

/** What the sentences are told from. */
export interface Told {
  readonly place: Place;
  readonly people: readonly Person[];
  readonly supporters: readonly Supporter[];
  readonly households: readonly Household[];
  readonly needs: readonly Need[];
  readonly pledges: readonly Pledge[];
  readonly matches: readonly Match[];
  /** The moment of telling; what is due before it is late. */
  readonly today: string;
}

/** How many of each are shown; the first of each comes first, the others by how much they have to do. */
const shown = { enterprise: 5, citizen: 3, cadre: 4, unit: 3, township: 3, household: 6, office: 1 } as const;

interface Line {
  readonly person: string;
  readonly group: keyof typeof shown;
  /** More is more interesting. */
  readonly weight: number;
  readonly about: string;
}

/** Person → sentence, for those who are shown. */
export function aboutPeople(told: Told): Map<string, string> {
  const lines = told.people.flatMap((person) => person.roles.map((role) => lineOf(told, person, role)));
  return new Map(
    (Object.keys(shown) as (keyof typeof shown)[]).flatMap((group) => {
      const [first, ...others] = lines.filter((line) => line.group === group);
      const best = distinct(others.toSorted((a, b) => b.weight - a.weight));
      return [...(first ? [first] : []), ...best]
        .slice(0, shown[group])
        .map(({ person, about }) => [person, about] as const);
    }),
  );
}

/** Those with a story nobody before them has, first. */
function distinct(lines: readonly Line[]): Line[] {
  const seen = new Set<number>();
  const fresh = lines.filter(({ weight }) => !seen.has(weight) && seen.add(weight));
  return [...fresh, ...lines.filter((line) => !fresh.includes(line))];
}

function lineOf(told: Told, person: Person, role: Role): Line {
  const line = { person: person._id };
  switch (role.as) {
    case "supporter":
      return { ...line, ...supporterLine(told, role.supporter) };
    case "cadre":
      return { ...line, group: "cadre", ...cadreLine(told, person._id) };
    case "unit":
      return { ...line, group: "unit", ...unitLine(told, role.unit) };
    case "township":
      return { ...line, group: "township", ...townshipLine(told, role.area) };
    case "household":
      return { ...line, group: "household", ...householdLine(told, person, role.household) };
    case "office": {
      const unverified = told.supporters.filter(({ verified }) => !verified).length;
      return { ...line, group: "office", weight: unverified, about: `县四帮办公室，有 ${unverified} 家企业等您核验` };
    }
  }
}

function supporterLine(told: Told, id: string): Pick<Line, "group" | "weight" | "about"> {
  const supporter = told.supporters.find((one) => one._id === id);
  const pledges = told.pledges.filter((pledge) => pledge.supporter === id);
  const own = told.matches.filter((match) => match.supporter === id);
  const late = own.filter(({ state, due }) => state === "accepted" && due < told.today).length;
  const parts = [
    [late, `${late} 份到期还没送到`],
    [countOf(own, "accepted") - late, `${countOf(own, "accepted") - late} 份等您送到`],
    [countOf(own, "delivered", "questioned"), `${countOf(own, "delivered", "questioned")} 份等农户确认`],
    [pledges.filter(({ waiting }) => waiting).length, "有一份暂时没找到合适的人家"],
    [pledges.filter(({ state }) => state === "closed").length, "有一份已全部完成"],
    [countOf(own, "proposed"), `${countOf(own, "proposed")} 份等干部答复`],
    [countOf(own, "confirmed"), `${countOf(own, "confirmed")} 份农户已确认`],
  ] as const;
  const does = parts.flatMap(([count, words]) => (count > 0 ? [words] : []));
  const group = supporter?.sort ?? "citizen";
  const who = group === "enterprise" ? `${supporter?.name}负责人` : "热心市民";
  if (supporter?.verified === false)
    return { group, weight: 900 + pledges.length, about: `${who}，登记了 ${pledges.length} 笔认捐，等办公室核验` };
  const weight = parts.reduce((sum, [count], i) => sum + (count > 0 ? 2 ** (parts.length - i) : 0), 0);
  const doing = does.length > 0 ? does.slice(0, 2).join("，") : "眼下没有要办的事";
  return { group, weight: pledges.length > 0 ? weight : -1, about: `${who}，认捐 ${pledges.length} 笔，${doing}` };
}

function cadreLine(told: Told, id: string): Pick<Line, "weight" | "about"> {
  const own = told.matches.filter((match) => match.cadre === id);
  const answer = countOf(own, "proposed");
  const asked = countOf(own, "questioned");
  const review = told.needs.filter(
    (need) => need.cadre === id && need.state === "recorded" && need.reviews.length === 0,
  ).length;
  const villages = [...new Set(told.households.filter(({ cadre }) => cadre === id).map(({ village }) => village))];
  const names = villages.map((village) => told.place.nameOf(village)).join("、");
  const does = [
    ...(answer > 0 ? [`有 ${answer} 个对接等您答复`] : []),
    ...(asked > 0 ? [`${asked} 件帮扶农户有疑问`] : []),
    ...(review > 0 ? [`${review} 条需求等您审核`] : []),
  ];
  const about = `${names}帮扶干部，${does.length > 0 ? does.join("，") : "眼下没有等着办的事"}`;
  return { weight: answer * 100 + asked * 10 + review, about };
}

function unitLine(told: Told, id: string): Pick<Line, "weight" | "about"> {
  const unit = told.place.units.find((one) => one._id === id);
  const climbed = told.matches.filter(
    ({ state, rung, village }) => state === "proposed" && rung !== "cadre" && unit?.villages.includes(village),
  ).length;
  const villages = (unit?.villages ?? []).map((village) => told.place.nameOf(village)).join("、");
  const does = climbed > 0 ? `有 ${climbed} 个没人答复的对接转到您这里` : "眼下没有转来的对接";
  return { weight: climbed, about: `${unit?.name}驻村工作队，帮 ${villages}，${does}` };
}

function townshipLine(told: Told, area: string): Pick<Line, "weight" | "about"> {
  const climbed = told.matches.filter(
    ({ state, rung, village }) => state === "proposed" && rung !== "cadre" && told.place.within(village, area),
  ).length;
  const does = climbed > 0 ? `有 ${climbed} 个没人答复的对接要过问` : "眼下没有要过问的对接";
  return { weight: climbed, about: `${told.place.nameOf(area)}分管帮扶的干部，${does}` };
}

function householdLine(told: Told, person: Person, id: string): Pick<Line, "weight" | "about"> {
  const household = told.households.find((one) => one._id === id);
  const own = told.matches.filter((match) => match.household === id);
  const shares = told.people.some(({ _id, phoneKey }) => _id !== person._id && phoneKey === person.phoneKey);
  const who = `${told.place.nameOf(household?.village ?? "")}农户（${household?.code}）`;
  const open = told.needs.some((need) => need.household === id && need.state === "open");
  const stories = [
    [shares, "和家人共用一部手机"],
    [countOf(own, "delivered") > 0, "有一份帮扶说是送到了，等您确认"],
    [countOf(own, "questioned") > 0, "您说有一份帮扶没办好，干部在查"],
    [countOf(own, "accepted") > 0, "有一份帮扶已定下，还在路上"],
    [open && own.length === 0, "需求已登记，还没等到帮扶"],
    [countOf(own, "confirmed") > 0, "收到过帮扶"],
  ] as const;
  const at = stories.findIndex(([holds]) => holds);
  return { weight: at === -1 ? -1 : stories.length - at, about: `${who}，${stories[at]?.[1] ?? "眼下没有登记的需求"}` };
}

function countOf(matches: readonly Match[], ...states: MatchState[]): number {
  return matches.filter(({ state }) => states.includes(state)).length;
}
