import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Node } from "#bot/dialogue/flow.js";
import { flows } from "#bot/flows/index.js";
import { Locale } from "#core/registry/people.js";
import { parseTranscript, playTranscript } from "./kit/transcript.js";

const folder = join(import.meta.dirname, "transcripts");
const textsIn = (within: string): string[] => readdirSync(within).filter((name) => name.endsWith(".txt"));
const files = [...textsIn(folder), ...textsIn(join(folder, "telegram")).map((name) => `telegram/${name}`)];
const channels = ["web", "telegram"] as const;

/** `npx vitest run test/transcripts.test.ts -u` writes anew what the bot says; read the difference before keeping it. */
describe("transcripts", () => {
  // what the house itself asks of its flows, by the channel of the transcript and the language of the talk that asked
  const entered = new Set<string>();
  const seen = new Set<string>();
  /** Where all of a transcript is said, or null where people talk on several channels. */
  let channel: string | null = null;
  beforeEach(() =>
    watchFlows((flow, node, locale) => {
      entered.add(`${flow} ${locale}`);
      if (channel !== null) seen.add(`${channel} ${flow} ${node} ${locale}`);
    }),
  );

  it.each(files)("%s", async (file) => {
    const path = join(folder, file);
    const written = readFileSync(path, "utf8");
    const { flows: promised, locale, channel: where, elsewhere } = parseTranscript(written);
    expect(where === "telegram").toBe(file.startsWith("telegram/"));
    entered.clear();
    channel = elsewhere.size === 0 ? where : null;
    const { text, errors } = await playTranscript(written);
    await expect(text).toMatchFileSnapshot(path);
    expect(errors).toEqual([]);
    expect(promised.filter((flow) => !entered.has(`${flow} ${locale}`))).toEqual([]);
  });

  // these two look back on all of the above, so they say nothing alone with `-t`
  const each = channels.flatMap((where) => Locale.options.map((locale) => ({ where, locale })));
  it.each(each)("begin every flow on $where in $locale", ({ where, locale }) => {
    const expected = Object.keys(flows).filter((flow) => where === "telegram" || !telegramOnly.has(flow));
    expect(expected.filter((flow) => !seen.has(`${where} ${flow} ${BEGIN} ${locale}`))).toEqual([]);
  });

  it.each(each)("come to every question and every deed of every flow on $where in $locale", ({ where, locale }) => {
    const places = Object.values(flows).flatMap(({ id, nodes }) => Object.keys(nodes).map((node) => `${id} ${node}`));
    const expected = places.filter(
      (place) => !outOfReach.has(place) && (where === "telegram" || !telegramOnly.has(place)),
    );
    expect(expected.filter((place) => !seen.has(`${where} ${place} ${locale}`))).toEqual([]);
  });

  it("exist in both languages on Telegram", () => {
    const english = files.filter((file) => /^telegram\/.+\.en\.txt$/.test(file));
    const chinese = files.filter((file) => /^telegram\/.+\.zh-CN\.txt$/.test(file));
    expect(english.map((file) => file.replace(".en.", ".zh-CN."))).toEqual(chinese);
  });
});

const BEGIN = "(begin)";
/** The web is local and has no groups, and vouches for no number. */
const telegramOnly: ReadonlySet<string> = new Set(["see", "see link", "group", "bind try-phone"]);
/** A form with so few answers that each has a button of its own on the card. */
const outOfReach: ReadonlySet<string> = new Set(["pledge-funds change"]);

/** Tells of every flow that is begun and of every node that is shown or run, and leaves what they do as it is. */
function watchFlows(told: (flow: string, node: string, locale: Locale) => void): void {
  for (const flow of Object.values(flows)) {
    const { begin } = flow;
    vi.spyOn(flow, "begin").mockImplementation((args, context) => {
      told(flow.id, BEGIN, context.locale);
      return begin(args, context);
    });
    for (const [name, node] of Object.entries(flow.nodes)) watchNode(node, (locale) => told(flow.id, name, locale));
  }
}

function watchNode(node: Node<never>, told: (locale: Locale) => void): void {
  if (node.type === "act") {
    const { run } = node;
    vi.spyOn(node, "run").mockImplementation((data, context) => {
      told(context.locale);
      return run(data, context);
    });
    return;
  }
  const { show } = node;
  vi.spyOn(node, "show").mockImplementation((data, context, found) => {
    told(context.locale);
    return show(data, context, found);
  });
}

describe("the player", () => {
  const read = (text: string) => parseTranscript(text).lines.map(({ step }) => step);

  it("reads inputs and forgets what was said", () => {
    const text = [
      "# A talk",
      "# people: empty",
      "# flows: join, pledge",
      "",
      "@owner",
      "> one",
      "  two",
      "< three",
      "  four",
      "  [five]",
      "> [five]",
      "> [five] under three",
      "> \\[five]",
      "> (voice)",
      "> (code)",
      "> /start (code)",
      "> (contact 8613900000000)",
      "> (contact of somebody else)",
      "> (edit) six",
      "> (data s.see.1)",
      "> (3 times) ha",
      "~ 3 days 2 hours",
      "~ restart",
      "* owner",
      "  (nothing new)",
      "// end",
    ].join("\n");
    expect(parseTranscript(text)).toMatchObject({
      title: "A talk",
      options: { people: "empty" },
      locale: "zh-CN",
      flows: ["join", "pledge"],
    });
    expect(read(text).filter((step) => step.do !== "keep")).toEqual([
      { do: "speaker", name: "owner" },
      { do: "type", text: "one\ntwo" },
      { do: "press", label: "five", under: "" },
      { do: "press", label: "five", under: "three" },
      { do: "type", text: "[five]" },
      { do: "send", what: "voice" },
      { do: "code", before: "" },
      { do: "code", before: "/start " },
      { do: "send", what: "contact", number: "8613900000000" },
      { do: "send", what: "contact of somebody else" },
      { do: "edit", text: "six" },
      { do: "data", text: "s.see.1" },
      { do: "type", text: "hahaha" },
      { do: "wait", ms: 74 * 3_600_000 },
      { do: "restart" },
      { do: "show", name: "owner" },
    ]);
  });

  it.each([
    ["? what", 'line 1: "? what" is no line'],
    ["~ a while", 'line 1: "a while" is no time'],
    ["> (song)", 'line 1: "(song)" is no button'],
    ["# people: many", "people: many are unknown"],
    ["# channel: pigeon", "channel: pigeon is unknown"],
    ["# on: 李倩 pigeon", "channel: pigeon is unknown"],
  ])("says where %j is wrong", (text, problem) => {
    expect(() => parseTranscript(text)).toThrow(problem);
  });

  it("knows who talks where", () => {
    const { channel, elsewhere } = parseTranscript("# channel: telegram\n# on: 李倩 web, Mary Han terminal\n");
    expect(channel).toBe("telegram");
    expect([...elsewhere]).toEqual([
      ["李倩", "web"],
      ["Mary Han", "terminal"],
    ]);
  });

  it("says which things go over Telegram only", async () => {
    await expect(playTranscript("@owner\n> (contact)\n")).rejects.toThrow("a contact is sent over Telegram only");
    await expect(playTranscript("@owner\n> (edit) no\n")).rejects.toThrow("over Telegram only");
  });

  it("plays what it has written to the same text again", async () => {
    const inputs = "# Again\n# people: small\n\n@owner\n> 你好\n> [我想帮忙]\n~ 1 hour\n* 李倩\n";
    const { text } = await playTranscript(inputs);
    expect(text).toContain("\n< ");
    expect((await playTranscript(text)).text).toBe(text);
  });

  it("names the line and the buttons there were when one is missing", async () => {
    const played = playTranscript("@owner\n> 你好\n> [Fly me to the moon]\n");
    await expect(played).rejects.toThrow(/line 3: > \[Fly me to the moon\]\n.*there were \[/);
  });
});
