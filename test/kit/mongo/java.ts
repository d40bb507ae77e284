/** Gets and builds the Java server once for all test files; they run at the same time, so that one builds and the others wait. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, "../../../node_modules/.cache/fourhelp-mongo");
/** A builder that has not finished after so long has died. */
const STALE_MS = 300_000;

/** The class path that starts it. */
export async function buildJavaServer(): Promise<string> {
  const source = await readFile(join(here, "FourhelpMongo.java"));
  const hash = createHash("sha256")
    .update(source)
    .update(await readFile(join(here, "pom.xml")));
  const home = join(cache, hash.digest("hex").slice(0, 16));
  const lock = `${home}.lock`;
  await mkdir(cache, { recursive: true });
  for (;;) {
    const found = await readFile(join(home, "classpath"), "utf8").catch(() => null);
    if (found !== null) return `${join(home, "classes")}:${found.trim()}`;
    const mine = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (!mine) await waitFor(lock);
    else {
      try {
        await build(home);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    }
  }
}

async function waitFor(lock: string): Promise<void> {
  const since = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
  if (since !== null && Date.now() - since > STALE_MS) await rm(lock, { recursive: true, force: true });
  await sleep(200);
}

/** Built beside its place and moved there whole. */
async function build(home: string): Promise<void> {
  const run = promisify(execFile);
  const part = await mkdtemp(join(cache, "part-"));
  const list = join(part, "classpath");
  await run("mvn", [
    "-q",
    "-B",
    "-f",
    join(here, "pom.xml"),
    "dependency:build-classpath",
    `-Dmdep.outputFile=${list}`,
  ]);
  const jars = (await readFile(list, "utf8")).trim();
  await run("javac", ["-cp", jars, "-d", join(part, "classes"), join(here, "FourhelpMongo.java")]);
  await rename(part, home).catch(() => rm(part, { recursive: true, force: true }));
}
