/** The list of areas: each row names one, by its path from the county down. */
import { COUNTY, VILLAGE, type Level } from "#core/help/kinds.js";
import { areaTree, type Area } from "#core/registry/area.js";
import type { AreaRecord } from "#core/sheets/records.js";
import type { Insert } from "#store/port.js";
import type { CreateDecider, Decided, DeciderContext, Edit, Verdict } from "./decider.js";
import { officeIndex } from "#store/collections.js";
import { naturalId } from "./natural-id.js";
import { createPrefixes, loadInitials } from "./prefixes.js";
import { rejected } from "./problems.js";
import type { ImportDeps } from "./request.js";
import { differing } from "./sealed.js";
import { plain } from "./village-finder.js";

/** Digits of a township in the national code of a village. */
const TOWNSHIP_DIGITS = 9;

export const decideAreas: CreateDecider<"areas"> = async (context) => {
  const { deps, request } = context;
  const place = await deps.places.of(request.office);
  const initials = await loadInitials();
  /** As it stands after what was decided. */
  let kept = new Map(place.areas.all().map((area) => [area._id, area]));
  let drafted = kept;
  // the name an office had before any list: the first list with a county gives it its own
  const placeholder = kept.get(place.county);
  const renamable =
    placeholder !== undefined && placeholder.code === null && place.areas.children(place.county).length === 0;
  return {
    type: "ready",
    decider: {
      changesPlace: true,
      async decide(rows, carefully): Promise<Decided> {
        if (carefully && !request.dryRun) kept = await loadAreas(deps, request.office);
        drafted = new Map(kept);
        const tree = areaTree([...drafted.values()]);
        const draft = createDraft(context, {
          areas: drafted,
          root: place.county,
          renamable,
          prefix: createPrefixes(tree, initials),
        });
        const verdicts = rows.map(({ row, record }) => draft.take(row, record));
        return { ...draft.end(), verdicts };
      },
      keep() {
        kept = drafted;
      },
    },
  };
};

async function loadAreas({ store }: ImportDeps, office: string): Promise<Map<string, Area>> {
  const areas = new Map<string, Area>();
  for await (const area of store.areas.scan({ index: officeIndex, where: { office } })) areas.set(area._id, area);
  return areas;
}

interface Drafting {
  readonly areas: Map<string, Area>;
  /** The office's own area. */
  readonly root: string;
  readonly renamable: boolean;
  readonly prefix: ReturnType<typeof createPrefixes>;
}

function createDraft({ deps, request, header }: DeciderContext<"areas">, { areas, root, renamable, prefix }: Drafting) {
  const { office } = request;
  const before = new Map(areas);
  const added = new Map<string, Area>();
  const byPath = new Map<string, string>();
  const byCode = new Map<string, string>();
  for (const area of areas.values()) remember(area);

  function remember(area: Area): void {
    byPath.set(pathKey(area.parent, area.name), area._id);
    if (area.code !== null) byCode.set(area.code, area._id);
  }

  function set(area: Area): void {
    areas.set(area._id, area);
    remember(area);
    if (!before.has(area._id)) added.set(area._id, area);
  }

  function change(id: string, fields: Partial<Pick<Area, "name" | "parent" | "code">>): void {
    const area = areas.get(id);
    if (area) set({ ...area, ...fields });
  }

  function add(name: string, parent: string, level: Level, code: string | null): string {
    const id = naturalId(deps.vault, office, "area", code ?? `${parent} ${plain(name)}`);
    const letters = level === VILLAGE ? prefix(name, areas.get(parent)?.name ?? null) : null;
    set({ _id: id, version: 1, office, name, parent, level, code, prefix: letters });
    return id;
  }

  /** The parent of the last name of a path; areas on the way are made. */
  function parentOf({ path, level, code }: AreaRecord): { readonly id: string } | "other-county" | "area-above" {
    const from = level - path.length + 1;
    const rootLevel = areas.get(root)?.level ?? COUNTY;
    if (path.length === 1 && level > rootLevel + 1) {
      const above = aboveByCode(code);
      return above === undefined ? "area-above" : { id: above };
    }
    let parent = root;
    for (const [index, name] of path.slice(0, -1).entries()) {
      const at = from + index;
      if (at < rootLevel) continue;
      if (at === rootLevel) {
        if (!isRoot(name)) return "other-county";
        continue;
      }
      parent = byPath.get(pathKey(parent, name)) ?? add(name, parent, at as Level, null);
    }
    return { id: parent };
  }

  /** National codes tell what a village lies in: its township's are the first nine digits. */
  function aboveByCode(code: string | null): string | undefined {
    if (code === null || code.length < TOWNSHIP_DIGITS) return undefined;
    const township = code.slice(0, TOWNSHIP_DIGITS);
    return byCode.get(township) ?? byCode.get(`${township}000`);
  }

  function isRoot(name: string): boolean {
    const own = areas.get(root);
    if (!own) return false;
    if (plain(own.name) === plain(name)) return true;
    const untouched = before.get(root)?.name === own.name;
    if (!renamable || !untouched) return false;
    change(root, { name });
    return true;
  }

  function takeRoot(row: number, record: AreaRecord): Verdict {
    const was = areas.get(root);
    if (!isRoot(record.path.at(-1) ?? "")) return rejected(header, row, "other-county");
    if (record.code !== null) change(root, { code: record.code });
    return verdict(root, was);
  }

  function verdict(id: string, was: Area | undefined): Verdict {
    const is = areas.get(id);
    const type = was === undefined ? "created" : is && differing(was, is).length > 0 ? "changed" : "unchanged";
    return { type, touches: [id] };
  }

  return {
    take(row: number, record: AreaRecord): Verdict {
      const rootLevel = areas.get(root)?.level ?? COUNTY;
      const name = record.path.at(-1) ?? "";
      // what lies above the office's own area is not its business
      if (record.level < rootLevel) return { type: "unchanged", touches: [] };
      if (record.level === rootLevel) return takeRoot(row, record);
      const above = parentOf(record);
      if (typeof above === "string") return rejected(header, row, above);
      const parent = above.id;
      const coded = record.code === null ? undefined : byCode.get(record.code);
      const known = coded ?? byPath.get(pathKey(parent, name));
      const was = known === undefined ? undefined : areas.get(known);
      if (known === undefined || !was) return verdict(add(name, parent, record.level, record.code), undefined);
      if (was.level !== record.level) return rejected(header, row, "area-parent");
      change(known, { name, parent, ...(record.code === null ? {} : { code: record.code }) });
      return verdict(known, was);
    },
    end(): Pick<Decided, "inserts" | "edits"> {
      const inserts: Insert[] = [...added.keys()].flatMap((id) => {
        const doc = areas.get(id);
        return doc ? [{ collection: "areas" as const, doc }] : [];
      });
      const edits: Edit[] = [];
      for (const [id, was] of before) {
        const doc = areas.get(id);
        const fields = doc ? differing(was, doc) : [];
        if (!doc || fields.length === 0) continue;
        edits.push({ root: { op: "replace", collection: "areas", doc }, fields });
        // as it will be stored
        areas.set(id, { ...doc, version: doc.version + 1 });
      }
      return { inserts, edits };
    },
  };
}

function pathKey(parent: string | null, name: string): string {
  return `${parent ?? ""} ${plain(name)}`;
}
