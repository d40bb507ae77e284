/** The guides for offices, worked through from the first line to the last, in each language. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readStart } from "#bot/channels/telegram/deep-link.js";
import { Locale } from "#core/registry/people.js";
import { ImportKind } from "#core/sheets/kinds.js";
import { layouts } from "#core/sheets/layouts/index.js";
import { build } from "../../scripts/build.mjs";
import { playTalks, type GuideList } from "../kit/guide-talk.js";
import { openGuideShop, troubles, type GuideShop, type GuideTrouble } from "../kit/guide-shop.js";
import { readGuide, standsFor, standsForRows, writeGuide, type Piece } from "../kit/guide.js";
import { root } from "./root.js";

type Block = Extract<Piece, { type: "block" }>;

const OFFICE = "青石县四帮办公室";
const OFFICIAL = "陈静";
const START = "node --env-file=.env bin/fourhelp.mjs start";

const guides = Locale.options.map((locale) => {
  const page = locale === "en" ? "office.md" : `office.${locale}.md`;
  const path = join(root, "docs/guide", page);
  const text = readFileSync(path, "utf8");
  return { page, locale, path, text, pieces: readGuide(text) };
});

const blocksOf = (pieces: readonly Piece[]): Block[] => pieces.filter((piece) => piece.type === "block");

/**
 * `npx vitest run test/house/guide.test.ts -u` writes anew what has changed of what is printed and said; a line that
 * still stands for it, with its `…`, is kept. Read the difference before keeping it.
 */
describe("the guides for offices", () => {
  beforeAll(async () => {
    await build();
  });

  it.concurrent.for(guides)(
    "$page: every command, list and talk is as it says",
    { timeout: 180_000 },
    async (guide, { expect: expectHere }) => {
      const shop = await openGuideShop(root);
      try {
        const { pieces, lists } = await workThrough(shop, guide.pieces);
        const played = await playAll(pieces, lists, guide.locale);
        await expectHere(writeGuide(played)).toMatchFileSnapshot(guide.path);
      } finally {
        await shop.close();
      }
    },
  );

  it.each(guides)("$page: shows every layout there is", ({ pieces }) => {
    const headings = blocksOf(pieces).flatMap(({ info, body }) =>
      info.startsWith("csv") ? [body.split("\n")[0] ?? ""] : [],
    );
    const known = ImportKind.options.flatMap((kind) => layouts[kind].map(({ id, columns }) => ({ id, columns })));
    const shown = known.filter(({ columns }) =>
      headings.some((line) => {
        const names = new Set(line.split(","));
        return columns.every((column) => !column.required || column.names.some((name) => names.has(name)));
      }),
    );
    expect(shown.map(({ id }) => id)).toEqual(known.map(({ id }) => id));
  });

  it.each(guides)("$page: calls buttons by their names", ({ text, locale }) => {
    const labels = new Set(
      Object.values(JSON.parse(readFileSync(join(root, "locales", `${locale}.json`), "utf8")) as object),
    );
    const bold = [...text.replaceAll(/^```[^]*?^```$/gm, "").matchAll(/\*\*(.+?)\*\*/g)].map(([, label]) => label);
    expect(bold.length).toBeGreaterThan(5);
    expect(bold.filter((label) => !labels.has(label))).toEqual([]);
  });

  it.each(guides)("$page: its links open what they promise", ({ text }) => {
    const payloads = [...text.matchAll(/\?start=([a-z]+)/g)].map(([, payload = ""]) => payload);
    expect(payloads.length).toBeGreaterThan(5);
    expect(payloads.filter((payload) => readStart(payload) === readStart(""))).toEqual([]);
  });

  it("say the same: files, commands, links, and how much is said in each part", () => {
    const [first, ...others] = guides.map(({ text, pieces }) => ({
      lists: blocksOf(pieces).filter(({ info }) => info.startsWith("csv") && !info.endsWith("made")),
      infos: blocksOf(pieces).map(({ info }) => info),
      commands: blocksOf(pieces).flatMap(({ info, body }) =>
        info.startsWith("sh") ? [body.replaceAll(/ --locale \S+/g, "")] : [],
      ),
      headings: [...text.matchAll(/^#+ /gm)].map(([mark]) => mark),
      links: [...text.matchAll(/\]\(([^)]+)\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !link.startsWith("office")),
      rows: [...text.matchAll(/^\|/gm)].length,
    }));
    for (const other of others) expect(other).toEqual(first);
  });
});

interface WorkedThrough {
  readonly pieces: readonly Piece[];
  /** What was brought in, as it was then. */
  readonly lists: readonly (Omit<GuideList, "path"> & { readonly text: string })[];
}

/** Does what the guide says, in order; its pieces come back with what was really printed where they say something else. */
async function workThrough(shop: GuideShop, pieces: readonly Piece[]): Promise<WorkedThrough> {
  const done: Piece[] = [];
  const lists: WorkedThrough["lists"][number][] = [];
  let printed: string | null = null;
  for (const [index, piece] of pieces.entries()) {
    if (piece.type === "words") {
      done.push(piece);
      continue;
    }
    const { info, body } = piece;
    const [kind, about] = info.split(" ");
    if (info === "text") {
      if (printed === null) throw new Error(`what has printed this? ${body}`);
      done.push(saying(piece, printed));
      printed = null;
      continue;
    }
    if (kind === "sh") {
      printed = await commanded(shop, body, about ?? "", outputAfter(pieces, index));
      if (about === undefined) lists.push(...(await listsIn(shop, body)));
    }
    done.push(await told(shop, piece));
  }
  return { pieces: done, lists };
}

/** The output that stands below a command; empty when none does. */
function outputAfter(pieces: readonly Piece[], index: number): string {
  const next = pieces.slice(index + 1).find((piece) => piece.type === "block");
  return next?.type === "block" && next.info === "text" ? next.body : "";
}

const saying = (block: Block, said: string): Block => (standsFor(block.body, said) ? block : { ...block, body: said });

/** Files are written or looked at, troubles tried; all else comes back as it is. */
async function told(shop: GuideShop, block: Block): Promise<Block> {
  const { info, body } = block;
  const [kind, about = "", made] = info.split(" ");
  if (made === "made") {
    const rows = await shop.read(about);
    return standsForRows(body, rows) ? block : { ...block, body: rows };
  }
  if (kind === "csv" || kind === "ini") await shop.write(about, body);
  if (kind !== "text" || about === "talk") return block;
  const { said } = await shop.start(START, troubleNamed(about), (text) => text.includes(body.trim()));
  return saying(block, lastParagraph(said));
}

/** Runs the commands of a block; what they print. */
async function commanded(shop: GuideShop, script: string, how: string, expected: string): Promise<string> {
  if (how === "start") {
    const { said, code } = await shop.start(script, null, (text) => standsFor(expected, text));
    expect(code, said).toBe(0);
    return said;
  }
  const { said, code } = await shop.run(script);
  if (how === "fails") expect(code, said).toBe(1);
  else expect(code, said).toBe(0);
  return said;
}

const IMPORT = /^npx fourhelp import (\w+) (\S+) --locale \S+$/gm;

async function listsIn(shop: GuideShop, script: string): Promise<WorkedThrough["lists"][number][]> {
  const found = [...script.matchAll(IMPORT)];
  return Promise.all(
    found.map(async ([, kind, file = ""]) => ({ kind: ImportKind.parse(kind), text: await shop.read(file) })),
  );
}

function troubleNamed(name: string): GuideTrouble {
  const found = troubles.find((one) => one === name);
  if (found === undefined) throw new Error(`there is no trouble "${name}"`);
  return found;
}

const lastParagraph = (text: string): string => `${text.trimEnd().split("\n\n").at(-1) ?? ""}\n`;

/** Plays the talks in an office with the guide's lists; the pieces with what was really said. */
async function playAll(pieces: readonly Piece[], lists: WorkedThrough["lists"], locale: Locale): Promise<Piece[]> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-guide-lists-"));
  try {
    const files: GuideList[] = [];
    for (const [index, { kind, text }] of lists.entries()) {
      const path = join(folder, `${index}.csv`);
      await writeFile(path, text);
      files.push({ kind, path });
    }
    const isTalk = (piece: Piece): piece is Block => piece.type === "block" && piece.info === "text talk";
    const talks = pieces.filter(isTalk).map(({ body }) => body);
    const played = await playTalks(talks, { office: OFFICE, official: OFFICIAL, locale, lists: files });
    return pieces.map((piece) => (isTalk(piece) ? { ...piece, body: played.shift() ?? "" } : piece));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
