/** Finds the village a row names among the office's areas; everyday endings are forgiven where only one can be meant. */
import { TOWNSHIP, VILLAGE } from "#core/help/kinds.js";
import type { Area, AreaTree } from "#core/registry/area.js";

export type FoundVillage =
  { readonly type: "found"; readonly village: string } | { readonly type: "unknown" | "several" };

export type FindVillage = (township: string | null, village: string) => FoundVillage;

const VILLAGE_END = /(?:村民委员会|居民委员会|村委会|居委会|行政村|社区|村)$/u;
const TOWNSHIP_END = /(?:街道办事处|人民政府|民族乡|街道|[镇乡])$/u;

/** Looks in the areas as they are now; the same question is answered from memory. */
export function createVillageFinder(areas: AreaTree): FindVillage {
  const villages = areas.all().filter(({ level }) => level === VILLAGE);
  const townshipOf = (area: Area): string => areas.ancestor(area._id, TOWNSHIP)?.name ?? "";
  // from the strictest reading to the most forgiving
  const readings = [
    index(villages, (area) => [`${plain(townshipOf(area))} ${plain(area.name)}`]),
    index(villages, (area) => [`${bareTownship(townshipOf(area))} ${bareVillage(area.name)}`]),
  ];
  const alone = [index(villages, ({ name }) => [plain(name)]), index(villages, ({ name }) => [bareVillage(name)])];
  // some tables have only the village's code
  const byCode = new Map(villages.flatMap(({ code, _id }) => (code === null ? [] : [[code, _id] as const])));
  const known = new Map<string, FoundVillage>();
  return (township, village) => {
    const key = `${township ?? ""} ${village}`;
    const answered = known.get(key);
    if (answered) return answered;
    const coded = /^\d+$/.test(village) ? byCode.get(village) : undefined;
    if (coded !== undefined) return { type: "found", village: coded };
    const asked = township === null || township === "" ? null : township;
    const found =
      asked === null
        ? first([alone[0]?.get(plain(village)), alone[1]?.get(bareVillage(village))])
        : first([
            readings[0]?.get(`${plain(asked)} ${plain(village)}`),
            readings[1]?.get(`${bareTownship(asked)} ${bareVillage(village)}`),
          ]);
    known.set(key, found);
    return found;
  };
}

function first(answers: readonly (readonly string[] | undefined)[]): FoundVillage {
  for (const ids of answers) {
    const [only] = ids ?? [];
    if (only !== undefined) return ids?.length === 1 ? { type: "found", village: only } : { type: "several" };
  }
  return { type: "unknown" };
}

function index(areas: readonly Area[], keysOf: (area: Area) => readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const area of areas) {
    for (const key of keysOf(area)) {
      const same = found.get(key);
      if (same) same.push(area._id);
      else found.set(key, [area._id]);
    }
  }
  return found;
}

/** A name as it is compared: width and blanks do not matter. */
export function plain(name: string): string {
  return name.normalize("NFKC").replace(/\s+/gu, "").toLowerCase();
}

function bareVillage(name: string): string {
  return bare(name, VILLAGE_END);
}

function bareTownship(name: string): string {
  return bare(name, TOWNSHIP_END);
}

/** A name that is nothing but its ending keeps it. */
function bare(name: string, end: RegExp): string {
  const words = plain(name);
  return words.replace(end, "") || words;
}
