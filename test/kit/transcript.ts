/**
 * Transcripts: talks as texts that a person can read and a machine can play.
 *
 *     # First pledge                what it is about; then headers:
 *     # people: small               small, demo or empty (world.ts)
 *     # locale: zh-CN               of strangers and of the little office's people
 *     # flows: join, pledge         what it plays; the test looks whether it does
 *     # start: 2026-11-24T02:00:00Z # seed: 1
 *
 *     @李倩                          who speaks now: a person of the office by name or id, else a stranger
 *     > 你好                         typed; indented lines that follow belong to it
 *     > [我想帮忙]                    a button pressed, the newest of that label
 *     > [接受] under 王秀英           the newest of that label below a message with these words
 *     > (start) (photo) (voice) (sticker)
 *     > (code)                      typed: the six digits that were shown last, to anybody
 *     ~ 3 days 2 hours              time goes by; ~ restart: the house ends and begins anew
 *     * 王秀英                       what that person has newly received
 *     // a remark
 *     < what the bot says, with indented lines and its buttons
 *
 * Only headers and inputs are read; whatever is said (`<` and indented lines after it) is written anew by playing.
 * A text that begins with [, ( or \ is typed with a \ before it.
 */
import type { Locale } from "#core/registry/people.js";
import type { Talker } from "./talker.js";
import { createWorld, type World, type WorldOptions } from "./world.js";

type Step =
  | { readonly do: "speaker"; readonly name: string }
  | { readonly do: "type"; readonly text: string }
  | { readonly do: "press"; readonly label: string; readonly under: string }
  | { readonly do: "send"; readonly what: "start" | "photo" | "voice" | "sticker" }
  /** Types the six digits that were shown last. */
  | { readonly do: "code" }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "restart" }
  | { readonly do: "show"; readonly name: string }
  /** Headers, remarks and empty lines: kept as they are. */
  | { readonly do: "keep" };

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

const HEADER = /^# (?:(people|locale|start|seed|flows): *)?(.+)$/;

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
  const locale = headers.get("locale") === "en" ? "en" : "zh-CN";
  const flows = headers.get("flows")?.split(/, */) ?? [];
  const title = headers.get("title") ?? "";
  return { title, options: { ...optionsOf(headers), locale }, locale, flows, lines };
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
  const what = /^\((start|photo|voice|sticker)\)$/.exec(rest)?.[1];
  if (what === "start" || what === "photo" || what === "voice" || what === "sticker") return { do: "send", what };
  if (rest === "(code)") return { do: "code" };
  if (/^[[(]/.test(rest))
    throw new Error(`line ${at}: "${rest}" is no button and no input; write \\${rest} to type it`);
  return { do: "type", text: rest.replace(/^\\/, "") };
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
  const { lines, options, locale } = parseTranscript(text);
  const world = await createWorld(options);
  try {
    const written: string[] = [];
    let speaker: Talker | undefined;
    for (const { at, written: line, step } of lines) {
      written.push(line);
      try {
        if (step.do === "speaker") speaker = await world.as(step.name, locale);
        else written.push(...(await play(world, speaker, step, locale, written)));
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

async function play(
  world: World,
  speaker: Talker | undefined,
  step: Step,
  locale: Locale,
  written: readonly string[],
): Promise<string[]> {
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
      const news = await (await world.as(step.name, locale)).inbox();
      return news.length === 0 ? ["  (nothing new)"] : news.map(bubble);
    }
    case "type":
    case "press":
    case "send":
    case "code": {
      if (!speaker) throw new Error("nobody speaks yet: write @name first");
      await world.advance(MOMENT_MS);
      const replies = await inputWith(speaker, step, written);
      await world.settle();
      return replies.map(bubble);
    }
  }
}

type InputStep = Extract<Step, { do: "type" | "press" | "send" | "code" }>;

function inputWith(speaker: Talker, step: InputStep, written: readonly string[]): Promise<string[]> {
  switch (step.do) {
    case "type":
      return speaker.say(step.text);
    case "press":
      return speaker.press(step.label, step.under);
    case "send":
      return speaker[step.what]();
    case "code":
      return speaker.say(lastCode(written));
  }
}

function lastCode(written: readonly string[]): string {
  const code = [...written.join("\n").matchAll(/(?<!\d)\d{6}(?!\d)/g)].at(-1)?.[0];
  if (code === undefined) throw new Error("nobody was shown a code yet");
  return code;
}

/** What the bot says, as it stands in a transcript; an empty line within is marked, since those without a mark are kept. */
export function bubble(text: string): string {
  const [first = "", ...more] = text.split("\n");
  return [`< ${first}`, ...more.map((line) => `  ${line.trim() === "" ? "·" : line}`)].join("\n");
}
