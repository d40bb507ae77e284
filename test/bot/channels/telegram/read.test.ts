import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PHOTO_BYTES } from "#app/photos.js";
import { addressOf, readUpdate, type Reading } from "#bot/channels/telegram/read.js";
import type { Input } from "#core/message/talk.js";

const self = { id: 42, username: "fourhelp_bot" };
const from = { id: 7, is_bot: false, first_name: "-", language_code: "zh-hans" };
const privately = { message_id: 5, date: 1, from, chat: { id: 7, type: "private", first_name: "-" } };
const inGroup = { message_id: 5, date: 1, from, chat: { id: -100, type: "supergroup", title: "-" } };
const bot = { id: 42, is_bot: true, first_name: "-" };

const read = (update: object): Reading => readUpdate({ update_id: 9, ...update }, self);
const sender = { channel: "telegram", address: "7", externalId: "u9", locale: "zh-CN" };

/** What somebody said in a private chat, or the whole reading when they said nothing. */
function said(content: object): Input | Reading {
  const reading = read({ message: { ...privately, ...content } });
  return reading.type === "inbound" ? reading.inbound.input : reading;
}
const cannot = (what: string) => ({ type: "unsupported", what });
const ignored = { type: "ignored" };

describe("a private message", () => {
  it("is from its chat, under its update's id, in its sender's language", () => {
    expect(read({ message: { ...privately, text: "你好" } })).toEqual({
      type: "inbound",
      inbound: { ...sender, input: { type: "text", text: "你好" } },
    });
  });

  it.each([
    ["zh", "zh-CN"],
    ["zh-hant", "zh-CN"],
    ["en", "en"],
    ["fr", "en"],
    ["zha", "en"],
    ["", undefined],
    [undefined, undefined],
    [7, undefined],
  ])("language %j is read as %s", (code, locale) => {
    const reading = read({ message: { ...privately, from: { ...from, language_code: code }, text: "x" } });
    expect(reading.type === "inbound" && reading.inbound.locale).toBe(locale);
  });

  const file = { file_id: "f", file_unique_id: "f", duration: 1 };
  it.each<[string, object, unknown]>([
    ["text", { text: "3万" }, { type: "text", text: "3万" }],
    ["command", { text: "/help" }, { type: "choice", id: "s.help", label: "/help" }],
    ["a command for another bot", { text: "/help@other_bot" }, { type: "choice", id: "s.help", label: "/help" }],
    ["long text", { text: "长".repeat(5_000) }, { type: "text", text: "长".repeat(4_096) }],
    ["voice", { voice: file }, cannot("voice")],
    ["audio", { audio: file }, cannot("voice")],
    ["video note", { video_note: file }, cannot("voice")],
    ["video", { video: file, caption: "x" }, cannot("video")],
    ["animation", { animation: file, document: { ...file, mime_type: "image/gif" } }, cannot("video")],
    ["sticker", { sticker: file }, cannot("sticker")],
    ["dice", { dice: { emoji: "🎲", value: 1 } }, cannot("sticker")],
    ["file", { document: { ...file, mime_type: "application/pdf" } }, cannot("file")],
    ["file of no type", { document: file }, cannot("file")],
    ["location", { location: { latitude: 1, longitude: 2 } }, cannot("location")],
    ["venue", { venue: { title: "x" }, location: { latitude: 1, longitude: 2 } }, cannot("location")],
    ["poll", { poll: { id: "p" } }, cannot("other")],
    ["story", { story: { id: 1 } }, cannot("other")],
    ["what is yet to be invented", { hologram: { id: 1 } }, cannot("other")],
    [
      "own contact",
      { contact: { phone_number: "8613800001111", user_id: 7 } },
      { type: "phone", phone: "+8613800001111" },
    ],
    [
      "own contact with plus",
      { contact: { phone_number: "+86 138 0000 1111", user_id: 7 } },
      { type: "phone", phone: "+86 138 0000 1111" },
    ],
    ["somebody's contact", { contact: { phone_number: "8613800001111", user_id: 8 } }, cannot("contact")],
    ["a contact of nobody", { contact: { phone_number: "8613800001111" } }, cannot("contact")],
    ["a contact that is no number", { contact: { phone_number: "call me", user_id: 7 } }, cannot("contact")],
    ["pinned", { pinned_message: { ...privately, text: "x" } }, ignored],
    ["timer", { message_auto_delete_timer_changed: { message_auto_delete_time: 1 } }, ignored],
    ["nothing", {}, ignored],
    ["text of no text", { text: 7 }, ignored],
    ["empty text", { text: "" }, ignored],
    ["voice of no voice", { voice: "x" }, ignored],
    ["photo of no photo", { photo: [] }, ignored],
    ["contact of no contact", { contact: [] }, ignored],
    ["from a bot", { from: bot, text: "x" }, ignored],
    ["from nobody", { from: undefined, text: "x" }, ignored],
    ["of a channel", { chat: { id: -5, type: "channel" }, text: "x" }, ignored],
    ["of no chat", { chat: "7", text: "x" }, ignored],
  ])("%s", (_name, content, expected) => {
    expect(said(content)).toEqual(expected);
  });

  it("edited is told apart, and a live location is not", () => {
    const edited = (content: object) => read({ edited_message: { ...privately, edit_date: 2, ...content } });
    expect(edited({ text: "x" })).toEqual({ type: "inbound", inbound: { ...sender, input: cannot("edit") } });
    expect(edited({ location: { latitude: 1, longitude: 2 } })).toEqual(ignored);
    expect(read({ edited_message: { ...inGroup, text: "@fourhelp_bot" } })).toEqual(ignored);
  });
});

describe("a photo", () => {
  const size = (id: string, side: number, bytes?: number) => ({
    file_id: id,
    width: side,
    height: side,
    ...(bytes === undefined ? {} : { file_size: bytes }),
  });
  const photo = (fileId: string, caption: string | null = null) => ({
    type: "photo",
    from: sender,
    photo: { type: "attached", fileId, caption },
  });

  it.each<[string, object, unknown]>([
    ["the largest", { photo: [size("s", 90, 1_000), size("l", 1280, 300_000), size("m", 320, 20_000)] }, photo("l")],
    [
      "the largest that is kept",
      { photo: [size("m", 800, PHOTO_BYTES), size("l", 1280, PHOTO_BYTES + 1)] },
      photo("m"),
    ],
    ["of untold size", { photo: [size("s", 90)] }, photo("s")],
    ["with words", { photo: [size("s", 90)], caption: "修好了" }, photo("s", "修好了")],
    ["as a file", { document: { file_id: "d", mime_type: "image/png", file_size: 9 } }, photo("d")],
    [
      "as a file that is too big",
      { document: { file_id: "d", mime_type: "IMAGE/PNG", file_size: 6e6 } },
      cannot("big-photo"),
    ],
    ["too big in every size", { photo: [size("l", 1280, 6e6)] }, cannot("big-photo")],
    ["without an id", { photo: [{ width: 1, height: 1 }] }, ignored],
  ])("%s", (_name, content, expected) => {
    expect(said(content)).toEqual(expected);
  });
});

describe("a press", () => {
  const message = {
    message_id: 77,
    date: 1,
    from: bot,
    chat: privately.chat,
    reply_markup: {
      inline_keyboard: [
        [{ text: "✓ 企业", callback_data: "a.1.enterprise" }],
        [{ text: "个人", callback_data: "a.1.citizen" }],
      ],
    },
  };
  const query = { id: "q1", from, chat_instance: "c", message };
  const pressed = (data: string, label: string | null, messageId = 77) => ({
    type: "press",
    query: "q1",
    pressed: {
      inbound: { ...sender, input: { type: "choice", id: data, ...(label === null ? {} : { label }) } },
      messageId,
      label,
    },
  });
  const nothing = { type: "press", query: "q1", pressed: null };

  it.each<[string, object, unknown]>([
    ["of a button", { ...query, data: "a.1.citizen" }, pressed("a.1.citizen", "个人")],
    ["of the chosen one", { ...query, data: "a.1.enterprise" }, pressed("a.1.enterprise", "企业")],
    ["of one that is not shown any more", { ...query, data: "s.help" }, pressed("s.help", null)],
    [
      "under an old message",
      { ...query, message: { chat: privately.chat, message_id: 3, date: 0 }, data: "s.help" },
      pressed("s.help", null, 3),
    ],
    ["in a group", { ...query, message: { ...message, chat: inGroup.chat }, data: "s.help" }, nothing],
    ["under an inline message", { id: "q1", from, inline_message_id: "i", data: "s.help" }, nothing],
    ["of a game", { ...query, game_short_name: "g" }, nothing],
    ["of too much", { ...query, data: "x".repeat(65) }, nothing],
    ["without an id", { ...query, id: undefined, data: "s.help" }, ignored],
  ])("%s", (_name, callback, expected) => {
    expect(read({ callback_query: callback })).toEqual(expected);
  });
});

describe("a group", () => {
  const heard = {
    type: "inbound",
    inbound: { ...sender, address: "-100", input: { type: "choice", id: "s.group", label: "" } },
  };
  it.each<[string, object, unknown]>([
    ["talk", { text: "三万给王秀英" }, ignored],
    ["a name", { text: "@fourhelp_bot 你好" }, heard],
    ["a name in the midst, in capitals", { text: "问问@FourHelp_Bot吧" }, heard],
    ["a name under a photo", { photo: [{ file_id: "p" }], caption: "@fourhelp_bot" }, heard],
    ["a longer name", { text: "@fourhelp_bot2" }, ignored],
    ["a name after a longer one", { text: "@fourhelp_bot2 @fourhelp_bot" }, heard],
    ["a mail address", { text: "me@fourhelp_bot" }, ignored],
    ["a command that names it", { text: "/help@fourhelp_bot" }, heard],
    ["a command in the midst", { text: "so /help@fourhelp_bot" }, heard],
    ["a plain command", { text: "/help" }, ignored],
    ["another bot's command", { text: "/help@other_bot" }, ignored],
    ["an answer to the bot", { text: "好", reply_to_message: { message_id: 1, from: bot } }, heard],
    ["an answer to somebody else", { text: "好", reply_to_message: { message_id: 1, from } }, ignored],
    ["a mention without a name", { text: "四帮", entities: [{ type: "text_mention", user: bot }] }, heard],
    ["somebody else's mention", { text: "四帮", entities: [{ type: "text_mention", user: from }] }, ignored],
    ["a bot", { from: { ...bot, id: 43 }, text: "@fourhelp_bot" }, ignored],
    ["that has moved", { migrate_to_chat_id: -200 }, ignored],
    ["new members", { new_chat_members: [bot] }, ignored],
  ])("%s", (_name, content, expected) => {
    expect(read({ message: { ...inGroup, ...content } })).toEqual(expected);
  });

  it("is not answered to a name that is not known yet", () => {
    const update = { update_id: 9, message: { ...inGroup, text: "@fourhelp_bot @null" } };
    expect(readUpdate(update, { id: 42, username: null })).toEqual(ignored);
  });
});

describe("an update", () => {
  it.each([
    null,
    7,
    "x",
    [],
    {},
    { update_id: "9" },
    { update_id: 1.5 },
    { update_id: -1 },
    { update_id: 2 ** 53 },
    { message: {} },
  ])("%j is none", (update) => {
    expect(readUpdate(update, self)).toEqual({ type: "malformed" });
  });

  it.each(["channel_post", "my_chat_member", "inline_query", "poll", "message_reaction", "guest_message", "__proto__"])(
    "of %s is not for us",
    (field) => {
      expect(read({ [field]: { ...privately, text: "x" } })).toEqual(ignored);
    },
  );

  it("belongs to its conversation", () => {
    expect(addressOf(read({ message: { ...privately, text: "x" } }))).toBe("7");
    expect(addressOf(read({ message: { ...privately, photo: [{ file_id: "p" }] } }))).toBe("7");
    expect(addressOf(read({ callback_query: { id: "q", from, message: privately, data: "s.help" } }))).toBe("7");
    expect(addressOf(read({ callback_query: { id: "q" } }))).toBeNull();
    expect(addressOf(read({}))).toBeNull();
  });

  it("is read without a throw, whatever is in it", () => {
    const odd = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.constant(privately),
      fc.constant(from),
      fc.constant(inGroup.chat),
    );
    const fields = ["message_id", "from", "chat", "text", "photo", "document", "contact", "entities", "caption"];
    const value = fc.dictionary(fc.constantFrom(...fields, "reply_to_message", "reply_markup", "data", "id"), odd);
    const message = fc.tuple(value, fc.boolean()).map(([one, whole]) => (whole ? { ...privately, ...one } : one));
    const update = fc.record(
      {
        update_id: fc.oneof(fc.nat(), fc.anything()),
        message,
        edited_message: message,
        callback_query: fc.record({ id: fc.anything(), from: odd, message, data: fc.anything() }),
      },
      { requiredKeys: ["update_id"] },
    );
    fc.assert(
      fc.property(fc.oneof(update, fc.anything()), (one) => {
        expect(readUpdate(one, self)).toHaveProperty("type");
      }),
      { numRuns: 1_000 },
    );
  });
});
