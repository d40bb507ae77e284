/** One file (or folder) and one line each: the folder and its list say the same. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.js";

interface Registry {
  what: string;
  folder: string;
  /** What counts as one: a source file, a JSON file, or a folder. */
  entry: ".ts" | ".json" | "folder";
  /** Files in the folder that are not entries, by name without ending; `index` and `types` never are. */
  beside?: readonly string[];
  /** The module with the list, and the name of its export: an object by key, or an array of names or of things with one. */
  module: string;
  list: string;
}

const registries: readonly Registry[] = [
  {
    what: "languages",
    folder: "locales",
    entry: ".json",
    beside: ["tsconfig"],
    module: "locales/index.ts",
    list: "locales",
  },
  {
    what: "help kinds",
    folder: "core/help",
    entry: ".ts",
    beside: ["kinds", "terms", "help"],
    module: "core/help/index.ts",
    list: "helps",
  },
  { what: "flows", folder: "bot/flows", entry: ".ts", module: "bot/flows/index.ts", list: "flows" },
  {
    what: "channels",
    folder: "bot/channels",
    entry: "folder",
    beside: ["pull"],
    module: "bot/channels/index.ts",
    list: "channels",
  },
  { what: "jobs", folder: "jobs", entry: ".ts", beside: ["job"], module: "jobs/index.ts", list: "jobs" },
  { what: "routes", folder: "api/routes", entry: ".ts", module: "api/routes/index.ts", list: "routes" },
  {
    what: "commands",
    folder: "app/commands",
    entry: ".ts",
    beside: ["decision", "match-change", "opt-out"],
    module: "app/commands/index.ts",
    list: "commands",
  },
  {
    what: "look-ups",
    folder: "app/looks",
    entry: ".ts",
    beside: ["look"],
    module: "app/looks/index.ts",
    list: "looks",
  },
  {
    what: "commands of the CLI",
    folder: "cli",
    entry: ".ts",
    module: "cli/commands.ts",
    beside: ["commands", "house", "outcome", "program"],
    list: "commands",
  },
];

describe("every registry lists exactly what its folder holds", () => {
  it.each(registries)("$what: $folder = $list in $module", async (registry) => {
    if (!existsSync(join(root, registry.module))) throw new Error(`${registry.module} is missing`);
    const listed = namesIn(await exportOf(registry), registry);
    const found = namesOf(registry);

    expect(found, `${registry.folder} holds no ${registry.what}`).not.toEqual([]);
    expect(missing(found, listed), `files without a line in ${registry.module}`).toEqual([]);
    expect(missing(listed, found), `lines of ${registry.module} without a file in ${registry.folder}`).toEqual([]);
    expect(listed, `${registry.module} lists something twice`).toEqual([...new Set(listed)]);
  });
});

const missing = (here: readonly string[], there: readonly string[]): string[] =>
  here.filter((name) => !there.includes(name));

function namesOf({ folder, entry, beside = [] }: Registry): string[] {
  const inside = readdirSync(join(root, folder), { withFileTypes: true });
  if (entry === "folder") {
    return inside.filter((one) => one.isDirectory() && !beside.includes(one.name)).map((one) => one.name);
  }
  const files = inside.filter((one) => one.isFile() && one.name.endsWith(entry) && !one.name.endsWith(".d.ts"));
  return files
    .map((one) => one.name.slice(0, -entry.length))
    .filter((name) => !["index", "types", ...beside].includes(name));
}

async function exportOf({ module, list }: Registry): Promise<unknown> {
  const exports: Record<string, unknown> = await import(join(root, module));
  expect(Object.keys(exports), `${module} exports its list as "${list}"`).toContain(list);
  return exports[list];
}

function namesIn(list: unknown, { module, list: name }: Registry): string[] {
  if (Array.isArray(list)) return list.map((item: unknown) => nameOf(item, module));
  if (list instanceof Map) return [...list.keys()].map(String);
  if (typeof list === "object" && list !== null) return Object.keys(list);
  throw new Error(`"${name}" in ${module} is neither an object nor an array`);
}

function nameOf(item: unknown, module: string): string {
  if (typeof item === "string") return item;
  if (typeof item === "object" && item !== null) {
    for (const key of ["id", "kind", "name"]) {
      const value: unknown = Reflect.get(item, key);
      if (typeof value === "string") return value;
    }
  }
  throw new Error(`an item of the list in ${module} is neither a name nor a thing with an id, a kind or a name`);
}
