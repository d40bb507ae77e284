/** The process: reads the configuration, starts the house, prints where to go, and shuts down once. */
import { resolve } from "node:path";
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import type { Connection } from "#bot/channels/port.js";
import { compose, type Fourhelp } from "./compose.js";
import { describeProblem, environment, readConfig, type Config } from "./config.js";
import { greeting } from "./greeting.js";
import { readPage } from "./page.js";
import { explainStart } from "./start-problem.js";

/** What is in hand at SIGTERM may take this long. */
const GRACE_MS = 10_000;

async function run(): Promise<void> {
  const outcome = readConfig(environment());
  if (outcome.type === "refused") {
    for (const problem of outcome.problems) console.error(describeProblem(problem));
    process.exitCode = 2;
    return;
  }
  const { config } = outcome;
  try {
    const house = await start(config);
    console.log(await greeting(house, config));
    for (const warning of house.warnings) console.error(`\n${warning}`);
    for (const channel of house.channels) void channel.connected?.().then(tellConnection);
    stopOnSignal(house);
  } catch (error) {
    const sentence = explainStart(error, { ...config, dataDir: resolve(config.dataDir) });
    console.error(sentence ?? error);
    process.exitCode = 3;
  }
}

/** What became of a network's connection, in a line of its own: the rest serves meanwhile, whatever it says. */
function tellConnection({ ok, sentence }: Connection): void {
  if (ok) console.log(`\n${sentence}`);
  else console.error(`\n${sentence}`);
}

async function start(config: Config): Promise<Fourhelp> {
  const log = createLog({ level: config.logLevel });
  const around = { timers: systemTimers(), ids: systemIds(), log, page: await readPage(), threads: true };
  const house = await compose(config, around);
  try {
    await house.server?.listen({ port: config.port, host: config.host });
  } catch (error) {
    await house.close(0);
    throw error;
  }
  log.info({ action: "process.started", count: config.roles.length });
  return house;
}

/** One way out: the first signal finishes what is in hand, a second one ends at once. */
function stopOnSignal(house: Fourhelp): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      const late = setTimeout(() => process.exit(1), GRACE_MS);
      house.close(GRACE_MS - 1_000).then(
        () => {
          clearTimeout(late);
          process.exit(0);
        },
        () => process.exit(1),
      );
    });
  }
}

await run();
