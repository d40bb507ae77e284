/** `fourhelp demo`: loads the made-up county into an empty folder, or removes everything of it. */
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { officeIndex } from "#store/collections.js";
import type { Fourhelp } from "../compose.js";
import type { Config } from "../config.js";
import { configure, hasData, openHouse, placeOf } from "./house.js";
import { exitCodes, fail, processIo, tell, type Failure, type Io } from "./outcome.js";

type Options = Readonly<{ json?: boolean }>;

/** Adds `demo load` and `demo remove` to the program. */
export function registerDemo(program: Command): void {
  const demo = program
    .command("demo")
    .description("the made-up county to try things in 演示数据")
    .addHelpText("after", "\nExample:\n  fourhelp demo remove");
  const subcommand = (name: string, about: string, act: (config: Config, json: boolean, io: Io) => Promise<number>) =>
    demo
      .command(name)
      .description(about)
      .option("--json", "the result as JSON")
      .addHelpText("after", `\nExample:\n  DATA_DIR=./data fourhelp demo ${name}`)
      .action(async ({ json = false }: Options) => {
        const read = configure();
        const io = processIo();
        process.exitCode = "failure" in read ? fail(io, read.failure, json) : await act(read.config, json, io);
      });
  subcommand("load", "load it into a folder that has no office of its own yet 载入演示数据", load);
  subcommand("remove", "remove it, with everything its people said 删除演示数据", remove);
}

/** Loads the demo; a folder with an office of its own is refused. */
export async function load(config: Config, json: boolean, io: Io): Promise<number> {
  const opened = await openHouse({ ...config, demo: "on", roles: [] });
  if ("failure" in opened) return fail(io, opened.inUse ? stopFirst(config) : opened.failure, json);
  const { house } = opened;
  await house.close(0);
  const folder = placeOf(config);
  if (house.demo === "off") {
    const problems = [
      `${folder} already has an office, "${house.office.name}". The demo goes into a folder of its own: set DATA_DIR.`,
      "这个数据目录里已经有办公室，演示数据请放到另一个目录（DATA_DIR）。",
    ];
    return fail(io, { ending: "refused", problems }, json);
  }
  const sentence =
    house.demo === "loaded" ? "The demo is loaded. 演示数据已载入。" : "The demo was there already. 演示数据本来就在。";
  tell(io, json, { demo: house.demo, office: house.office._id, folder }, [sentence, `  ${folder}`]);
  return exitCodes.done;
}

/** Removes the demo; the folder is an office of its own from then on. The server must be stopped first. */
export async function remove(config: Config, json: boolean, io: Io): Promise<number> {
  const folder = placeOf(config);
  const off: Config = { ...config, demo: "off", roles: [] };
  let documents = 0;
  if (await hasData(config)) {
    const opened = await openHouse(off);
    if ("failure" in opened) return fail(io, opened.inUse ? stopFirst(config) : opened.failure, json);
    try {
      documents = await removeFrom(opened.house, join(config.dataDir, "photos"));
    } finally {
      await opened.house.close(0);
    }
  }
  if (documents === 0) {
    const lines = [`There is no demo in ${folder}: nothing was removed.`, "没有演示数据，什么也没有删。"];
    tell(io, json, { removed: 0, folder }, lines);
    return exitCodes.done;
  }
  // an empty folder would be given the demo again at the next start
  const own = await openHouse(off);
  if ("failure" in own) return fail(io, own.failure, json);
  await own.house.close(0);
  tell(io, json, { removed: documents, folder }, [`The demo is removed: ${documents} documents. 演示数据已删除。`]);
  return exitCodes.done;
}

/** How many documents there were. */
async function removeFrom({ deps, office }: Fourhelp, photos: string): Promise<number> {
  if (office.demo) {
    const ofDemo = { index: officeIndex, where: { office: office._id } };
    for await (const { _id } of deps.store.photos.scan(ofDemo))
      await rm(join(photos, `${_id}.sealed`), { force: true });
  }
  const { removeDemo } = await import("#app/demo/load.js");
  const removed = await removeDemo(deps);
  return Object.values(removed).reduce((sum, count) => sum + count, 0);
}

function stopFirst({ dataDir }: Config): Failure {
  const problems = [
    `A server runs on ${resolve(dataDir)}. Stop it first (Ctrl-C where it runs), then give this command again.`,
    "有服务正在使用这个数据目录，请先停止服务，再执行一次。",
  ];
  return { ending: "broken", problems };
}
