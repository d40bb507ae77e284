/** The national member export of 2016 to 2019: 26 columns behind 序号, three of a variant (data-shapes §1), three of ours. */
import { columns } from "../households/columns.js";
import { householdsLayout } from "../households/layout.js";
import { standing2016 } from "../households/standing.js";

const c = columns;

/** One row a person. */
export const members2016 = householdsLayout({
  id: "members-2016",
  standing: standing2016,
  columns: [
    ...[c.ordinal, c.county, c.township, c.village, c.group, c.householdNumber, c.memberNumber, c.name, c.idNumber],
    ...[c.people, c.relation, c.nation, c.schooling, c.pupil, c.health, c.skill, c.work, c.workMonths, c.insured2016],
    ...[c.exit, c.property, c.mainCause2016, c.house, c.water2016, c.waterTrouble, c.income, c.householdPhone2016],
    ...[c.exitYear, c.cadrePhone, c.place],
    ...[c.otherCauses, c.groups, c.phone],
  ],
});
