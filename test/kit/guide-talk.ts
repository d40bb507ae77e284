/** Plays a guide's talks on Telegram in an office that has the guide's own lists. */
import { makeCadreCodes, makeOfficeCode } from "#app/codes-sheet.js";
import { runImport } from "#app/import/run.js";
import type { ImportKind } from "#core/sheets/kinds.js";
import type { Locale } from "#core/registry/people.js";
import { createTelegramWorld, type TelegramWorld } from "./telegram-line.js";
import { createTelegramTalkers, type TelegramTalker } from "./telegram-talker.js";
import { bubble, parseTranscript } from "./transcript.js";

/** A list as the guide brings it in. */
export interface GuideList {
  readonly kind: ImportKind;
  readonly path: string;
}

export interface GuideTalk {
  readonly office: string;
  readonly locale: Locale;
  readonly lists: readonly GuideList[];
  /** Somebody of the office who gets a code. */
  readonly official: string;
}

/** What a guide writes for the code on somebody's strip of paper. */
const EXAMPLE_CODE = "1234567890";
/** People take a moment to answer. */
const MOMENT_MS = 5_000;

/** Plays the talks one after the other in one office; each comes back with what the bot says in it. */
export async function playTalks(talks: readonly string[], about: GuideTalk): Promise<string[]> {
  const bench = await createTelegramWorld({ people: "empty", locale: about.locale, sameKey: true });
  try {
    await nameOffice(bench, about);
    for (const list of about.lists) await bringIn(bench, list, about.locale);
    const codes = await codesOf(bench, about.official);
    const telegram = createTelegramTalkers(bench);
    // on the phone of somebody, who is not known there before they say a code
    const phoneOf = (name: string): Promise<TelegramTalker> => telegram.of(`the phone of ${name}`, about.locale);
    const played: string[] = [];
    for (const talk of talks) played.push(await playTalk(bench, talk, { phoneOf, codes }));
    if (bench.world.errors().length > 0) throw new Error(JSON.stringify(bench.world.errors()));
    return played;
  } finally {
    await bench.world.dispose();
  }
}

async function nameOffice({ world }: TelegramWorld, { office: name, locale }: GuideTalk): Promise<void> {
  const { offices } = world.house.deps.store;
  const office = await offices.get(world.house.office._id);
  if (!office) throw new Error("no office");
  await offices.replace({ ...office, name, locale });
  await world.restart();
  await world.house.channels.find(({ id }) => id === "telegram")?.connected?.();
}

async function bringIn({ world }: TelegramWorld, { kind, path }: GuideList, locale: Locale): Promise<void> {
  const { deps, office } = world.house;
  const what = { kind, path, name: path, map: null, dryRun: false, locale, by: { system: "test" }, rejectedPath: null };
  const outcome = await runImport(deps, { office: office._id, ...what }, { shared: true });
  if (outcome.type !== "done") throw new Error(`${path}: ${JSON.stringify(outcome)}`);
}

/** The codes of the cadres and of the one of the office, by name. */
async function codesOf({ world }: TelegramWorld, official: string): Promise<ReadonlyMap<string, string>> {
  const { deps, office } = world.house;
  const request = { office: office._id, by: { system: "test" } };
  const own = await makeOfficeCode(deps, { ...request, name: official });
  const rows = [...(await makeCadreCodes(deps, request)), ...(own ? [own] : [])];
  return new Map(rows.map(({ name, code }) => [name, code]));
}

interface Players {
  readonly codes: ReadonlyMap<string, string>;
  phoneOf(name: string): Promise<TelegramTalker>;
}

async function playTalk({ world }: TelegramWorld, talk: string, { phoneOf, codes }: Players): Promise<string> {
  const written: string[] = [];
  let name = "";
  for (const { written: line, step } of parseTranscript(talk).lines) {
    written.push(line);
    if (step.do === "speaker") ({ name } = step);
    if (step.do === "keep" || step.do === "speaker") continue;
    if (step.do === "wait") {
      await world.advance(step.ms);
      continue;
    }
    const talker = await phoneOf(step.do === "show" ? step.name : name);
    if (step.do !== "show") await world.advance(MOMENT_MS);
    const said = await play(talker, step, codes.get(name) ?? "");
    await world.settle();
    written.push(...(said.length === 0 ? ["  (no answer)"] : said.map(bubble)));
  }
  return `${written.join("\n")}\n`.replaceAll(/#key=[\w-]+/g, "#key=…");
}

type Step = ReturnType<typeof parseTranscript>["lines"][number]["step"];

function play(talker: TelegramTalker, step: Step, code: string): Promise<string[]> {
  switch (step.do) {
    case "type":
      return talker.say(step.text.replace(EXAMPLE_CODE, code));
    case "press":
      return talker.press(step.label, step.under);
    case "send":
      return step.what === "start" ? talker.say("/start") : talker.send(step.what, step.number);
    case "show":
      return talker.inbox();
    default:
      throw new Error(`a guide's talk has no "${step.do}"`);
  }
}
