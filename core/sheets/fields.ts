/** One row seen by fields, with the list of what is wrong with it. */
import type { Cell, SheetRow } from "./cell.js";
import { faults, type Fault } from "./faults.js";
import type { FoundHeader } from "./header.js";
import type { Fields } from "./layout.js";
import type { RowProblem } from "./problem.js";
import { valueClass } from "./value-class.js";

/** Fields of a row under a header. Made once a row, so it is kept light. */
export function createFields(header: FoundHeader, row: SheetRow): Fields {
  const problems: RowProblem[] = [];
  return {
    causes: header.causes,
    cell: (field) => cellOf(header, row, field),
    reject: (field, fault) => void problems.push(problemOf(header, row, field, fault)),
    take(field, reader, whenEmpty = null) {
      const reading = reader(cellOf(header, row, field));
      if (reading.type === "read") return reading.value;
      const required = header.required.has(field) ? faults.empty : null;
      const fault = reading.type === "wrong" ? reading.fault : (whenEmpty ?? required);
      if (fault !== null) problems.push(problemOf(header, row, field, fault));
      return null;
    },
    finish: (record) => (problems.length === 0 ? { type: "read", record } : { type: "rejected", problems }),
  };
}

function cellOf({ columnOf }: FoundHeader, { cells }: SheetRow, field: string): Cell {
  const column = columnOf.get(field);
  return column === undefined ? null : (cells[column.index] ?? null);
}

function problemOf(header: FoundHeader, row: SheetRow, field: string, { reason, mend }: Fault): RowProblem {
  const column = header.columnOf.get(field)?.heading ?? null;
  return { row: row.number, column, valueClass: valueClass(cellOf(header, row, field)), reason, mend };
}
