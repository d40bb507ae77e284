import type { Wake } from "../deps.js";

/** Wakes the bringing-in of one upload. In a file of its own: the sweep wakes it, and need not load all that reads sheets. */
export function importJob(office: string, id: string): Wake {
  return { job: "import", key: `import:${id}`, payload: { office, import: id }, priority: 8 };
}
