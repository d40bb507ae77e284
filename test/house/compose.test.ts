/** What can be known of the compose file without Docker: its settings are the real ones, nothing secret stands in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RoleInProcess, readConfig, variables } from "../../config.js";
import { listAt, mappingAt, parseYaml, textAt, type Mapping } from "../kit/yaml.js";
import { root } from "./root.js";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const text = read("docker-compose.yml");
const file = parseYaml(text);
const services = mappingAt(file, "services");
const names = Object.keys(services);
const service = (name: string): Mapping => mappingAt(services, name);
const image = read("Dockerfile");

/** Set by the image, and by whoever starts the whole: inside a container they mean something else. */
const ofTheImage = new Set(["HOST", "PORT"]);
const passwords = { MONGO_PASSWORD: "0123abcd", REDIS_PASSWORD: "4567cdef" };

/** What a container gets: `${NAME:-standard}` and `${NAME:?why}` replaced as compose does it. */
function environmentOf(name: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const given = mappingAt(service(name), "environment");
  return Object.fromEntries(Object.keys(given).map((key) => [key, interpolate(textAt(given, key), env)]));
}

function interpolate(value: string, env: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, how?: string, rest = "") => {
    const found = env[name];
    if (found) return found;
    if (how === "-") return rest as string;
    throw new Error(`${name} is not set`);
  });
}

describe("the compose file", () => {
  it("hands on every setting there is, with the value it has when unset", () => {
    for (const name of ["app", "worker"]) {
      const given = mappingAt(service(name), "environment");
      const known = Object.keys(variables).filter((variable) => !ofTheImage.has(variable));
      expect(Object.keys(given).toSorted()).toEqual(known.toSorted());
    }
    const settings = mappingAt(file, "x-settings");
    const inherited = Object.keys(settings).flatMap((name) => {
      const [, variable, standard] = /^\$\{(\w+):-([^}]*)\}$/.exec(textAt(settings, name)) ?? [];
      return variable === undefined ? [] : [{ name, variable, standard }];
    });
    expect(inherited.length).toBeGreaterThan(8);
    const standards: Readonly<Record<string, { standard: string }>> = variables;
    for (const { name, variable, standard } of inherited) {
      expect(variable).toBe(name);
      expect(["", standards[name]?.standard]).toContain(standard);
    }
  });

  it("is a configuration that starts: all parts of the program, twice, on MongoDB and Redis", () => {
    const roles = ["app", "worker"].flatMap((name) => {
      const outcome = readConfig(environmentOf(name, passwords));
      if (outcome.type === "refused") throw new Error(JSON.stringify(outcome.problems));
      expect(outcome.config.store).toEqual({
        engine: "mongo",
        url: expect.stringMatching(/^mongodb:.*@mongo:/) as string,
      });
      expect(outcome.config.queue).toEqual({
        engine: "redis",
        url: expect.stringMatching(/^redis:.*@redis:/) as string,
      });
      expect(mappingAt(service(name), "deploy")["replicas"]).toBe("2");
      return outcome.config.roles;
    });
    expect(roles.toSorted()).toEqual(RoleInProcess.options.toSorted());
  });

  it("holds no secret, and will not start without one", () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const ours = new Set([...Object.keys(variables), ...Object.keys(passwords)]);
    expect([...asked].filter((name) => name === undefined || !ours.has(name))).toEqual([]);
    expect(() => environmentOf("app", {})).toThrow("MONGO_PASSWORD is not set");
    for (const line of text
      .split("\n")
      .filter((one) => /(PASSWORD|AUTH|requirepass|:\/\/\S*@)/.test(one) && !one.startsWith("#")))
      expect(line).toMatch(/\$\{(MONGO|REDIS)_PASSWORD:\?/);
    // the same file may be given to a process of its own, which refuses what looks like a setting and is none
    expect(Object.keys(passwords).filter((name) => name.startsWith("FOURHELP_"))).toEqual([]);
  });

  it("has one address, on this machine only unless told otherwise", () => {
    const published = names.filter((name) => service(name)["ports"] !== undefined);
    expect(published).toEqual(["front"]);
    const ports = listAt(service("front"), "ports").map((port) => interpolate(port, {}));
    const command = listAt(service("front"), "command");
    const listens = command[command.indexOf("--from") + 1];
    expect(ports).toEqual([`127.0.0.1:${variables.PORT.standard}${listens ?? ""}`]);
    expect(image).toContain(`EXPOSE ${/app:(\d+)/.exec(command.join(" "))?.[1] ?? ""}\n`);
  });

  it("keeps MongoDB and Redis where nobody from outside comes", () => {
    expect(mappingAt(mappingAt(file, "networks"), "inside")["internal"]).toBe("true");
    for (const name of ["mongo", "redis"]) expect(listAt(service(name), "networks")).toEqual(["inside"]);
  });

  it("waits for what is healthy, and says of every part whether it is", () => {
    const checked = names.filter((name) => {
      const check = service(name)["healthcheck"];
      return check === undefined
        ? service(name)["image"] === "fourhelp"
        : mappingAt(service(name), "healthcheck")["disable"] === undefined;
    });
    expect(checked).toEqual(["app", "mongo", "redis"]);
    expect(image).toContain("\nHEALTHCHECK ");
    const waits = names.flatMap((name) => {
      const on = service(name)["depends_on"];
      return on === undefined ? [] : Object.entries(mappingAt(service(name), "depends_on"));
    });
    expect(waits).toHaveLength(5);
    for (const [on, condition] of waits) {
      expect(checked).toContain(on);
      expect(condition).toEqual({ condition: "service_healthy" });
    }
  });

  it("keeps everything in named volumes, and one data folder for app and worker", () => {
    const mounted = names.flatMap((name) =>
      service(name)["volumes"] === undefined ? [] : listAt(service(name), "volumes"),
    );
    const used = new Set(mounted.map((mount) => mount.split(":")[0]));
    expect(used).toEqual(new Set(Object.keys(mappingAt(file, "volumes"))));
    for (const name of ["app", "worker"]) {
      const { DATA_DIR: folder } = environmentOf(name, passwords);
      expect(listAt(service(name), "volumes")).toEqual([`data:${folder ?? ""}`]);
      expect(image).toContain(`VOLUME ${folder ?? ""}\n`);
    }
  });

  it("starts again what ends, and gives a stop the time it needs", () => {
    expect(names.filter((name) => service(name)["restart"] !== "unless-stopped")).toEqual([]);
    const grace = Number(/GRACE_MS = ([\d_]+)/.exec(read("main.ts"))?.[1]?.replaceAll("_", ""));
    for (const name of ["app", "worker"])
      expect(Number.parseInt(textAt(service(name), "stop_grace_period"), 10) * 1_000).toBeGreaterThan(grace);
  });

  it("never lets Redis throw jobs away", () => {
    const command = service("redis")["command"];
    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--maxmemory-policy noeviction");
  });
});
