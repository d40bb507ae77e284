/** Every stored field says how personal it is, and what is sensitive is stored only as ciphertext (design §5). */
import { z } from "zod";
import { describe, expect, it } from "vitest";
import { collectionNames, documents } from "#core/documents.js";
import { BlindKey, p1, p2, Sealed, type DataClass } from "#core/fields.js";

interface Leaf {
  readonly path: string;
  readonly schema: z.core.$ZodType;
  /** Its own class, or that of what it lies in; null where neither has one. */
  readonly dataClass: DataClass | null;
}

const classes: readonly DataClass[] = ["P0", "P1", "P2", "P3"];

function classOf(schema: z.core.$ZodType): DataClass | null {
  const found: unknown = z.globalRegistry.get(schema)?.["dataClass"];
  if (found === undefined) return null;
  const known = classes.find((one) => one === found);
  if (!known) throw new Error(`there is no data class ${JSON.stringify(found)}`);
  return known;
}

/** Everything below a schema that holds a value of its own. */
function leavesOf(schema: z.core.$ZodType, path: string, above: DataClass | null = null): Leaf[] {
  const dataClass = classOf(schema) ?? above;
  if (schema === Sealed || schema === BlindKey) return [{ path, schema, dataClass }];
  const inside = partsOf(schema);
  if (inside === null || classOf(schema) === "P3") return [{ path, schema, dataClass }];
  return inside.flatMap(([name, part]) => leavesOf(part, `${path}${name}`, dataClass));
}

/** The named parts of a schema; null where it is a leaf. An unknown kind of schema is a leaf, and so needs a class. */
function partsOf(schema: z.core.$ZodType): [string, z.core.$ZodType][] | null {
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).map(([name, part]) => [`.${name}`, part]);
  }
  if (schema instanceof z.ZodArray) return [["[]", schema.element]];
  if (schema instanceof z.ZodUnion) return schema.options.map((part, i) => [`|${i}`, part]);
  if (schema instanceof z.ZodRecord)
    return [
      ["{key}", schema.keyType],
      ["{}", schema.valueType],
    ];
  if (schema instanceof z.ZodTuple) return schema.def.items.map((part, i) => [`[${i}]`, part]);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return [["", schema.unwrap()]];
  }
  return null;
}

const unclassed = (leaves: readonly Leaf[]): string[] =>
  leaves.filter((leaf) => leaf.dataClass === null).map((leaf) => leaf.path);
const openSecrets = (leaves: readonly Leaf[]): string[] =>
  leaves.filter((leaf) => leaf.dataClass === "P3" && leaf.schema !== Sealed).map((leaf) => leaf.path);

/** Names of what is P3 by law and by design: who sees one of these expects ciphertext, or a key that tells nothing. */
const SENSITIVE =
  /id-?(card|number)|^idKey|phone|income|ill(ness)?$|disab|disease|health|bank|account|circumstances|mainCause|otherCauses|^causes?$|^born|birth|groups$|home|street|^note$|words$/i;
const nameOf = (path: string): string => /\.([^.[{|]+)[^.]*$/.exec(path)?.[1] ?? path;
const sensitiveInTheOpen = (leaves: readonly Leaf[]): string[] =>
  leaves
    .filter((leaf) => SENSITIVE.test(nameOf(leaf.path)) && leaf.schema !== Sealed && leaf.schema !== BlindKey)
    .map((leaf) => leaf.path);

describe.each(collectionNames)("documents of %s", (name) => {
  const leaves = leavesOf(documents[name], name);

  it("say of every field how personal it is", () => {
    expect(leaves.length).toBeGreaterThan(3);
    expect(unclassed(leaves)).toEqual([]);
  });

  it("hold what is sensitive only sealed", () => {
    expect(openSecrets(leaves)).toEqual([]);
    expect(sensitiveInTheOpen(leaves)).toEqual([]);
  });

  it("have an id, a version and an office", () => {
    expect(leaves.map((leaf) => leaf.path)).toEqual(
      expect.arrayContaining([`${name}._id`, `${name}.version`, `${name}.office`]),
    );
  });
});

describe("what is known to be sensitive", () => {
  const paths = collectionNames.flatMap((name) => leavesOf(documents[name], name));

  it.each([
    "people.phone",
    "households.circumstances",
    "members.idNumber",
    "members.born",
    "needs.note",
    "matches.declinedWords",
    "outbox.words",
  ])("%s is sealed", (path) => {
    expect(paths.find((leaf) => leaf.path === path)).toMatchObject({ schema: Sealed, dataClass: "P3" });
  });

  it.each(["people.name", "households.name", "members.name", "supporters.name", "messages.text", "contacts.dialogue"])(
    "%s is personal",
    (path) => {
      expect(paths.find((leaf) => leaf.path === path)?.dataClass).toBe("P2");
    },
  );
});

describe("the walk", () => {
  it("finds fields without a class, wherever they hide", () => {
    const careless = z.object({
      plain: z.string(),
      list: z.array(z.object({ deep: z.number().nullable() })),
      either: z.union([p1(z.string()), z.number()]),
      told: z.discriminatedUnion("as", [z.object({ as: p1(z.literal("a")), left: z.int().optional() })]),
      map: z.record(z.string(), p1(z.string())),
      fine: p2(z.object({ inside: z.string() })),
    });
    expect(unclassed(leavesOf(careless, "d"))).toEqual([
      "d.plain",
      "d.list[].deep",
      "d.either|1",
      "d.told|0.left",
      "d.map{key}",
    ]);
  });

  it("finds what is sensitive and open, by class or by name", () => {
    const careless = z.object({
      phone: p1(z.string()),
      idNumber: Sealed.nullable(),
      secret: z.string().meta({ dataClass: "P3" }),
      bankAccounts: z.array(p2(z.string())),
      phoneKey: BlindKey,
    });
    const leaves = leavesOf(careless, "d");
    expect(sensitiveInTheOpen(leaves)).toEqual(["d.phone", "d.bankAccounts[]"]);
    expect(openSecrets(leaves)).toEqual(["d.secret"]);
  });
});
