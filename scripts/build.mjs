// @ts-check
/**
 * Builds dist/: main.js, cli.js and their threads (bundled, so that start-up is quick), web/ (the chat page, minified and
 * precompressed) and locales/. Does nothing when no source has changed since the last build.
 *
 * All JavaScript lies flat in dist/, so that `new URL("./web/", import.meta.url)` means the same in every piece.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const entries = { main: "main.ts", cli: "cli/index.ts", "sqlite-thread": "store/sqlite/thread.ts" };
const page = "web/chat";
const sources = ["core", "store", "app", "bot", "api", "jobs", "locales", "cli", "web"];
const single = [
  "main.ts",
  "compose.ts",
  "config.ts",
  "engines.ts",
  "first-office.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.base.json",
  "scripts/build.mjs",
];

/** @typedef {{ path: string, bytes: Uint8Array }} Output a file of dist/, by its path in there */

/**
 * Brings dist/ up to date.
 * @returns {Promise<{ built: boolean, files: number, ms: number }>} `built` is false when nothing had changed
 */
export async function build() {
  const start = performance.now();
  const hash = await hashSources();
  const before = await readManifest();
  if (before?.hash === hash && before.files.every((file) => existsSync(join(dist, file)))) {
    return { built: false, files: before.files.length, ms: performance.now() - start };
  }
  const [code, web, locales] = await Promise.all([bundleCode(), buildPage(), copyLocales()]);
  // entries last: whoever starts while we write finds either the old whole or the new whole
  const outputs = [...web, ...locales, ...code.toSorted((a, b) => rank(a) - rank(b))];
  for (const output of outputs) await put(output);
  const files = outputs.map((output) => output.path);
  await put({ path: "build.json", bytes: Buffer.from(JSON.stringify({ hash, files })) });
  const stale = (before?.files ?? []).filter((file) => !files.includes(file));
  await Promise.all(stale.map((file) => rm(join(dist, file), { force: true })));
  return { built: true, files: files.length, ms: performance.now() - start };
}

/** @param {Output} output */
const rank = (output) => (/^(main|cli|sqlite-thread)\.js$/.test(output.path) ? 1 : 0);

async function hashSources() {
  const listed = await Promise.all(sources.map((folder) => listFiles(join(root, folder))));
  const files = [...listed.flat(), ...single.map((file) => join(root, file)).filter((file) => existsSync(file))];
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  const contents = await Promise.all(files.map((file) => readFile(file)));
  for (const [index, file] of files.entries()) {
    const content = contents[index] ?? Buffer.alloc(0);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} folder @returns {Promise<string[]>} all files below it, sorted; none when it is missing */
async function listFiles(folder) {
  if (!existsSync(folder)) return [];
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** @returns {Promise<{ hash: string, files: string[] } | undefined>} what the last build wrote, if it can be read */
async function readManifest() {
  try {
    return JSON.parse(await readFile(join(dist, "build.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** Zod carries its messages in some forty languages; people read ours, so English is enough for the log. */
const onlyEnglishZod = {
  name: "only-english-zod",
  /** @param {import("esbuild").PluginBuild} bundler */
  setup(bundler) {
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/** @returns {Promise<Output[]>} */
async function bundleCode() {
  const { build: bundle } = await import("esbuild");
  const present = Object.entries(entries).filter(([, file]) => existsSync(join(root, file)));
  const result = await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: dist,
    chunkNames: "[name]-[hash]",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["source"],
    // native: its .node file is found from its own folder; the others are wanted by large installations only, and the
    // board brings files of its own
    external: ["@photostructure/sqlite", "mongodb", "bullmq", "ioredis", "@bull-board/*"],
    minifySyntax: true,
    // parsing is a third of the start: no blanks, and of zod's forty languages only English
    minifyWhitespace: true,
    plugins: [onlyEnglishZod],
    // smaller maps: stack traces show our file and line without carrying the text of every library
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    // libraries in CommonJS call require() for what Node has built in
    banner: {
      js: 'import { createRequire as makeRequire_ } from "node:module"; const require = makeRequire_(import.meta.url);',
    },
  });
  return result.outputFiles.map((file) => ({ path: inDist(file.path), bytes: file.contents }));
}

/** @param {string} path */
const inDist = (path) => relative(dist, path).split(sep).join("/");

/** @returns {Promise<Output[]>} the chat page: bundled script and style, html, anything else as it is; each with .gz and .br */
async function buildPage() {
  const { build: bundle } = await import("esbuild");
  const folder = join(root, page);
  const bundled = ["main.ts", "style.css"].filter((file) => existsSync(join(folder, file)));
  const result = await bundle({
    absWorkingDir: folder,
    entryPoints: bundled,
    outdir: join(dist, "web"),
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome87", "safari14.1", "firefox85"],
    conditions: ["source"],
    legalComments: "none",
    logLevel: "warning",
  });
  const made = result.outputFiles.map((file) => ({ path: inDist(file.path), bytes: file.contents }));
  const others = (await listFiles(folder)).filter((file) => !/\.(ts|css|md)$/.test(file));
  const copied = await Promise.all(others.map((file) => readPageFile(folder, file)));
  return (await Promise.all([...made, ...copied].map(withCompressed))).flat();
}

/** @param {string} folder @param {string} file @returns {Promise<Output>} */
async function readPageFile(folder, file) {
  const bytes = await readFile(file);
  const path = `web/${relative(folder, file).split(sep).join("/")}`;
  if (!file.endsWith(".html")) return { path, bytes };
  const lines = bytes
    .toString("utf8")
    .replaceAll(/<!--[^]*?-->/g, "")
    .split("\n");
  const kept = lines.map((line) => line.trim()).filter((line) => line !== "");
  return { path, bytes: Buffer.from(`${kept.join("\n")}\n`) };
}

/** @param {Output} output @returns {Promise<Output[]>} */
async function withCompressed(output) {
  if (/\.(png|jpe?g|webp|woff2)$/.test(output.path)) return [output];
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const [gz, br] = await Promise.all([
    promisify(gzip)(output.bytes, { level: 9 }),
    promisify(brotliCompress)(output.bytes, quality),
  ]);
  return [output, { path: `${output.path}.gz`, bytes: gz }, { path: `${output.path}.br`, bytes: br }];
}

/** @returns {Promise<Output[]>} */
async function copyLocales() {
  const files = (await listFiles(join(root, "locales"))).filter((file) =>
    /^[\w-]+\.json$/.test(nameIn("locales", file)),
  );
  const texts = files.filter((file) => !file.endsWith("tsconfig.json"));
  return Promise.all(
    texts.map(async (file) => ({ path: `locales/${nameIn("locales", file)}`, bytes: await readFile(file) })),
  );
}

/** @param {string} folder @param {string} file */
const nameIn = (folder, file) => relative(join(root, folder), file);

/** Writes beside and renames, so that nobody ever reads half a file. @param {Output} output */
async function put({ path, bytes }) {
  const target = join(dist, path);
  const beside = `${target}.${process.pid}.tmp`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(beside, bytes);
  await rename(beside, target);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const { built, files, ms } = await build();
  console.log(built ? `built dist/: ${files} files in ${Math.round(ms)} ms` : "dist/ is up to date");
}
