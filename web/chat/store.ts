/** What the page keeps on this phone. Falls back to memory when the browser refuses storage. */

/** The part of `Storage` used here, so that tests need no browser. */
export interface Area {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Store {
  /** The value kept under a name, parsed from JSON; undefined when there is none or it cannot be read. */
  get(name: string): unknown;
  /** Keeps a JSON value. False: it is kept only while the page is open. */
  set(name: string, value: unknown): boolean;
  remove(name: string): void;
  /** All names that begin so, in no order. */
  names(start: string): string[];
  /** Forgets everything of this store. */
  clear(): void;
}

function parse(json: string | null | undefined): unknown {
  if (json === null || json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A store over one browser area; all its keys begin with `prefix`. Never throws. */
export function createStore(area: Area | undefined, prefix: string): Store {
  // What the area would not take (storage refused, or full) lives here.
  const memory = new Map<string, string>();

  function attempt<T>(use: (area: Area) => T): T | undefined {
    if (!area) return undefined;
    try {
      return use(area);
    } catch {
      return undefined;
    }
  }
  function storedNames(start: string): string[] {
    const keys = attempt((a) => Array.from({ length: a.length }, (_, i) => a.key(i) ?? "")) ?? [];
    return keys.filter((key) => key.startsWith(prefix + start)).map((key) => key.slice(prefix.length));
  }
  const remove = (name: string) => {
    memory.delete(name);
    attempt((a) => a.removeItem(prefix + name));
  };
  const names = (start: string) => [
    ...new Set([...storedNames(start), ...[...memory.keys()].filter((name) => name.startsWith(start))]),
  ];

  return {
    get: (name) => parse(memory.get(name) ?? attempt((a) => a.getItem(prefix + name))),
    set(name, value) {
      const json = JSON.stringify(value);
      const kept = attempt((a) => {
        a.setItem(prefix + name, json);
        return true;
      });
      if (kept) memory.delete(name);
      else memory.set(name, json);
      return kept ?? false;
    },
    remove,
    names,
    clear: () => names("").forEach(remove),
  };
}
