// @ts-check
/** The borders of the house (design §2), each with its reason. The compiler holds most of them too; this names the arrow that is wrong. */

/** @param {string} layer @param {string[]} others @param {string} comment */
const mayNotSee = (layer, others, comment) => ({
  name: `${layer}-sees-no-${others.join("-")}`,
  comment,
  severity: /** @type {const} */ ("error"),
  from: { path: `^${layer}/` },
  to: { path: `^(${others.join("|")})/` },
});

/** @param {string} name @param {string} packages @param {string} home @param {string} comment */
const onlyIn = (name, packages, home, comment) => ({
  name,
  comment,
  severity: /** @type {const} */ ("error"),
  from: { pathNot: home },
  to: { path: packages },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or miss a third that both need.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "core-is-pure",
      comment: "core imports core and zod only: no I/O, no clock, no randomness, so every rule can be run as a table.",
      severity: "error",
      from: { path: "^core/" },
      to: { pathNot: ["^core/", "node_modules/zod/"] },
    },
    mayNotSee(
      "store",
      ["app", "bot", "api", "jobs", "cli", "web", "locales"],
      "The store keeps documents and decides nothing; arrows point inward.",
    ),
    mayNotSee(
      "app",
      ["bot", "api", "jobs", "cli", "web", "locales"],
      "What a use case needs from outside (queue, talk, texts) it takes as an argument.",
    ),
    mayNotSee(
      "bot",
      ["store", "api", "jobs", "cli", "web"],
      "A talk returns replies and effects; app loads and commits.",
    ),
    mayNotSee(
      "api",
      ["bot", "jobs", "cli", "web", "locales"],
      "main.ts hands the channels' routes and the renderer in, so that api serves any of them.",
    ),
    mayNotSee(
      "jobs",
      ["bot", "api", "cli", "web"],
      "A job calls a use case of app and returns; who is told how is not its business.",
    ),
    mayNotSee(
      "locales",
      ["store", "app", "bot", "api", "jobs", "cli", "web"],
      "Texts know the catalogue of messages in core, nothing else.",
    ),
    mayNotSee(
      "web",
      ["store", "app", "bot", "api", "jobs", "cli", "locales"],
      "The browser's side talks to the API; it may share core's types.",
    ),
    {
      name: "web-takes-types-only",
      comment: "The chat page stays under 40 kB because it brings no library and none of our rules.",
      severity: "error",
      from: { path: "^web/" },
      to: { pathNot: "^web/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "engines-behind-the-port",
      comment:
        "Only the composition root and the CLI choose an engine; everyone else knows store/port.ts and jobs/queue/port.ts.",
      severity: "error",
      from: { path: "^(core|app|bot|api|jobs|locales)/", pathNot: "^jobs/queue/" },
      to: { path: "^(store/(sqlite|mongo|redis)/|store/shared/in-process|jobs/queue/(bullmq|in-process))" },
    },
    {
      name: "root-is-not-imported",
      comment: "The composition root and the configuration hand things in; nobody reaches out for them.",
      severity: "error",
      from: { path: "^(core|store|app|bot|api|jobs|locales|web)/" },
      to: { path: "^(main|config)\\.ts$" },
    },
    {
      name: "no-tests-in-code",
      comment: "Code does not lean on its tests, nor on what only tests may use.",
      severity: "error",
      from: { pathNot: "^(test/|vitest\\.config\\.ts)" },
      to: { path: "^test/|node_modules/(vitest|fast-check|playwright-core|autocannon|highs)/" },
    },
    onlyIn(
      "grammy-in-its-channel",
      "(^|node_modules/)(grammy$|grammy/|@grammyjs/)",
      "^(bot/channels/telegram/|test/)",
      "Dialogues serve every channel; Telegram is one folder.",
    ),
    onlyIn(
      "sqlite-in-its-engine",
      "node_modules/@photostructure/sqlite/",
      "^(store/sqlite/|test/)",
      "One adapter holds the driver, so that node:sqlite can take its place in one file.",
    ),
    onlyIn(
      "mongodb-in-its-engine",
      "(^|node_modules/)(mongodb|bson)($|/)",
      "^(store/mongo/|test/)",
      "The driver stays behind the port, and is loaded only where it is used.",
    ),
    onlyIn(
      "redis-in-its-engine",
      "(^|node_modules/)(bullmq|ioredis)($|/)",
      "^(jobs/queue/bullmq/|store/redis/|api/board/|test/)",
      "The drivers stay behind their ports, and are loaded only where they are used.",
    ),
    onlyIn(
      "fastify-in-api",
      "node_modules/(fastify|@fastify)/",
      "^(api/|test/)",
      "A channel answers with its own Route, so another server could carry it.",
    ),
    {
      name: "no-unresolved",
      comment: "An import that leads nowhere fails at the reader's, not at ours.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-dev-dependencies-in-code",
      comment: "The image and `npm ci --omit=dev` must be able to run what is shipped.",
      severity: "error",
      from: { path: "^(core|store|app|bot|api|jobs|locales|cli|web)/|^(main|config)\\.ts$" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|\\.types|data|coverage)/" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      conditionNames: ["source", "import", "node", "default", "types"],
      exportsFields: ["exports"],
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
