/** Slash commands: what each one opens, and the lists that Telegram shows beside the text field. */
import type { BotCommand, LanguageCode } from "grammy/types";
import type { Render } from "#app/deps.js";
import { readCode } from "#bot/phrases/invitation.js";
import { packButton } from "#core/message/buttons.js";
import type { MessageKey } from "#core/message/message.js";
import type { Input } from "#core/message/talk.js";
import type { Locale } from "#core/registry/people.js";
import { readStart } from "./deep-link.js";

interface Command {
  /** The button it stands for, with what was typed after it. */
  readonly button: (rest: string) => string;
  /** Its line in Telegram's list; the ones without are understood and not listed. */
  readonly text: MessageKey | null;
  /** Listed in groups too. */
  readonly inGroups?: true;
}

const opens = (entry: string, text: MessageKey | null): Command => {
  const button = packButton({ type: "start", entry, args: [] });
  return { button: () => button, text };
};

/** In the order they are listed in. */
const table = {
  start: { button: readStart, text: "telegram.command.start" },
  pledge: opens("pledge", "telegram.command.pledge"),
  mine: opens("mine", "telegram.command.mine"),
  tasks: opens("tasks", "telegram.command.tasks"),
  bind: { button: bind, text: "telegram.command.bind" },
  help: { ...opens("help", "telegram.command.help"), inGroups: true },
  language: opens("language", "telegram.command.language"),
  privacy: opens("privacy", "telegram.command.privacy"),
  mydata: opens("my-data", "telegram.command.mydata"),
  stop: opens("stop", "telegram.command.stop"),
  join: opens("join", null),
  menu: opens("welcome", null),
  settings: opens("language", null),
} as const satisfies Record<string, Command>;

const commands: ReadonlyMap<string, Command> = new Map(Object.entries(table));

/** Telegram's own form: a slash, at most 32 signs, perhaps the bot it is meant for, then what was typed after it. */
const COMMAND = /^\/([A-Za-z0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+([^]*))?$/;

/** A command as it was typed. */
export interface Typed {
  readonly name: string;
  /** User name of the bot it names, without @; null when it names none. */
  readonly bot: string | null;
  readonly rest: string;
}

/** Reads a command; null for every other text. */
export function parseCommand(text: string): Typed | null {
  const [, name, bot, rest] = COMMAND.exec(text) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), bot: bot ?? null, rest: (rest ?? "").trim() };
}

/** What a command means. One that is not in the table is read as the word it is: `/cancel` as "cancel". */
export function commandInput({ name, rest }: Typed): Input {
  const command = commands.get(name);
  // what stands after it may be a code, and the history has no need of it
  if (command) return { type: "choice", id: command.button(rest), label: `/${name}` };
  return { type: "text", text: rest === "" ? name : `${name} ${rest}` };
}

/** One call of setMyCommands. */
export interface CommandList {
  readonly scope: { readonly type: "default" | "all_private_chats" | "all_group_chats" };
  readonly language_code?: LanguageCode;
  readonly commands: readonly BotCommand[];
}

const scopes = ["default", "all_private_chats", "all_group_chats"] as const;
/** Telegram shows the list without a language to everybody whose own language has none. */
const languages: readonly { readonly code: LanguageCode | null; readonly locale: Locale }[] = [
  { code: null, locale: "en" },
  { code: "zh", locale: "zh-CN" },
  { code: "en", locale: "en" },
];

/** Every list to be set: by scope and language. */
export function commandLists(render: Render): CommandList[] {
  return scopes.flatMap((type) =>
    languages.map(({ code, locale }) => ({
      scope: { type },
      ...(code === null ? {} : { language_code: code }),
      commands: listed(render, locale, type === "all_group_chats"),
    })),
  );
}

function listed(render: Render, locale: Locale, inGroup: boolean): BotCommand[] {
  return [...commands].flatMap(([command, { text, inGroups }]) => {
    if (text === null || (inGroup && !inGroups)) return [];
    return { command, description: render({ key: text, params: {} }, { locale, dataClass: "foreign" }) };
  });
}

function bind(rest: string): string {
  const code = readCode(rest);
  return packButton({ type: "start", entry: "bind", args: code.type === "read" ? [code.value] : [] });
}
