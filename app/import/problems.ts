/** What only the store can say is wrong with a row, and how to mend it. */
import { say, type Message } from "#core/message/message.js";
import type { FoundHeader } from "#core/sheets/header.js";
import type { RowProblem } from "#core/sheets/problem.js";
import { headingOf, type Verdict } from "./decider.js";

type Fault = Pick<RowProblem, "reason" | "mend">;

const faults = {
  /** 所属村站不存在 */
  "village-unknown": { reason: say("import.reason-village-unknown"), mend: say("import.mend-village-unknown") },
  "village-several": { reason: say("import.reason-village-several"), mend: say("import.mend-village-several") },
  /** 身份证已被使用 */
  "id-taken": { reason: say("import.reason-id-taken"), mend: say("import.mend-id-taken") },
  "member-twice": { reason: say("import.reason-member-twice"), mend: say("import.mend-member-twice") },
  "household-unknown": { reason: say("import.reason-household-unknown"), mend: say("import.mend-household-unknown") },
  "household-several": { reason: say("import.reason-household-several"), mend: say("import.mend-household-several") },
  "need-decided": { reason: say("import.reason-need-decided"), mend: say("import.mend-need-decided") },
  "need-unknown": { reason: say("import.reason-need-unknown"), mend: say("import.mend-need-unknown") },
  "other-county": { reason: say("import.reason-other-county"), mend: say("import.mend-other-county") },
  "area-parent": { reason: say("import.reason-area-parent"), mend: say("import.mend-area-parent") },
  "area-above": { reason: say("import.reason-area-above"), mend: say("import.mend-area-above") },
  "credit-taken": { reason: say("import.reason-credit-taken"), mend: say("import.mend-credit-taken") },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;

/** Rejects a row for one cell of it, or as a whole when no field is named. `value` is what stands there; only its kind is told. */
export function rejected(
  header: FoundHeader,
  row: number,
  fault: FaultName,
  at: { readonly fields: readonly string[]; readonly value: string | number | null } = { fields: [], value: null },
): Verdict {
  const column = headingOf(header, ...at.fields);
  const problem = { row, column, valueClass: classOf(column === null ? undefined : at.value), ...faults[fault] };
  return { type: "rejected", problems: [problem] };
}

function classOf(value: string | number | null | undefined): Message {
  if (value === undefined) return say("sheet.value-row");
  if (value === null || value === "") return say("sheet.value-empty");
  if (typeof value === "number") return say("sheet.value-number");
  if (/^\d+$/.test(value)) return say("sheet.value-digits", { count: value.length });
  return say("sheet.value-text", { count: value.length });
}
