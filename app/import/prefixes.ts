/** Letters that begin the codes of a village's households: the initials of its name in pinyin, unique in the office. */
import type { AreaTree } from "#core/registry/area.js";

/** Endings that every village has say nothing. */
const END = /(?:村民委员会|居民委员会|村委会|居委会|行政村|社区|村|街道办事处|街道|民族乡|镇|乡)$/u;
const LONGEST = 6;
const MOST_LETTERS = 8;

export type Initials = (name: string) => string;

/** Loads the table of pinyin, which only a few imports need. */
export async function loadInitials(): Promise<Initials> {
  const { pinyin } = await import("pinyin-pro");
  return (name) => {
    const bare = name.replace(END, "") || name;
    const signs = pinyin(bare, { pattern: "first", toneType: "none", type: "array", nonZh: "consecutive" });
    const letters = signs
      .flatMap((part) => part.split(/\s+/))
      .map((part) => part.normalize("NFD").charAt(0).toUpperCase())
      .join("");
    return letters.replace(/[^A-Z0-9]/g, "").slice(0, LONGEST) || "V";
  };
}

/** Gives each village its letters: its own initials, else with the township's before them, else with a number. */
export function createPrefixes(
  areas: AreaTree,
  initials: Initials,
): (village: string, township: string | null) => string {
  const taken = new Set(areas.all().flatMap(({ prefix }) => prefix ?? []));
  return (village, township) => {
    const own = initials(village);
    const long = township === null ? own : `${initials(township)}${own}`.slice(0, MOST_LETTERS);
    let prefix = own;
    for (let number = 1; taken.has(prefix); number++) prefix = number === 1 ? long : `${long}${number}`;
    taken.add(prefix);
    return prefix;
  };
}
