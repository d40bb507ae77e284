/** `fourhelp codes`: single-use codes with which the office's cadres, and its own people, make themselves known in the chat. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { makeOfficeCode, STAFF_CODE_DAYS, type CodeRow } from "#app/codes-sheet.js";
import { writeCadreCodes } from "#app/codes-file.js";
import { say } from "#core/message/message.js";
import { Locale } from "#core/registry/people.js";
import type { Config } from "../config.js";
import { formatOf } from "./export.js";
import { configure } from "./house.js";
import { isFailure, linesIn, openLists, readLocale, unwritable } from "./lists/common.js";
import { exitCodes, fail, processIo, type Io } from "./outcome.js";

export interface CodesOptions {
  readonly locale?: string;
  readonly json?: boolean;
}

const BY = { system: "cli" };

/** Adds `codes cadres` and `codes office` to the program. */
export function registerCodes(program: Command): void {
  const codes = program
    .command("codes")
    .description("single-use codes for the office's people 一次性口令")
    .addHelpText("after", '\nExample:\n  fourhelp codes cadres --out codes.csv\n  fourhelp codes office --name "陈静"');
  const run = async (json: boolean | undefined, act: (config: Config, io: Io) => Promise<number>): Promise<void> => {
    const read = configure();
    const io = processIo();
    process.exitCode = "failure" in read ? fail(io, read.failure, json === true) : await act(read.config, io);
  };
  const locale = `language of the answer and the sheet: ${Locale.options.join(" or ")}`;
  codes
    .command("cadres")
    .description("a sheet of codes for every cadre who has no conversation yet 给还没进来的帮扶干部")
    .requiredOption("--out <file>", "where the sheet goes, .csv or .xlsx")
    .option("--locale <locale>", locale)
    .option("--json", "only the summary, as one line of JSON")
    .addHelpText(
      "after",
      `\nThe codes are good for ${STAFF_CODE_DAYS} days and once each. Codes made before and not used end at once.\n` +
        "以前发的、还没用的口令同时作废。\n\nExample:\n  fourhelp codes cadres --out codes.csv",
    )
    .action((options: CodesOptions & { out: string }) =>
      run(options.json, (config, io) => cadreCodes(config, options, io)),
    );
  codes
    .command("office")
    .description("a code for somebody of the office, who is made when not known yet 给办公室的人")
    .requiredOption("--name <name>", "the person's name")
    .option("--locale <locale>", locale)
    .option("--json", "the code as one line of JSON")
    .addHelpText("after", '\nExample:\n  fourhelp codes office --name "陈静"')
    .action((options: CodesOptions & { name: string }) =>
      run(options.json, (config, io) => officeCode(config, options, io)),
    );
}

/** Writes the sheet for the cadres; the exit code. The sheet appears whole, for this user alone. */
export async function cadreCodes(
  config: Config,
  asked: CodesOptions & { readonly out: string },
  io: Io,
): Promise<number> {
  const json = asked.json === true;
  const locale = readLocale(asked.locale);
  if (isFailure(locale)) return fail(io, locale, json);
  const path = resolve(asked.out);
  const format = formatOf(path);
  if (isFailure(format)) return fail(io, format, json);
  const house = await openLists(config, false);
  if (isFailure(house)) return fail(io, house, json);
  try {
    const sheet = { path, format, locale: locale ?? house.office.locale };
    const count = await writeCadreCodes(house.deps, { office: house.office._id, by: BY, ...sheet });
    const days = STAFF_CODE_DAYS;
    const told = count === 0 ? say("codes.none") : say("codes.written", { count, path, days: String(days) });
    tellAll(io, json, linesIn(house.deps, locale, [told]), {
      outcome: "done",
      codes: count,
      file: count === 0 ? null : path,
      days,
    });
    return exitCodes.done;
  } catch (error) {
    const problem = unwritable(error);
    if (problem === null) throw error;
    return fail(io, problem, json);
  } finally {
    await house.close(0);
  }
}

/** Prints a code for somebody of the office; the exit code. */
export async function officeCode(
  config: Config,
  asked: CodesOptions & { readonly name: string },
  io: Io,
): Promise<number> {
  const json = asked.json === true;
  const locale = readLocale(asked.locale);
  if (isFailure(locale)) return fail(io, locale, json);
  const house = await openLists(config, true);
  if (isFailure(house)) return fail(io, house, json);
  try {
    const made = await makeOfficeCode(house.deps, { office: house.office._id, by: BY, name: asked.name });
    if (made === null) {
      const problems = [
        "--name: takes a person's name, with letters, of at most 80 characters. 请写人名，最多 80 个字。",
      ];
      return fail(io, { ending: "usage", problems }, json);
    }
    tellAll(io, json, linesIn(house.deps, locale, [officeMessage(made)]), plainCode(made));
    return exitCodes.done;
  } finally {
    await house.close(0);
  }
}

const officeMessage = ({ name, code, validUntil }: CodeRow) => say("codes.office", { name, code, day: validUntil });

function plainCode({ name, code, validUntil, link, isNew }: CodeRow & { readonly isNew: boolean }): unknown {
  return { outcome: "done", name, code, validUntil, link, new: isNew };
}

function tellAll(io: Io, json: boolean, lines: readonly string[], value: unknown): void {
  io.output.write([...(json ? [] : lines), JSON.stringify(value)].map((line) => `${line}\n`).join(""));
}
