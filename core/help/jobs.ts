/** Jobs 帮就业 (clause 3.2.3, employment): places of work. */
import type { Help } from "./help.js";
import { categories, type Category } from "./kinds.js";

/** Work that takes full labour ability; a member with part of it (半劳力) is not sent there. */
const heavyWork: ReadonlySet<string> = new Set<Category>(["building", "welding", "logistics"]);

/** A person works when age, strength and distance allow it: the place must lie inside the level they would travel. */
export const jobs: Help<"jobs"> = {
  kind: "jobs",
  categories: categories.jobs,
  fields: {
    title: "What the work is called.",
    wageFrom: "Lowest wage, whole yuan a month.",
    wageTo: "Highest wage, whole yuan a month.",
    place: "Where the work is, in the supporter's words.",
    ageFrom: "Youngest age, included.",
    ageTo: "Oldest age, included.",
    start: "First day of work.",
  },
  unlimited: false,
  meets(terms, need, shared) {
    const worker = need.worker;
    if (!worker) return true;
    if (worker.labour === "none") return "no-labour";
    if (worker.labour === "part" && heavyWork.has(need.category)) return "work-too-heavy";
    if (worker.age < (terms.ageFrom ?? 0) || worker.age > (terms.ageTo ?? Infinity)) return "age-outside";
    return shared >= worker.travel ? true : "too-far";
  },
};
