/** Rows of households' people: one reading and one writing for all their layouts. */
import type { Derived } from "../derived.js";
import { keepWords, wordsToWrite } from "../derived.js";
import type { Column, Fields, Layout, ReadContext } from "../layout.js";
import type { MemberRecord } from "../records.js";
import { readId } from "../values/id-number.js";
import { money } from "../values/number.js";
import { phoneCell, readPhones } from "../values/phone.js";
import { line, name, readCode, readWritten } from "../values/text.js";
import { causeWords, readCauses } from "./causes.js";
import { isKept, type KeptColumn } from "./columns.js";
import { groupWords, readGroups } from "./groups.js";
import { labour, labourByAge, labourFault } from "./labour.js";
import type { Standing } from "./standing.js";
import { faults } from "../faults.js";

interface HouseholdsLayout {
  readonly id: string;
  readonly columns: readonly (Column | KeptColumn)[];
  readonly standing: Derived<Standing>;
}

type Kept = Record<string, string>;

const HEAD = "户主";
const isHead = /^(?:户主|本人|本人或户主|户主本人)$/;
const readName = name(80);
const readPlace = name(80);
/** 村编号 stands for the village's name in tables that have only codes. */
const readVillage = line(80);
const readGroup = line(40);
const readRelation = line(20);
const income = money({ from: 0, to: 10_000_000 });

/** A layout whose rows are people. Where it has no 与户主关系, each row is the head of a household. */
export function householdsLayout({ id, columns, standing }: HouseholdsLayout): Layout<"households"> {
  const keptColumns = columns.filter(isKept);
  const headingOf = new Map(columns.map(({ field, names }) => [field, names[0] ?? field]));
  const causeHeading = headingOf.get("mainCause") ?? "";
  const headsOnly = !headingOf.has("relation");
  const phoneFields = [...phonesOf].filter(([field]) => headingOf.has(field));

  function read(row: Fields, ctx: ReadContext): ReturnType<Layout<"households">["read"]> {
    const householdOther: Kept = {};
    const memberOther: Kept = {};
    readKept(row, keptColumns, householdOther, memberOther);
    const { kept: causes, mainCause, otherCauses } = readCauses(row, causeHeading);
    const standingWords = wordsOf(row, standing);
    const { tier, status } = standing.derive(standingWords) ?? { tier: "light", status: "registered" };
    Object.assign(householdOther, causes, keepWords(standing, standingWords, { tier, status }));
    const idNumber = row.take("idNumber", readId);
    const born = idNumber === null ? null : Number(idNumber.slice(6, 10));
    const relation = headsOnly ? HEAD : (row.take("relation", readRelation) ?? "");
    const able = readLabour(row, born, ctx, memberOther);
    const phones = readPhoneFields(row, phoneFields, householdOther, memberOther);
    // Field by field: spreading costs a third of the time.
    const record: MemberRecord = {
      kind: "households",
      county: row.take("county", readPlace),
      township: row.take("township", readPlace),
      village: row.take("village", readVillage) ?? "",
      group: row.take("group", readGroup),
      householdNumber: row.take("householdNumber", readCode) ?? "",
      memberNumber: row.take("memberNumber", readCode),
      name: row.take("name", readName) ?? "",
      idNumber,
      relation,
      head: isHead.test(relation),
      born,
      labour: able,
      groups: readGroups(row, memberOther["健康状况"] ?? ""),
      mainCause,
      otherCauses,
      income: row.take("income", income),
      tier,
      status,
      householdPhone: phones.householdPhone,
      phone: phones.phone,
      cadrePhone: phones.cadrePhone,
      householdOther,
      memberOther,
    };
    if (isLater(idNumber, ctx.today)) row.reject("idNumber", faults.idDate);
    return row.finish(record);
  }

  function write(record: MemberRecord): Readonly<Record<string, string | number | null>> {
    const { householdOther, memberOther, tier, status } = record;
    const cells: Record<string, string | number | null> = {
      county: record.county,
      township: record.township,
      village: record.village,
      group: record.group,
      householdNumber: record.householdNumber,
      memberNumber: record.memberNumber,
      name: record.name,
      idNumber: record.idNumber,
      relation: record.relation,
      income: record.income,
      groups: groupWords(record.groups),
    };
    for (const { field, names, of } of keptColumns) {
      cells[field] = (of === "household" ? householdOther : memberOther)[names[0] ?? field] ?? null;
    }
    for (const [field, of] of phoneFields) {
      const all = (of === "household" ? householdOther : memberOther)[headingOf.get(field) ?? field];
      const phone = record[field];
      cells[field] = phone === null ? null : phoneCell(phone, all);
    }
    Object.assign(cells, wordsToWrite(standing, { tier, status }, householdOther));
    Object.assign(cells, causeWords(record, causeHeading, householdOther));
    Object.assign(cells, wordsToWrite(labour, record.labour, memberOther));
    return cells;
  }

  function readPhoneFields(row: Fields, fields: typeof phoneFields, household: Kept, member: Kept): PhoneFields {
    const phones: { -readonly [F in keyof PhoneFields]: PhoneFields[F] } = { ...noPhones };
    for (const [field, of] of fields) {
      const found = row.take(field, readPhones);
      if (found === null) continue;
      phones[field] = found.first;
      if (found.all !== null) (of === "household" ? household : member)[headingOf.get(field) ?? field] = found.all;
    }
    return phones;
  }

  return { id, kind: "households", columns, read, write };
}

type PhoneFields = Pick<MemberRecord, "householdPhone" | "phone" | "cadrePhone">;
const noPhones: PhoneFields = { householdPhone: null, phone: null, cadrePhone: null };
/** Whose words several numbers in one cell are: the first is the phone, all are kept. */
const phonesOf: ReadonlyMap<keyof PhoneFields, KeptColumn["of"]> = new Map([
  ["householdPhone", "household"],
  ["phone", "member"],
  ["cadrePhone", "household"],
]);

function readKept(row: Fields, columns: readonly KeptColumn[], household: Kept, member: Kept): void {
  for (const { field, names, of, reader } of columns) {
    const value = row.take(field, reader);
    if (value !== null) (of === "household" ? household : member)[names[0] ?? field] = value;
  }
}

function readLabour(row: Fields, born: number | null, ctx: ReadContext, kept: Kept): MemberRecord["labour"] {
  const skill = row.take("skill", readWritten);
  if (skill === null) return labourByAge(born, Number(ctx.today.slice(0, 4)));
  const value = labour.derive({ skill });
  if (value === null) row.reject("skill", labourFault);
  else Object.assign(kept, keepWords(labour, { skill }, value));
  return value ?? "none";
}

function wordsOf(row: Fields, { headings }: Derived<Standing>): Record<string, string> {
  const words: Record<string, string> = {};
  for (const field of Object.keys(headings)) words[field] = row.take(field, readWritten) ?? "";
  return words;
}

/** Was somebody born after today? `today` is `YYYY-MM-DD`. */
function isLater(idNumber: string | null, today: string): boolean {
  return idNumber !== null && idNumber.slice(6, 14) > today.replaceAll("-", "");
}
