/** What can be known of the image without an engine to build it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { build } from "../../scripts/build.mjs";
import { root } from "./root.js";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
/** Instructions in order, continued lines joined, comments left out. */
const lines = read("Dockerfile")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "");
const stages = lines.reduce<string[][]>((all, line) => {
  if (line.startsWith("FROM ")) all.push([]);
  all.at(-1)?.push(line);
  return all;
}, []);
const last = stages.at(-1) ?? [];
const argument = (name: string): string[] =>
  last.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim());

describe("the image", () => {
  beforeAll(async () => {
    await build();
  });

  it("is built in stages, on the Node it is meant for", () => {
    expect(stages.map((stage) => stage[0])).toEqual([
      "FROM node:20-bookworm-slim AS build",
      "FROM node:20-bookworm-slim",
    ]);
  });

  it("copies only what is there after a build", () => {
    const copied = argument("COPY").flatMap((line) => line.split(" ").filter((part) => part.startsWith("/app/")));
    expect(copied).toContain("/app/dist");
    expect(copied.filter((path) => !existsSync(join(root, path.slice("/app/".length))))).toEqual([]);
  });

  it("starts a file that exists, without a shell, so that SIGTERM arrives", () => {
    const command: unknown = JSON.parse(argument("CMD")[0] ?? "null");
    expect(command).toEqual(["node", "dist/main.js"]);
    expect(existsSync(join(root, "dist/main.js"))).toBe(true);
  });

  it("does not run as root, and owns its data folder", () => {
    expect(argument("USER")).toEqual(["1000:1000"]);
    expect(argument("VOLUME")).toEqual(["/data"]);
    expect(argument("RUN").join("\n")).toContain("chown 1000:1000 /data");
    expect(argument("ENV").join(" ")).toMatch(/HOST=0\.0\.0\.0.*DATA_DIR=\/data/);
  });

  it("asks its own health with Node", () => {
    const check = argument("HEALTHCHECK").join(" ");
    expect(check).toContain("/healthz");
    expect(check).not.toMatch(/curl|wget/);
    const command: unknown = JSON.parse(check.slice(check.indexOf("[")));
    expect(command).toEqual(["node", "-e", expect.stringContaining("process.env.PORT")]);
  });

  it("is never given data, keys or settings", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const entry of ["data", ".env", ".env.*", "*.key", ".git", "node_modules", "dist"])
      expect(ignored).toContain(entry);
    // whatever is copied from the checkout must not be left out
    for (const entry of ["scripts", "bin", "web", "locales", "LICENSE", "package-lock.json"]) {
      expect(ignored).not.toContain(entry);
    }
  });
});
