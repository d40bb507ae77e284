/**
 * Transcripts: talks as texts that a person can read and a machine can play.
 *
 *     # First pledge                what it is about; then headers:
 *     # people: small               small, demo or empty (world.ts)
 *     # channel: telegram           where everybody talks: web (unless told), terminal or telegram
 *     # on: 李倩 web, 王秀英 terminal  and who talks elsewhere
 *     # telegram: local             the office lets personal data over Telegram
 *     # longest: 150                as if Telegram took no more signs in one message
 *     # locale: zh-CN               of strangers and of the little office's people
 *     # flows: join, pledge         what it plays; the test looks whether it does
 *     # start: 2026-11-24T02:00:00Z # seed: 1
 *
 *     @李倩                          who speaks now: a person of the office by name or id, else a stranger
 *     @李倩 in 乡亲群                  on Telegram: in a group
 *     > 你好                         typed; indented lines that follow belong to it
 *     > [我想帮忙]                    a button pressed, the newest of that label
 *     > [接受] under 王秀英           the newest of that label below a message with these words
 *     > (start) (photo) (voice) (sticker)
 *     > (big photo) (video) (contact) (contact 86139…) (contact of somebody else) …: `telegramThings`, over Telegram only
 *     > (edit) 你好                   over Telegram: edits what was typed last
 *     > (data s.see.1)              over Telegram: a button that a changed program sends
 *     > (90 times) 你好。             typed, so often in one message
 *     > (code)                      typed: the digits of the code that was shown last, to anybody; `/start (code)` too
 *     ~ 3 days 2 hours              time goes by; ~ restart: the house ends and begins anew
 *     * 王秀英                       what that person has newly received
 *     // a remark
 *     < what the bot says, with indented lines and its buttons
 *
 * Only headers and inputs are read; whatever is said (`<` and indented lines after it) is written anew by playing.
 * Over Telegram each row of buttons is a line; `(now [✓ 企业])` is what the pressed buttons were changed to.
 * A text that begins with [, ( or \ is typed with a \ before it.
 */
import type { Locale } from "#core/registry/people.js";
import { channelOf } from "./line.js";
import { boundPeople } from "./office.js";
import { personCalled, type PullChannel, type Talker } from "./talker.js";
import { createTelegramWorld } from "./telegram-line.js";
import {
  createTelegramTalkers,
  NOW,
  telegramThings,
  type TelegramTalker,
  type TelegramThing,
} from "./telegram-talker.js";
import { createWorld, type World, type WorldOptions } from "./world.js";

type Step =
  | { readonly do: "speaker"; readonly name: string }
  | { readonly do: "type"; readonly text: string }
  | { readonly do: "press"; readonly label: string; readonly under: string }
  | { readonly do: "send"; readonly what: Thing; readonly number?: string }
  | { readonly do: "edit" | "data"; readonly text: string }
  /** Types the digits of the code that was shown last, behind these words. */
  | { readonly do: "code"; readonly before: string }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "restart" }
  | { readonly do: "show"; readonly name: string }
  /** Headers, remarks and empty lines: kept as they are. */
  | { readonly do: "keep" };

type Thing = "start" | TelegramThing;
type Channel = PullChannel | "telegram";

interface Line {
  /** Where it stands in the file, from 1. */
  readonly at: number;
  /** As written, with its continuation. */
  readonly written: string;
  readonly step: Step;
}

export interface Transcript {
  readonly title: string;
  readonly options: WorldOptions;
  readonly locale: Locale;
  /** Where people talk who are not named in `elsewhere`. */
  readonly channel: Channel;
  readonly elsewhere: ReadonlyMap<string, Channel>;
  /** The office lets personal data over Telegram. */
  readonly local: boolean;
  /** Signs that Telegram takes in one message; null: as many as it does. */
  readonly longest: number | null;
  /** The flows it says it plays. */
  readonly flows: readonly string[];
  readonly lines: readonly Line[];
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** People take a moment to answer. */
const MOMENT_MS = 5_000;

const things: readonly Thing[] = ["start", ...telegramThings];

const HEADER = /^# (?:(people|locale|start|seed|flows|channel|on|telegram|longest): *)?(.+)$/;

/** Reads a transcript; throws with the line's number for what is none. */
export function parseTranscript(text: string): Transcript {
  const lines: Line[] = [];
  const headers = new Map<string, string>();
  let typed: Line | undefined;
  let begun = false;
  for (const [index, written] of text.replace(/\n$/, "").split("\n").entries()) {
    const header: RegExpExecArray | null = begun ? null : HEADER.exec(written);
    if (header) noteHeader(header, headers);
    if (written.startsWith("<")) {
      typed = undefined;
      continue;
    }
    if (/^\s+\S/.test(written)) {
      if (typed) lines[lines.indexOf(typed)] = typed = continued(typed, written);
      continue;
    }
    begun ||= written.trim() !== "" && !header;
    const line: Line = { at: index + 1, written, step: header ? { do: "keep" } : stepOf(written, index + 1) };
    lines.push(line);
    typed = line.step.do === "type" ? line : undefined;
  }
  return { ...settingsOf(headers), lines };
}

function settingsOf(headers: ReadonlyMap<string, string>): Omit<Transcript, "lines"> {
  const locale = headers.get("locale") === "en" ? "en" : "zh-CN";
  return {
    title: headers.get("title") ?? "",
    options: { ...optionsOf(headers), locale },
    locale,
    channel: channelNamed(headers.get("channel") ?? "web"),
    elsewhere: elsewhere(headers),
    local: headers.get("telegram") === "local",
    longest: headers.has("longest") ? Number(headers.get("longest")) : null,
    flows: headers.get("flows")?.split(/, */) ?? [],
  };
}

function channelNamed(name: string): Channel {
  if (name === "web" || name === "terminal" || name === "telegram") return name;
  throw new Error(`channel: ${name} is unknown; there are web, terminal and telegram`);
}

/** `李倩 web, Mary Han terminal`: the last word is the channel. */
function elsewhere(headers: ReadonlyMap<string, string>): ReadonlyMap<string, Channel> {
  const said = headers.get("on")?.split(/, */) ?? [];
  return new Map(
    said.map((one) => [one.slice(0, one.lastIndexOf(" ")), channelNamed(one.slice(one.lastIndexOf(" ") + 1))]),
  );
}

/** A header without a name is the title; the first one counts. */
function noteHeader([, name = "title", value = ""]: RegExpExecArray, headers: Map<string, string>): void {
  if (name !== "title" || !headers.has(name)) headers.set(name, value.trim());
}

function continued({ at, written, step }: Line, more: string): Line {
  const text = `${step.do === "type" ? step.text : ""}\n${more.replace(/^ {1,2}/, "")}`;
  return { at, written: `${written}\n${more}`, step: { do: "type", text } };
}

function stepOf(written: string, at: number): Step {
  const rest = written.slice(1).trim();
  switch (written.charAt(0)) {
    case "@":
      return { do: "speaker", name: rest };
    case "*":
      return { do: "show", name: rest };
    case "~":
      return rest === "restart" ? { do: "restart" } : { do: "wait", ms: durationOf(rest, at) };
    case ">":
      return inputOf(rest, at);
    case "":
    case "/":
      return { do: "keep" };
    default:
      throw new Error(`line ${at}: "${written}" is no line of a transcript`);
  }
}

function inputOf(rest: string, at: number): Step {
  const [, label, under = ""] = /^\[(.+?)\](?: under (.+))?$/.exec(rest) ?? [];
  if (label !== undefined) return { do: "press", label, under };
  const step = specialOf(rest);
  if (step) return step;
  if (/^[[(]/.test(rest))
    throw new Error(`line ${at}: "${rest}" is no button and no input; write \\${rest} to type it`);
  return { do: "type", text: rest.replace(/^\\/, "") };
}

/** What stands in round brackets. */
function specialOf(rest: string): Step | undefined {
  const code = /^(\/\w+ )?\(code\)$/.exec(rest);
  if (code) return { do: "code", before: code[1] ?? "" };
  const [, edited] = /^\(edit\) (.+)$/.exec(rest) ?? [];
  if (edited !== undefined) return { do: "edit", text: edited };
  const [, data] = /^\(data (\S+)\)$/.exec(rest) ?? [];
  if (data !== undefined) return { do: "data", text: data };
  const [, times, again] = /^\((\d+) times\) (.+)$/.exec(rest) ?? [];
  if (again !== undefined) return { do: "type", text: again.repeat(Number(times)) };
  return thingOf(rest);
}

function thingOf(rest: string): Step | undefined {
  const [, name, number] = /^\((.+?)(?: (\d+))?\)$/.exec(rest) ?? [];
  const what = things.find((thing) => thing === name);
  return what && { do: "send", what, ...(number === undefined ? {} : { number }) };
}

function durationOf(text: string, at: number): number {
  const parts = [...text.matchAll(/(\d+) (second|minute|hour|day|week)s?/g)];
  const read = parts.map(([part]) => part).join(" ");
  if (parts.length === 0 || read !== text) throw new Error(`line ${at}: "${text}" is no time like "3 days 2 hours"`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0), 0);
}

function optionsOf(headers: ReadonlyMap<string, string>): WorldOptions {
  const people = headers.get("people") ?? "small";
  if (people !== "small" && people !== "demo" && people !== "empty") {
    throw new Error(`people: ${people} are unknown; there are small, demo and empty`);
  }
  const start = headers.get("start");
  const seed = headers.get("seed");
  return { people, ...(start === undefined ? {} : { start }), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}

export interface Played {
  /** The transcript with everything that was said. */
  readonly text: string;
  /** What was logged as an error meanwhile. */
  readonly errors: World["logs"];
}

/** Plays a transcript in a world of its own. Rejects, with the line's number, where it cannot go on. */
export async function playTranscript(text: string): Promise<Played> {
  const transcript = parseTranscript(text);
  const { world, speakers } = await peopled(transcript);
  try {
    const written: string[] = [];
    let speaker: Speaker | undefined;
    for (const { at, written: line, step } of transcript.lines) {
      written.push(line);
      try {
        if (step.do === "speaker") speaker = await speakers(step.name);
        else written.push(...(await play({ world, speakers, speaker }, step, written)));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`line ${at}: ${line}\n${why}\nbefore:\n${written.slice(-8).join("\n")}`, { cause: error });
      }
    }
    return { text: `${written.join("\n")}\n`, errors: world.errors() };
  } finally {
    await world.dispose();
  }
}

/** Somebody who speaks, on whichever channel. */
interface Speaker extends Pick<Talker, "say" | "press" | "inbox"> {
  send(what: Thing, number?: string): Promise<string[]>;
  edit?(text: string): Promise<string[]>;
  data?(data: string): Promise<string[]>;
}

type Speakers = (name: string) => Promise<Speaker>;

/** A world in which the people of the office talk on the channels that the transcript names. */
async function peopled(transcript: Transcript): Promise<{ world: World; speakers: Speakers }> {
  const { options, locale, channel, elsewhere: others, local, longest } = transcript;
  const everywhere = new Set([channel, ...others.values()]);
  if (everywhere.size === 1 && channel === "web") {
    const world = await createWorld(options);
    return { world, speakers: async (name) => onPage(await world.as(name, locale)) };
  }
  const bench = await createTelegramWorld({ ...options, webChats: false });
  const { world } = bench;
  if (local) await letOver(world);
  if (longest !== null) Object.assign(channelOf(world, "telegram").abilities, { textLimit: longest });
  const telegram = createTelegramTalkers(bench);
  const speakers: Speakers = async (said) => {
    const [name = said, group] = said.split(" in ");
    const where = others.get(name) ?? channel;
    return where === "telegram"
      ? onTelegram(await telegram.of(name, locale, group))
      : onPage(await world.as(name, locale, where));
  };
  if (options.people === "small") {
    for (const id of boundPeople) await speakers((await personCalled(world.house, id))?.name ?? id);
  }
  return { world, speakers };
}

/** The office declares Telegram local. */
async function letOver(world: World): Promise<void> {
  const { offices } = world.house.deps.store;
  const office = await offices.get(world.house.office._id);
  if (!office) throw new Error("no office");
  await offices.replace({ ...office, settings: { ...office.settings, channelClasses: { telegram: "local" } } });
  await world.restart();
}

function onPage(talker: Talker): Speaker {
  const send = (what: Thing): Promise<string[]> => {
    if (what === "start" || what === "photo" || what === "voice" || what === "sticker") return talker[what]();
    throw new Error(`a ${what} is sent over Telegram only`);
  };
  return { say: talker.say, press: talker.press, inbox: talker.inbox, send };
}

function onTelegram(talker: TelegramTalker): Speaker {
  return { ...talker, send: (what, number) => (what === "start" ? talker.say("/start") : talker.send(what, number)) };
}

interface Stage {
  readonly world: World;
  readonly speakers: Speakers;
  readonly speaker: Speaker | undefined;
}

async function play({ world, speakers, speaker }: Stage, step: Step, written: readonly string[]): Promise<string[]> {
  switch (step.do) {
    case "keep":
    case "speaker":
      return [];
    case "wait":
      await world.advance(step.ms);
      return [];
    case "restart":
      await world.restart();
      return [];
    case "show": {
      const news = await (await speakers(step.name)).inbox();
      return news.length === 0 ? ["  (nothing new)"] : news.map(bubble);
    }
    default: {
      if (!speaker) throw new Error("nobody speaks yet: write @name first");
      await world.advance(MOMENT_MS);
      const replies = await inputWith(speaker, step, written);
      await world.settle();
      return replies.length === 0 ? ["< (no answer)"] : replies.map(bubble);
    }
  }
}

type InputStep = Extract<Step, { do: "type" | "press" | "send" | "edit" | "data" | "code" }>;

function inputWith(speaker: Speaker, step: InputStep, written: readonly string[]): Promise<string[]> {
  switch (step.do) {
    case "type":
      return speaker.say(step.text);
    case "press":
      return speaker.press(step.label, step.under);
    case "send":
      return speaker.send(step.what, step.number);
    case "edit":
    case "data": {
      const send = speaker[step.do];
      if (!send) throw new Error("that can be done over Telegram only");
      return send(step.text);
    }
    case "code":
      return speaker.say(`${step.before}${lastCode(written)}`);
  }
}

function lastCode(written: readonly string[]): string {
  const code = [...written.join("\n").matchAll(/(?<!\d)(?:\d{6}|\d{10})(?!\d)/g)].at(-1)?.[0];
  if (code === undefined) throw new Error("nobody was shown a code yet");
  return code;
}

/** What the bot says, as it stands in a transcript; an empty line within is marked, since those without a mark are kept. */
export function bubble(text: string): string {
  if (text.startsWith(NOW)) return `  ${text}`;
  const [first = "", ...more] = text.split("\n");
  return [`< ${first}`, ...more.map((line) => `  ${line.trim() === "" ? "·" : line}`)].join("\n");
}
