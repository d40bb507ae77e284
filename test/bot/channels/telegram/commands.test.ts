import { describe, expect, it } from "vitest";
import { commandInput, commandLists, parseCommand } from "#bot/channels/telegram/commands.js";
import { flows } from "#bot/flows/index.js";
import { BUTTON_BYTES, unpackButton } from "#core/message/buttons.js";
import { createSay } from "#locales/say.js";

const inputOf = (text: string): unknown => {
  const typed = parseCommand(text);
  return typed && commandInput(typed);
};
const button = (id: string, label: string) => ({ type: "choice", id, label });

describe("a command", () => {
  it.each([
    ["/start", button("s.welcome", "/start")],
    ["/start 048213", button("s.bind.048213", "/start")],
    ["/start funds", button("s.pledge-funds", "/start")],
    ["/START", button("s.welcome", "/start")],
    ["/help@fourhelp_bot", button("s.help", "/help")],
    ["/pledge", button("s.pledge", "/pledge")],
    ["/mine", button("s.mine", "/mine")],
    ["/tasks", button("s.tasks", "/tasks")],
    ["/bind", button("s.bind", "/bind")],
    ["/bind 048 213", button("s.bind.048213", "/bind")],
    ["/bind\n０４８２１３", button("s.bind.048213", "/bind")],
    ["/bind 123", button("s.bind", "/bind")],
    ["/bind a.b.c", button("s.bind", "/bind")],
    ["/language", button("s.language", "/language")],
    ["/privacy", button("s.privacy", "/privacy")],
    ["/mydata", button("s.my-data", "/mydata")],
    ["/stop", button("s.stop", "/stop")],
    ["/menu", button("s.welcome", "/menu")],
    ["/cancel", { type: "text", text: "cancel" }],
    ["/048213", { type: "text", text: "048213" }],
    ["/unknown with words", { type: "text", text: "unknown with words" }],
    ["/__proto__", { type: "text", text: "__proto__" }],
  ])("%j", (text, input) => {
    expect(inputOf(text)).toEqual(input);
  });

  it.each(["help", " /help", "/", "/ help", "/帮助", "1/2", `/${"a".repeat(33)}`, "/help@bot-x", "/a/b"])(
    "%j is none",
    (text) => {
      expect(parseCommand(text)).toBeNull();
    },
  );

  it("keeps what was typed after it out of the history", () => {
    expect(JSON.stringify(inputOf("/start secret-word"))).not.toContain("secret");
  });
});

describe("the lists of commands", () => {
  const lists = commandLists(createSay().render);

  it("are there for every scope, in each language and without one", () => {
    const where = lists.map(({ scope, language_code: language }) => `${scope.type} ${language ?? "-"}`);
    expect(where.toSorted()).toEqual(
      ["default", "all_private_chats", "all_group_chats"]
        .flatMap((scope) => ["-", "zh", "en"].map((language) => `${scope} ${language}`))
        .toSorted(),
    );
  });

  it("are what Telegram takes, and what the bot understands", () => {
    for (const { commands } of lists) {
      expect(commands.length).toBeGreaterThan(0);
      for (const { command, description } of commands) {
        expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(256);
        const input = inputOf(`/${command}`) as { id: string };
        const opened = unpackButton(input.id);
        expect(opened?.type === "start" && Object.hasOwn(flows, opened.entry)).toBe(true);
        expect(input.id.length).toBeLessThanOrEqual(BUTTON_BYTES);
      }
    }
  });

  it("speak the language they are for, and offer groups nothing private", () => {
    for (const { language_code: language, commands } of lists) {
      for (const { description } of commands) expect(/\p{Script=Han}/u.test(description)).toBe(language === "zh");
    }
    const inGroups = lists.filter(({ scope }) => scope.type === "all_group_chats");
    for (const { commands } of inGroups) expect(commands.map(({ command }) => command)).toEqual(["help"]);
  });
});
