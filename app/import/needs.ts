/** The list of needs. New ones come in as recorded: none is visible to matching before a named person has approved it. */
import { holdingStates } from "#core/match/match.js";
import { Circumstances, type Household } from "#core/registry/household.js";
import type { Need } from "#core/registry/need.js";
import { priorityOf } from "#core/registry/priority.js";
import { approvalsFor } from "#core/registry/review.js";
import type { NeedRecord } from "#core/sheets/records.js";
import { shortCode } from "../codes.js";
import type { Place } from "../places.js";
import type { CreateDecider, Decided, DeciderContext, ReadRow, Verdict } from "./decider.js";
import { createDraft, fateBetween } from "./draft.js";
import { createHouseholdFinder, type FoundHousehold, type HouseholdFinder } from "./find-household.js";
import { naturalId } from "./natural-id.js";
import { rejected } from "./problems.js";
import { createVillageFinder, type FindVillage } from "./village-finder.js";

/** Of a household, or of a village itself. */
interface Owner {
  readonly household: Household | null;
  readonly village: string;
}

interface NeedTools {
  readonly finder: HouseholdFinder;
  readonly findVillage: FindVillage;
  readonly place: Place;
}

export const decideNeeds: CreateDecider<"needs"> = async (context) => {
  const { deps, request } = context;
  const { office } = request;
  const place = await deps.places.of(office);
  const findVillage = createVillageFinder(place.areas);
  const finder = createHouseholdFinder(deps, office, findVillage);
  /** How often a household or village has asked for the same before, in this file. */
  const kept = new Map<string, number>();
  let drafted = new Map<string, number>();
  return {
    type: "ready",
    decider: {
      changesPlace: false,
      pass: (record) => void ordinalOf(kept, record),
      async decide(rows): Promise<Decided> {
        drafted = new Map(kept);
        const batch = createNeedBatch(context, { finder, findVillage, place });
        const verdicts: Verdict[] = [];
        for (const row of rows) verdicts.push(await batch.take(row, ordinalOf(drafted, row.record)));
        return { ...batch.end(), verdicts };
      },
      keep() {
        for (const [key, count] of drafted) kept.set(key, count);
      },
    },
  };
};

function ordinalOf(seen: Map<string, number>, record: NeedRecord): number {
  const { householdNumber, idNumber, householdCode, township, village, help, category } = record;
  const key = JSON.stringify([householdNumber ?? idNumber ?? householdCode ?? [township, village], help, category]);
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return count;
}

function createNeedBatch(
  { deps, request, header }: DeciderContext<"needs">,
  { finder, findVillage, place }: NeedTools,
) {
  const { store, vault } = deps;
  const { office } = request;
  const needs = createDraft("needs");
  const codes = new Set<string>();

  async function householdOf(record: NeedRecord): Promise<FoundHousehold | null> {
    if (record.householdNumber !== null) return finder.byNumber(record.householdNumber);
    if (record.idNumber !== null) return finder.byIdNumber(record.idNumber);
    return record.householdCode === null ? null : finder.byCode(record.householdCode);
  }

  /** Whose need it is, or why the row cannot be taken. */
  async function ownerOf({ row, record }: ReadRow<"needs">): Promise<Owner | Verdict> {
    const found = await householdOf(record);
    if (found?.type === "found") return { household: found.household, village: found.household.village };
    if (found) {
      const value = record.householdNumber ?? record.idNumber ?? record.householdCode;
      return rejected(header, row, found.type, { fields: ["householdNumber", "idNumber", "householdCode"], value });
    }
    const at = findVillage(record.township, record.village);
    if (at.type === "found") return { household: null, village: at.village };
    return rejected(header, row, `village-${at.type}`, { fields: ["village"], value: record.village });
  }

  async function take({ row, record }: ReadRow<"needs">, ordinal: number): Promise<Verdict> {
    const owner = await ownerOf({ row, record });
    if ("type" in owner) return owner;
    const was = await known(record, owner.household?._id ?? owner.village, ordinal);
    if (was === "unknown") return rejected(header, row, "need-unknown", { fields: ["code"], value: record.code });
    if (typeof was === "string") return create(record, { id: was, ...owner });
    const doc = merged(was, record);
    const fate = fateBetween(was, doc);
    if (fate === "changed" && was.state !== "recorded") {
      return rejected(header, row, "need-decided", { fields: ["quantity"], value: record.quantity });
    }
    needs.set(doc);
    return { type: fate, touches: [doc._id] };
  }

  /** The need itself, or the id that it will have; "unknown" for a code that is nobody's. */
  async function known(record: NeedRecord, of: string, ordinal: number): Promise<Need | string> {
    if (record.code !== null) {
      const coded = await store.needs.by("code", { office, code: record.code });
      return coded ? needs.stored(coded) : "unknown";
    }
    const id = naturalId(vault, office, "need", `${of} ${record.help} ${record.category} ${ordinal}`);
    const made = needs.get(id) ?? (await store.needs.get(id));
    return made ? needs.stored(made) : id;
  }

  function merged(was: Need, record: NeedRecord): Need {
    const quantity = record.help === "information" ? 1 : record.quantity;
    const note =
      record.note === null || (was.note !== null && vault.open(was.note) === record.note)
        ? was.note
        : vault.seal(record.note);
    const shape = { kind: record.help, category: record.category, quantity };
    return { ...was, ...shape, note, approvals: approvalsFor(shape, place.office.settings) };
  }

  async function create(
    record: NeedRecord,
    { id, household, village }: Owner & { readonly id: string },
  ): Promise<Verdict> {
    const now = deps.clock.now();
    const shape = { kind: record.help, quantity: record.help === "information" ? 1 : record.quantity };
    const { priority, reasons } = household ? await priorityFor(household, now) : { priority: 200, reasons: [] };
    needs.set({
      _id: id,
      version: 1,
      office,
      code: await freeCode(),
      scope: household ? "household" : "village",
      household: household?._id ?? null,
      village,
      ...shape,
      category: record.category,
      priority,
      reasons: [...reasons],
      worker: null,
      brings: null,
      note: record.note === null ? null : vault.seal(record.note),
      source: "cadre",
      state: "recorded",
      reviews: [],
      approvals: approvalsFor(shape, place.office.settings),
      cadre: household?.cadre ?? null,
      recordedBy: "person" in request.by ? request.by.person : "import",
      at: now,
      closedBecause: null,
    });
    return { type: "created", touches: [id] };
  }

  async function priorityFor({ _id: household, tier, circumstances }: Household, now: number) {
    const { groups } = Circumstances.parse(JSON.parse(vault.open(circumstances)));
    const had = await store.matches.group({ index: "byHousehold", where: { office, household }, by: "state" });
    const received = [...holdingStates].reduce((sum, state) => sum + (had.get(state) ?? 0), 0);
    return priorityOf({ tier, groups, since: now, now, received });
  }

  /** Tens of thousands at once meet in a short code now and then: a taken one is drawn again. */
  async function freeCode(): Promise<string> {
    for (;;) {
      const code = shortCode("X", deps.ids);
      if (codes.has(code) || (await store.needs.by("code", { office, code }))) continue;
      codes.add(code);
      return code;
    }
  }

  return {
    take,
    end: (): Pick<Decided, "inserts" | "edits"> => ({ inserts: needs.inserts(), edits: needs.edits() }),
  };
}
