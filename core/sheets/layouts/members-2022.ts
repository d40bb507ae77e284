/** The national member export since 2022: 32 columns (data-shapes §1), and behind them three that it has no place for. */
import { columns } from "../households/columns.js";
import { householdsLayout } from "../households/layout.js";
import { standing2022 } from "../households/standing.js";

const c = columns;

/** One row a person; the first layout of households. */
export const members2022 = householdsLayout({
  id: "members-2022",
  standing: standing2022,
  columns: [
    ...[c.ordinal, c.dataDate, c.county, c.township, c.village, c.group, c.householdNumber, c.memberNumber],
    ...[c.name, c.idNumber, c.people, c.relation, c.nation, c.schooling, c.pupil, c.health, c.skill, c.workMonths],
    ...[c.insured2022, c.mainCause2022, c.house, c.water2022, c.income, c.householdPhone2022, c.phone],
    ...[c.knownSince, c.memberSince, c.sort, c.watch, c.risk, c.riskSince, c.riskUntil],
    ...[c.otherCauses, c.groups, c.cadrePhone],
  ],
});
