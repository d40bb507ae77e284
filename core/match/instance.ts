/** What a run of matching is given and gives back (matching.md): the same for the live job and `fourhelp match`. */
import { z } from "zod";
import { MeetingTerms, Worker } from "#core/help/help.js";
import { Category, HelpKind, isCategoryOf, Level } from "#core/help/kinds.js";
import { Brings } from "#core/help/terms.js";

const name = z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });
const count = z.int({ error: "must be a whole number" }).min(0, { error: "must not be negative" });
const index = z.int({ error: "must be an index into areas" }).min(0, { error: "must be an index into areas" });
const anyLevel = z.union(Level.options, {
  error: "unknown level: must be 0 (nation), 1 (province), 2 (county), 3 (township) or 4 (village)",
});
const anyKind = z.enum(HelpKind.options, { error: `unknown kind: must be one of ${HelpKind.options.join(", ")}` });
const anyCategory = z.enum(Category.options, { error: "unknown category" });

/** A node of the area tree; `parent` is the index of an earlier area, or -1 for a root. */
export const InstanceArea = z.object({
  id: name,
  parent: z.int({ error: "must be an index into areas, or -1" }).min(-1, { error: "must be an index, or -1" }),
  level: anyLevel,
});
export type InstanceArea = z.infer<typeof InstanceArea>;

export const InstanceNeed = z.object({
  id: name,
  kind: anyKind,
  category: anyCategory,
  area: index,
  /** 1.00–3.00; hundredths count. */
  priority: z
    .number({ error: "must be a number" })
    .min(1, { error: "must be 1.00 at least" })
    .max(3, { error: "must be 3.00 at most" }),
  /** What is still lacking: whole yuan or places. */
  quantity: count,
  /** Pledges this need, or somebody for it, has declined. */
  refused: z.array(name).nullish(),
  /** What it already holds; the first half of `quantity + given` counts whole. */
  given: count.nullish(),
  worker: Worker.nullish(),
  brings: Brings.nullish(),
  /** Why it has its priority; known reasons pass through to its matches. */
  reasons: z.array(z.string()).nullish(),
});
export type InstanceNeed = z.infer<typeof InstanceNeed>;

export const InstancePledge = z.object({
  id: name,
  kind: anyKind,
  /** Null: open to any. */
  categories: z.array(anyCategory).nullable(),
  area: index,
  /** The level inside which it may be used. */
  reach: anyLevel,
  /** What is still free; no matter for information. */
  quantity: count,
  /** Aimed at these needs only. */
  only: z.array(name).nullish(),
  terms: MeetingTerms.nullish(),
});
export type InstancePledge = z.infer<typeof InstancePledge>;

export const Instance = z.object({
  areas: z.array(InstanceArea),
  needs: z.array(InstanceNeed),
  pledges: z.array(InstancePledge),
});
export type Instance = z.infer<typeof Instance>;

/** Kinds that have quantities; each is a problem of its own. */
export const planKinds = ["funds", "jobs", "industry"] as const;
export type PlanKind = (typeof planKinds)[number];
export type ByKind = Record<PlanKind, number>;

/** Is it one of the kinds that have quantities? */
export const isPlanKind = (kind: HelpKind): kind is PlanKind => kind !== "information";

const byKind = z.object({ funds: z.number(), jobs: z.number(), industry: z.number() });

/** A quantity of one pledge for one need. */
export interface Allotment {
  readonly pledge: string;
  readonly need: string;
  readonly quantity: number;
}

/** A plan as it is written to a file. Value and bound are hundredths of priority × hundredths of fit. */
export const Plan = z.object({
  matches: z.array(
    z.object({
      pledge: name,
      need: name,
      quantity: z.int().positive(),
      fit: z.number(),
      reasons: z.array(z.string()),
    }),
  ),
  value: byKind,
  bound: byKind,
});

export type Reading = { ok: true; instance: Instance } | { ok: false; problems: string[] };

/** Problems listed at most; the rest is counted. */
const mostProblems = 20;

/** Reads an instance from parsed JSON, or says what is wrong with it: `needs[3].area: must be …`. */
export function readInstance(raw: unknown): Reading {
  const parsed = Instance.safeParse(raw);
  const problems = parsed.success
    ? [...areaProblems(parsed.data), ...partyProblems(parsed.data)]
    : parsed.error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`);
  if (parsed.success && problems.length === 0) return { ok: true, instance: parsed.data };
  const more = problems.length - mostProblems;
  return { ok: false, problems: more > 0 ? [...problems.slice(0, mostProblems), `and ${more} more`] : problems };
}

function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "instance";
  return path.map((step, i) => (typeof step === "number" ? `[${step}]` : (i ? "." : "") + String(step))).join("");
}

function areaProblems({ areas }: Instance): string[] {
  const problems: string[] = [];
  areas.forEach((area, i) => {
    const parent = areas[area.parent];
    if (area.parent >= i) problems.push(`areas[${i}].parent: ${area.parent} is not before its child ${i}`);
    else if (parent && parent.level >= area.level)
      problems.push(`areas[${i}].level: ${area.level} is not below its parent's level ${parent.level}`);
  });
  return problems;
}

function partyProblems({ areas, needs, pledges }: Instance): string[] {
  const problems: string[] = [];
  const check = (list: "needs" | "pledges", parties: readonly (InstanceNeed | InstancePledge)[]): void => {
    const seen = new Set<string>();
    parties.forEach((party, i) => {
      if (seen.has(party.id)) problems.push(`${list}[${i}].id: ${party.id} is there twice`);
      seen.add(party.id);
      if (party.area >= areas.length) problems.push(`${list}[${i}].area: there is no area ${party.area}`);
      for (const of of "category" in party ? [party.category] : (party.categories ?? []))
        if (!isCategoryOf(party.kind, of)) problems.push(`${list}[${i}]: ${of} is not a category of ${party.kind}`);
    });
  };
  check("needs", needs);
  check("pledges", pledges);
  return problems;
}
