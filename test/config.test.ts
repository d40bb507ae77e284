import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeProblem, envExample, readConfig, variables, type Config } from "#config.js";
import { root } from "./house/root.js";

const configOf = (env: Record<string, string | undefined>): Config => {
  const outcome = readConfig(env);
  if (outcome.type !== "ok") throw new Error(outcome.problems.map(describeProblem).join("\n"));
  return outcome.config;
};
const problemsOf = (env: Record<string, string | undefined>) => {
  const outcome = readConfig(env);
  return outcome.type === "refused" ? outcome.problems : [];
};

const telegram = "https://api.telegram.org";
const secret = "a-secret-of-the-webhook";

describe("readConfig", () => {
  it("has a value for everything when nothing is set", () => {
    expect(configOf({ PATH: "/bin" })).toEqual({
      port: 3000,
      host: "127.0.0.1",
      dataDir: "./data",
      demo: "on",
      roles: ["bot", "api", "worker"],
      store: { engine: "sqlite", dir: "./data" },
      queue: { engine: "memory" },
      telegram: { mode: "off" },
      logLevel: "info",
      officeName: null,
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
      publicUrl: null,
    } satisfies Config);
  });

  it("counts an empty or blank value as unset", () => {
    const blank = Object.fromEntries(Object.keys(variables).map((name) => [name, " "]));
    expect(configOf(blank)).toEqual(configOf({}));
  });

  it.each<[Record<string, string>, Partial<Config>]>([
    [{ PORT: "0" }, { port: 0 }],
    [{ PORT: "65535" }, { port: 65_535 }],
    [{ HOST: "::1" }, { host: "::1" }],
    [
      { DATA_DIR: "/var/lib/fourhelp" },
      { dataDir: "/var/lib/fourhelp", store: { engine: "sqlite", dir: "/var/lib/fourhelp" } },
    ],
    [{ FOURHELP_DEMO: "off" }, { demo: "off" }],
    [{ ROLES: "api, worker,api" }, { roles: ["api", "worker"] }],
    [{ STORE_URL: "mongodb://db:27017" }, { store: { engine: "mongo", url: "mongodb://db:27017" } }],
    [
      { STORE_URL: "mongodb+srv://u:p@db.example.org/fourhelp?w=majority", QUEUE_URL: "rediss://:p@queue:6379/1" },
      {
        store: { engine: "mongo", url: "mongodb+srv://u:p@db.example.org/fourhelp?w=majority" },
        queue: { engine: "redis", url: "rediss://:p@queue:6379/1" },
      },
    ],
    [{ STORE_URL: "mongodb://db", QUEUE_URL: "redis://queue", ROLES: "worker" }, { roles: ["worker"] }],
    [{ LOG_LEVEL: "silent" }, { logLevel: "silent" }],
    [{ FOURHELP_OFFICE_NAME: "青石县四帮办" }, { officeName: "青石县四帮办" }],
    [{ FOURHELP_TIME_ZONE: "UTC" }, { timeZone: "UTC" }],
    [{ FOURHELP_LOCALE: "en" }, { locale: "en" }],
    [{ FOURHELP_PUBLIC_URL: "https://help.example.org/county/" }, { publicUrl: "https://help.example.org/county" }],
    [{ TELEGRAM_BOT_TOKEN: "1:a" }, { telegram: { mode: "polling", token: "1:a", apiRoot: telegram } }],
    [
      { TELEGRAM_BOT_TOKEN: "1:a", TELEGRAM_API_ROOT: "http://127.0.0.1:8081/" },
      { telegram: { mode: "polling", token: "1:a", apiRoot: "http://127.0.0.1:8081" } },
    ],
    [
      { TELEGRAM_BOT_TOKEN: "1:a", FOURHELP_PUBLIC_URL: "https://x.org", TELEGRAM_WEBHOOK_SECRET: secret },
      { telegram: { mode: "webhook", token: "1:a", apiRoot: telegram, secret } },
    ],
    [
      { TELEGRAM_BOT_TOKEN: "1:a", FOURHELP_PUBLIC_URL: "https://x.org", TELEGRAM_MODE: "polling" },
      { telegram: { mode: "polling", token: "1:a", apiRoot: telegram } },
    ],
    [{ TELEGRAM_MODE: "webhook", FOURHELP_PUBLIC_URL: "https://x.org" }, { telegram: { mode: "off" } }],
  ])("takes %j", (env, expected) => {
    expect(configOf(env)).toMatchObject(expected);
  });

  it.each([
    ["PORT", "80a"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "3000.5"],
    ["HOST", "http://localhost"],
    ["HOST", "a b"],
    ["FOURHELP_DEMO", "yes"],
    ["ROLES", "api,web"],
    ["ROLES", ","],
    ["LOG_LEVEL", "INFO"],
    ["FOURHELP_OFFICE_NAME", "x".repeat(121)],
    ["FOURHELP_TIME_ZONE", "Asia/Beijing"],
    ["FOURHELP_TIME_ZONE", "+08:00"],
    ["FOURHELP_LOCALE", "zh"],
    ["FOURHELP_PUBLIC_URL", "help.example.org"],
    ["FOURHELP_PUBLIC_URL", "ftp://help.example.org"],
    ["FOURHELP_PUBLIC_URL", "https://help.example.org/?a=b"],
  ] as const)("refuses %s=%s, naming it, what it got and what it accepts", (variable, got) => {
    const [problem, ...others] = problemsOf({ [variable]: got });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ variable, accepts: variables[variable].accepts });
    expect(problem?.got).toContain(got.slice(0, 40));
  });

  it("tells all problems at once, in the order of the table", () => {
    const problems = problemsOf({ FOURHELP_LOCALE: "fr", PORT: "x", FOURHELP_LOCAL: "en" });
    expect(problems.map((problem) => problem.variable)).toEqual(["PORT", "FOURHELP_LOCALE", "FOURHELP_LOCAL"]);
  });

  it.each([
    ["STORE_URL", "postgres://root:hunter2@db/fourhelp", "mongodb://"],
    ["STORE_URL", "mongodb:///hunter2", "mongodb://"],
    ["QUEUE_URL", "amqp://:hunter2@queue:6379", "redis://"],
    ["TELEGRAM_API_ROOT", "http://x:hunter2@localhost:8081", "without a password"],
    ["TELEGRAM_WEBHOOK_SECRET", "hunter2", "16 to 256"],
  ])("refuses %s with a sentence, and keeps its secret", (variable, value, sentence) => {
    const text = problemsOf({ [variable]: value })
      .map(describeProblem)
      .join("\n");
    expect(text).toContain(`${variable}: got `);
    expect(text).toContain(sentence);
    expect(text).not.toContain("hunter2");
  });

  it.each<[Record<string, string>, string[]]>([
    [{ FOURHELP_PUBLIC_URL: "https://x.org" }, ["TELEGRAM_WEBHOOK_SECRET"]],
    [{ TELEGRAM_MODE: "webhook" }, ["FOURHELP_PUBLIC_URL", "TELEGRAM_WEBHOOK_SECRET"]],
    [{ TELEGRAM_MODE: "webhook", TELEGRAM_WEBHOOK_SECRET: secret }, ["FOURHELP_PUBLIC_URL"]],
  ])("starts no webhook without its secret and address: %j", (env, missing) => {
    const problems = problemsOf({ TELEGRAM_BOT_TOKEN: "1:hunter2", ...env });
    expect(problems.map((problem) => problem.variable)).toEqual(missing);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("runs a part of the program only where the queue reaches the others", () => {
    const problems = problemsOf({ STORE_URL: "mongodb://db", ROLES: "bot,api" });
    expect(problems.map(({ variable, got }) => [variable, got])).toEqual([["QUEUE_URL", "nothing"]]);
  });

  it.each([
    ["FOURHELP_LOCAL", "FOURHELP_LOCALE"],
    ["FOURHELP_TIMEZONE", "FOURHELP_TIME_ZONE"],
    ["FOURHELP_OFFICENAME", "FOURHELP_OFFICE_NAME"],
    ["FOURHELP_DEMOS", "FOURHELP_DEMO"],
  ])("takes %s for a typing error of %s and does not show its value", (typo, meant) => {
    const [problem] = problemsOf({ [typo]: "hunter2" });
    expect(problem?.variable).toBe(typo);
    expect(problem?.accepts).toContain(meant);
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });

  it("never throws, and never shows a secret, whatever is set", () => {
    const secrets = ["STORE_URL", "QUEUE_URL", "TELEGRAM_API_ROOT"];
    const env = fc.dictionary(fc.constantFrom(...Object.keys(variables)), fc.string());
    fc.assert(
      fc.property(env, fc.constantFrom(...secrets), fc.string(), (others, name, noise) => {
        const bad = `${noise}@hunter2`;
        const problems = problemsOf({ ...others, [name]: bad });
        expect(problems.map((problem) => problem.variable)).toContain(name);
        expect(problems.find((problem) => problem.variable === name)?.got).not.toContain("hunter2");
      }),
    );
  });
});

describe(".env.example", () => {
  it("is what the table says", async () => {
    await expect(envExample()).toMatchFileSnapshot("../.env.example");
  });

  it("changes nothing when every line is taken as it stands", () => {
    const lines = envExample().matchAll(/^# ([A-Z_]+)=(.*)$/gm);
    expect(configOf(Object.fromEntries([...lines].map(([, name, value]) => [name, value])))).toEqual(configOf({}));
  });
});

describe("the environment", () => {
  const layers = ["core", "store", "app", "bot", "api", "jobs", "locales", "cli", "web"];
  const files = layers.flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(root, layer, file)),
  );

  it("is read in config.ts and nowhere else", () => {
    expect(files.length).toBeGreaterThan(20);
    const readers = files.filter((file) =>
      /\bprocess\s*\.\s*env\b|\benv\b.*= process\b/.test(readFileSync(file, "utf8")),
    );
    expect(readers).toEqual([]);
  });
});
