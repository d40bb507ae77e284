#!/usr/bin/env node
// @ts-check
/** The `fourhelp` command: in a checkout it brings dist/ up to date first; installed, it runs what was shipped. */
import { existsSync } from "node:fs";

const builder = new URL("../scripts/build.mjs", import.meta.url);
const cli = new URL("../dist/cli.js", import.meta.url);

if (existsSync(builder)) {
  const { build } = await import(builder.href);
  try {
    await build();
  } catch (error) {
    // without the development dependencies there is no builder: run the dist/ that is there
    const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    if (!missing) throw error;
  }
}
if (!existsSync(cli)) {
  console.error("fourhelp is not built yet. Run: npm ci && npm run build");
  process.exit(3);
}
await import(cli.href);
