/**
 * The four helps 四帮 (programme clause 3.2.3: capital, employment, industry, information).
 * One file per kind beside this one says what its pledges and needs are made of.
 */
import { z } from "zod";

export const HelpKind = z.enum(["funds", "jobs", "industry", "information"]);
export type HelpKind = z.infer<typeof HelpKind>;
export const helpKinds = HelpKind.options;

/**
 * Levels of an area: 0 nation, 1 province (city in between folds into it), 2 county, 3 township, 4 village.
 * A village group 村民小组 is kept as a text of the household.
 */
export const Level = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Level = z.infer<typeof Level>;
export const COUNTY = 2,
  TOWNSHIP = 3,
  VILLAGE = 4;

/** Need categories per kind; the keys are those of `../match-bench`, their words are in `locales/`. */
export const categories = {
  funds: ["schooling", "medical", "housing", "seedstock", "equipment", "living"],
  jobs: [
    "sewing",
    "cooking",
    "driving",
    "care",
    "building",
    "security",
    "cleaning",
    "electrician",
    "welding",
    "farming",
    "sales",
    "logistics",
  ],
  industry: ["pigs", "chickens", "bees", "tea", "oil-tea", "bamboo", "greenhouse", "solar-share"],
  information: ["market", "technique", "policy-advice", "training", "vacancies", "loans"],
} as const satisfies Record<HelpKind, readonly string[]>;

export type CategoryOf<K extends HelpKind> = (typeof categories)[K][number];
export type Category = CategoryOf<HelpKind>;
export const Category = z.enum([
  ...categories.funds,
  ...categories.jobs,
  ...categories.industry,
  ...categories.information,
]);

/** Categories from which a household's illness or disability could be guessed; a foreign channel names only the kind. */
export const sensitiveCategories: ReadonlySet<Category> = new Set<Category>(["medical"]);

/** Is this category one of this kind's? */
export function isCategoryOf(kind: HelpKind, category: string): boolean {
  return (categories[kind] as readonly string[]).includes(category);
}
