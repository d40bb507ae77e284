import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chat, type ChatOptions } from "../../cli/chat.js";
import { createClient, type Message } from "../../cli/chat/client.js";
import { createTalk } from "../../cli/chat/talk.js";
import { playTranscript } from "../kit/transcript.js";
import { createWorld, type World } from "../kit/world.js";
import { configOf, inFolder, testIo } from "./io.js";

/** A port nothing listens on: the one for discarding what is sent. */
const NOBODY = "9";

const listen = async (world: World): Promise<string> => {
  const { server } = world.house;
  if (!server) throw new Error("the world has no server");
  await server.listen({ port: 0, host: "127.0.0.1" });
  return String((server.server.address() as AddressInfo).port);
};

/** A talk of these lines with the server on that port. */
async function talk(port: string, lines: readonly string[], options: ChatOptions = {}) {
  const io = testIo(lines);
  const code = await chat(configOf({ PORT: port }), options, io);
  return { code, said: io.said(), complained: io.complained() };
}

describe("fourhelp chat with a server of the little office", () => {
  let world: World;
  let port: string;
  beforeAll(async () => {
    world = await createWorld();
    port = await listen(world);
  });
  afterAll(() => world.dispose());

  it("sends the lines of a pipe one by one; numbers pick, 0 goes back", async () => {
    const { code, said } = await talk(port, ["1", "１", "", "石桥瑞丰建材有限公司", "0", "/quit", "never sent"]);
    expect(code).toBe(0);
    const [greeted, who, name, credit, again, ...rest] = said.split(/\n(?=<)/);
    expect(greeted).toMatch(/^< 您好[^]*\n {2}1\) 我想帮忙\n[^]*\n> 1$/);
    expect(who).toMatch(/\n {2}1\) 企业\n {2}2\) 个人\n> １$/);
    expect(name).toMatch(/^< 企业全称是[^]*\n {2}0\) 上一步\n> 石桥瑞丰建材有限公司$/);
    expect(credit).toMatch(/统一社会信用代码[^]*\n> 0$/);
    expect(again).toMatch(/^< 企业全称是/);
    expect(rest).toEqual([]);
  });

  it("begins in the language that was asked for, and refuses one there is not", async () => {
    expect((await talk(port, [], { locale: "en" })).said).toContain("1) I want to help");
    const { code, complained } = await talk(port, [], { locale: "fr" });
    expect(code).toBe(2);
    expect(complained).toContain('got "fr"; it accepts zh-CN or en');
  });

  it("gives machines one JSON line for each message", async () => {
    const { said } = await talk(port, ["我想帮忙"], { json: true });
    const lines = said
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line["from"])).toEqual(["bot", "me", "bot"]);
    expect(lines[2]).toMatchObject({
      as: "reply",
      choices: [
        { number: 1, label: "企业" },
        { number: 2, label: "个人" },
      ],
    });
  });

  it("shows what the server says of a line it cannot take, and goes on", async () => {
    const { code, said } = await talk(port, ["长".repeat(4_001), "我想帮忙"]);
    expect(code).toBe(0);
    expect(said).toContain("· 这条消息太长了");
    expect(said).toContain("1) 企业");
  });

  it("says that there is no demo to talk as", async () => {
    const { code, complained } = await talk(port, [], { as: "李倩" });
    expect(code).toBe(1);
    expect(complained).toContain("The demo is not loaded here");
  });

  it("writes a record that plays to the same words", () =>
    inFolder(async (folder) => {
      const path = join(folder, "talk.txt");
      const lines = ["我想帮忙", "2", "林小满", "[跳过]"];
      expect((await talk(port, lines, { record: path })).code).toBe(0);
      // made on the little office, not on an empty one
      const recorded = (await readFile(path, "utf8")).replace(/^# people: .*$/m, "# people: small");
      expect(recorded).toContain("\n> (start)\n< 您好");
      expect(recorded).toContain("\n> [个人]\n");
      expect(recorded).toContain("\n> \\[跳过]\n");
      expect((await playTranscript(recorded)).text).toBe(recorded);
    }));

  it("refuses to talk when the record cannot be written", async () => {
    const { code, complained } = await talk(port, ["你好"], { record: "/nowhere/at/all.txt" });
    expect(code).toBe(1);
    expect(complained).toContain("The talk cannot be recorded");
  });

  it("shows a notice once, beside the open question whose numbers stay good", async () => {
    const token = (await world.house.chat.openAs("terminal", "wangxiuying")) ?? "";
    const shown: { text: string; as: string; numbers: number[] }[] = [];
    const conversation = createTalk({
      client: createClient(`http://127.0.0.1:${port}`),
      token,
      speaker: "王秀英",
      record: () => Promise.resolve(),
      now: () => 0,
      stage: {
        show: (message: Message, numbered, as) =>
          void shown.push({ text: message.text, as, numbers: numbered.map(({ number }) => number) }),
        note: () => undefined,
      },
    });
    await conversation.begin();
    const [greeting] = shown.splice(0);
    expect(greeting?.numbers).toEqual([1, 2, 3]);

    const cadre = await world.as("李倩");
    await cadre.say("待办");
    const { deps } = world.house;
    await deps.store.commit(
      { op: "insert", collection: "outbox", doc: wordTo(deps.vault.seal("路修好了"), world.timers.now()) },
      [],
    );
    await world.advance(3_600_000);
    expect(await conversation.lookForNews()).toBe(true);
    expect(await conversation.lookForNews()).toBe(true);
    expect(shown).toEqual([{ text: expect.stringContaining("路修好了") as string, as: "notice", numbers: [4] }]);
    // the first choice of the greeting, not of the notice
    expect(await conversation.say("1")).toBe(true);
    expect(shown.at(-1)?.text).toContain("李倩");
    expect(shown.at(-1)?.as).toBe("reply");
  });

  it("ends when the session has ended", async () => {
    const notes: string[] = [];
    const conversation = createTalk({
      client: createClient(`http://127.0.0.1:${port}`),
      token: "no-such-token-at-all-0000",
      speaker: "owner",
      record: () => Promise.resolve(),
      now: () => 0,
      stage: { show: () => undefined, note: (text) => void notes.push(text) },
    });
    expect(await conversation.say("你好")).toBe(false);
    expect(notes).toEqual([expect.stringContaining("has ended")]);
  });
});

function wordTo(words: ReturnType<World["house"]["vault"]["seal"]>, at: number) {
  const ids = { household: "BC-001", by: "liqian" };
  return { _id: "word", version: 1, office: "qingshi", event: "word-to-household", ids, words, at, done: false };
}

describe("fourhelp chat with a server of the demo", () => {
  let world: World;
  let port: string;
  beforeAll(async () => {
    world = await createWorld({ people: "demo" });
    port = await listen(world);
  });
  afterAll(() => world.dispose());

  it("lists the people, and again when a name is unknown", async () => {
    const asked = await talk(port, [], { as: true });
    expect(asked.code).toBe(0);
    expect(asked.said).toMatch(/\(demo-cadre-01\) cadre: /);
    const unknown = await talk(port, [], { as: "nobody" });
    expect(unknown.code).toBe(1);
    expect(unknown.said).toBe("");
    expect(unknown.complained).toMatch(/nobody called "nobody"[^]*\(demo-cadre-01\) cadre: /);
    const json = await talk(port, [], { as: true, json: true });
    expect(JSON.parse(json.said)).toContainEqual(expect.objectContaining({ id: "demo-cadre-01", role: "cadre" }));
  });

  it("talks as one of them by id, name or role, and goes on where the talk stood", async () => {
    const cadre = await talk(port, ["待办"], { as: "demo-cadre-01" });
    expect(cadre.code).toBe(0);
    const [, name = ""] = /^· (\S+) · /.exec(cadre.said) ?? [];
    const again = await talk(port, [], { as: name });
    expect(again.said.split(/\n(?=<)/).slice(1)).toEqual(
      [cadre.said.split(/\n> 待办\n/)[1]?.trimEnd()].map((last) => `${last}\n`),
    );
    expect((await talk(port, [], { as: "cadre" })).said).toBe(again.said);
  });

  it("records a talk that the player takes", () =>
    inFolder(async (folder) => {
      const path = join(folder, "talk.txt");
      await talk(port, ["1"], { as: "household", record: path });
      const recorded = await readFile(path, "utf8");
      expect(recorded).toContain("\n# people: demo\n");
      const { text, errors } = await playTranscript(recorded);
      expect(text).toContain("\n> (start)\n< 您好");
      expect(errors).toEqual([]);
    }));
});

describe("fourhelp chat without a server", () => {
  it("has a house of its own for as long as the talk lasts, and what was said stays", () =>
    inFolder(async (folder) => {
      const config = configOf({
        PORT: NOBODY,
        DATA_DIR: folder,
        FOURHELP_DEMO: "off",
        FOURHELP_OFFICE_NAME: "白水县办公室",
      });
      for (const lines of [["我想帮忙"], ["你好"]]) {
        const io = testIo(lines);
        expect(await chat(config, {}, io)).toBe(0);
        expect(io.said()).toContain("白水县办公室");
        expect(io.complained()).toBe("");
      }
    }));

  it("names an address that does not answer, and one that is no Fourhelp's", async () => {
    const { code, complained } = await talk(NOBODY, [], { url: `http://127.0.0.1:${NOBODY}/` });
    expect(code).toBe(3);
    expect(complained).toContain(`Nothing that is Fourhelp answers at http://127.0.0.1:${NOBODY}.`);
  });

  it("asks for the address when a server has the folder but does not answer", async () => {
    const world = await createWorld({ people: "empty" });
    try {
      const io = testIo(["你好"]);
      expect(await chat(configOf({ PORT: NOBODY, DATA_DIR: world.dataDir }), {}, io)).toBe(3);
      expect(io.complained()).toContain("fourhelp chat --url");
    } finally {
      await world.dispose();
    }
  });
});
