/** What the commands on an office's lists have in common: kinds, languages, and the house of a folder that has its own data. */
import { resolve } from "node:path";
import type { Message } from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import { ImportKind } from "#core/sheets/kinds.js";
import type { Fourhelp } from "../../compose.js";
import type { Config } from "../../config.js";
import { hasData, openHouse } from "../house.js";
import type { Failure } from "../outcome.js";

/** What a list is of, for the help and for whoever mistypes. */
export const kindsHelp: Readonly<Record<ImportKind, string>> = {
  areas: "the area tree 行政区划",
  households: "households and members 户和家庭成员",
  cadres: "helping cadres, units and who helps whom 帮扶责任人、帮扶单位、结对",
  needs: "needs 需求",
  supporters: "supporters 帮扶方",
};

/** The table of kinds as lines. */
export const kindLines = Object.entries(kindsHelp).map(([kind, about]) => `  ${kind.padEnd(11)} ${about}`);

/** The kind by its word, or what is wrong with it. */
export function readKind(word: string): ImportKind | Failure {
  const kind = ImportKind.safeParse(word);
  if (kind.success) return kind.data;
  return { ending: "usage", problems: [`There is no list "${word}"; there are: 没有这种名单，现有：`, ...kindLines] };
}

/** The language asked for; null when none was, then both are written. */
export function readLocale(word: string | undefined): Locale | null | Failure {
  if (word === undefined) return null;
  const locale = Locale.safeParse(word);
  if (locale.success) return locale.data;
  const problems = [`--locale: got "${word}"; it accepts ${Locale.options.join(" or ")}.`];
  return { ending: "usage", problems };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "ending" in value && "problems" in value;
}

/** Messages in the language asked for, or in each, one after the other. */
export function linesIn(deps: Fourhelp["deps"], locale: Locale | null, messages: readonly Message[]): string[] {
  const locales = locale === null ? Locale.options : [locale];
  return locales.flatMap((one) => messages.map((message) => deps.render(message, { locale: one, dataClass: "local" })));
}

/**
 * The house of the data folder, without the demo and without a server. A folder that a server holds is told of with
 * what to do; an empty one gets an office only with `make`.
 */
export async function openLists(config: Config, make: boolean): Promise<Fourhelp | Failure> {
  if (!make && !(await hasData(config))) return nothingThere(config);
  const opened = await openHouse({ ...config, demo: "off", roles: [] });
  if ("house" in opened) return opened.house;
  return opened.inUse ? inUse(config) : opened.failure;
}

function nothingThere({ dataDir }: Config): Failure {
  const folder = resolve(dataDir);
  const problems = [
    `There is no data in ${folder} yet. Start the server once, or set DATA_DIR to the folder of your office.`,
    "这个数据目录里还没有数据。请先启动一次服务，或用 DATA_DIR 指到办公室的数据目录。",
  ];
  return { ending: "refused", problems };
}

function inUse({ dataDir }: Config): Failure {
  const problems = [
    `A server runs on ${resolve(dataDir)}. Use “Lists” on its console page, or stop it (Ctrl-C where it runs) and give this command again.`,
    "有服务正在使用这个数据目录。请在控制台网页的“名单”里办，或先停止服务，再执行一次。",
  ];
  return { ending: "broken", problems };
}

const REFUSALS = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EISDIR", "ENOSPC", "ENAMETOOLONG"]);

/** The sentence for a file that the disk does not let us write; null for any other error. */
export function unwritable(error: unknown): Failure | null {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return null;
  if (!REFUSALS.has(error.code)) return null;
  return {
    ending: "refused",
    problems: [`The file cannot be written: ${error.message}`, "文件写不了，请检查目录和权限。"],
  };
}

/** Told on the side when real lists meet the made-up county. */
export function demoWarning({ office }: Fourhelp): string[] {
  if (!office.demo) return [];
  return [
    "This folder holds the demo: whatever goes in here is removed with it. For your own lists set DATA_DIR to another folder.",
    "这个目录里是演示数据，删除演示时会一起删掉。自己的名单请用 DATA_DIR 放到另一个目录。",
  ];
}
