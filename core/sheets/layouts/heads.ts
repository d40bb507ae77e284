/** One row a household, by its head: the national table AC01 (data-shapes §1), also headed by its codes. */
import { columns } from "../households/columns.js";
import { householdsLayout } from "../households/layout.js";
import { standing2016 } from "../households/standing.js";

const c = columns;

/** Heads only: every row opens a household. */
export const heads = householdsLayout({
  id: "heads",
  standing: standing2016,
  columns: [
    ...[c.year, c.county, c.township, c.villageOrCode, c.group, c.householdNumber, c.headName, c.headId, c.people],
    ...[c.property, c.exit, c.mainCause2016, c.otherCauses, c.income, c.householdPhone2016, c.cadrePhone, c.groups],
  ],
});
