/** The two pages on running it on a server: they say the same, and their settings and commands are real ones. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RoleInProcess, readConfig, variables } from "../../config.js";
import { createProgram } from "../../cli/program.js";
import { mappingAt, parseYaml } from "../kit/yaml.js";
import { root } from "./root.js";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const pages = ["deploy.md", "deploy.zh-CN.md"].map((page) => {
  const text = read(join("docs", page));
  const blocks = [...text.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, info = "", body = ""]) => ({ info, body }));
  return { page, text, blocks, prose: text.replaceAll(/^```[^]*?^```$/gm, "") };
});
const compose = parseYaml(read("docker-compose.yml"));
const passwords = ["MONGO_PASSWORD", "REDIS_PASSWORD"];

const block = (page: (typeof pages)[number], info: string): string => {
  const found = page.blocks.find((one) => one.info === info);
  if (!found) throw new Error(`${page.page} has no block "${info}"`);
  return found.body;
};
const settingsOf = (body: string): Record<string, string> =>
  Object.fromEntries([...body.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]));

describe("the pages on running it on a server", () => {
  it("say the same: blocks, settings, links, and how much is said in each part", () => {
    const [english, chinese] = pages.map(({ text, prose, blocks }) => ({
      blocks,
      codes: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code).toSorted(),
      headings: [...text.matchAll(/^#+ /gm)].map(([mark]) => mark),
      links: [...prose.matchAll(/\]\(([^)#]+)\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !link.startsWith("deploy")),
      rows: [...prose.matchAll(/^\|/gm)].length,
    }));
    expect(chinese).toEqual(english);
  });

  it.each(pages)("$page: its links inside the page lead to a heading", ({ text, prose }) => {
    const anchors = new Set(
      [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} -]/gu, "")
          .replaceAll(" ", "-"),
      ),
    );
    const targets = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = ""]) => target);
    expect(targets.length).toBeGreaterThan(2);
    expect(targets.filter((target) => !anchors.has(target))).toEqual([]);
  });

  it.each(pages)("$page: names settings that there are", ({ text }) => {
    const named = new Set([...text.matchAll(/\b[A-Z]{2,}_[A-Z_]+\b/g)].map(([name]) => name));
    const known = new Set([...Object.keys(variables), ...passwords]);
    expect(named.size).toBeGreaterThan(6);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(pages)("$page: its settings are taken", (page) => {
    const alone = readConfig(settingsOf(block(page, "ini /etc/fourhelp.env")));
    expect(alone).toMatchObject({ type: "ok", config: { store: { engine: "sqlite", dir: "/var/lib/fourhelp" } } });
    const many = settingsOf(block(page, "ini"));
    const roles = [...page.text.matchAll(/^\| `ROLES=([a-z,]+)`/gm)].map(([, text = ""]) => text);
    expect(roles.flatMap((text) => text.split(",")).toSorted()).toEqual(RoleInProcess.options.toSorted());
    for (const ROLES of roles)
      expect(readConfig({ ...many, ROLES })).toMatchObject({
        type: "ok",
        config: { store: { engine: "mongo" }, queue: { engine: "redis" } },
      });
  });

  it.each(pages)("$page: the unit starts what npm starts, and ends as the program does", (page) => {
    const unit = settingsIn(block(page, "ini /etc/systemd/system/fourhelp.service"));
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    expect(unit["ExecStart"]).toBe(`/usr/bin/${scripts["start"] ?? ""}`);
    const main = read("main.ts");
    const grace = Number(/GRACE_MS = ([\d_]+)/.exec(main)?.[1]?.replaceAll("_", ""));
    expect(Number(unit["TimeoutStopSec"]) * 1_000).toBeGreaterThan(grace);
    expect(main).toContain(`process.exitCode = ${unit["RestartPreventExitStatus"] ?? "?"};`);
    expect(`/var/lib/${unit["StateDirectory"] ?? ""}`).toBe(
      settingsOf(block(page, "ini /etc/fourhelp.env"))["DATA_DIR"],
    );
    expect(`EnvironmentFile=${unit["EnvironmentFile"] ?? ""}`).toBe("EnvironmentFile=/etc/fourhelp.env");
  });

  it.each(pages)("$page: its commands and services are there", ({ text }) => {
    const commands = new Map(createProgram().commands.map((command) => [command.name(), command]));
    const lines = [...text.matchAll(/npx fourhelp (\w+)([^\n`]*)/g)].map(([, name = "", rest = ""]) => ({
      options: [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option),
      known: commands.get(name)?.options.map(({ long }) => long),
    }));
    expect(lines.length).toBeGreaterThan(4);
    for (const { options, known } of lines) expect(known).toEqual(expect.arrayContaining(options));
    for (const [, service = ""] of text.matchAll(/docker compose logs (\w+)/g))
      expect(Object.keys(mappingAt(compose, "services"))).toContain(service);
    for (const name of passwords) expect(text).toContain(`${name}=$(openssl rand -hex 24)`);
  });
});

function settingsIn(unit: string): Record<string, string> {
  return Object.fromEntries([...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]));
}
