import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyboardOf, type KeyboardFor } from "#bot/channels/telegram/keyboard.js";
import { helpKinds } from "#core/help/kinds.js";
import type { Rendered } from "#core/message/talk.js";
import { rules } from "../../../kit/bot-api-rules.js";

const alone: KeyboardFor = { group: false, username: "a_bot", sharePhone: "📱 发送我的手机号" };
const inGroup: KeyboardFor = { ...alone, group: true };

function shown(labels: readonly string[], wants: Rendered["wants"] = null): Pick<Rendered, "choices" | "wants"> {
  return { choices: labels.map((label, index) => ({ id: `a.1.${index}`, label })), wants };
}

function labelRows(labels: readonly string[]): string[][] {
  const keyboard = keyboardOf(shown(labels), alone);
  if (!keyboard || !("inline_keyboard" in keyboard)) throw new Error("no inline keyboard");
  return keyboard.inline_keyboard.map((row) => row.map(({ text }) => text));
}

describe("keyboardOf", () => {
  it("makes nothing of no choices", () => {
    expect(keyboardOf(shown([]), alone)).toBeUndefined();
    expect(keyboardOf(shown([]), inGroup)).toBeUndefined();
  });

  it("carries each choice's id as its data", () => {
    expect(keyboardOf(shown(["企业"]), alone)).toEqual({
      inline_keyboard: [[{ text: "企业", callback_data: "a.1.0" }]],
    });
  });

  it.each<[string, string[], string[][]]>([
    ["very short ones three in a row", ["企业", "个人", "以后补", "Yes"], [["企业", "个人", "以后补"], ["Yes"]]],
    [
      "middling ones two in a row",
      ["我想帮忙吗", "我家要帮忙", "English"],
      [["我想帮忙吗", "我家要帮忙"], ["English"]],
    ],
    ["a long one alone", ["是", "我不是帮扶干部，走错了", "否"], [["是"], ["我不是帮扶干部，走错了"], ["否"]]],
    [
      "14 columns are two in a row, 15 are one",
      ["12345678901234", "一二三四五六七", "123456789012345"],
      [["12345678901234", "一二三四五六七"], ["123456789012345"]],
    ],
    [
      "a short one beside a middling one makes room for two",
      ["是", "我想帮忙吗", "否"],
      [["是", "我想帮忙吗"], ["否"]],
    ],
    ["a small picture is as wide as a sign", ["✅1234567", "🙏🙏🙏🙏🙏🙏🙏🙏"], [["✅1234567"], ["🙏🙏🙏🙏🙏🙏🙏🙏"]]],
  ])("%s", (_, labels, rows) => {
    expect(labelRows(labels)).toEqual(rows);
  });

  it("loses no button, keeps their order, and Telegram would take it", () => {
    const label = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 20 }), (labels) => {
        expect(labelRows(labels).flat()).toEqual(labels);
        expect(Math.max(...labelRows(labels).map((row) => row.length))).toBeLessThanOrEqual(3);
        const call = { chat_id: 1, text: "?", reply_markup: keyboardOf(shown(labels), alone) };
        expect(rules["sendMessage"]?.(call)).toBeNull();
      }),
    );
  });

  it("offers to share the number where it is wanted, with the choices as plain words", () => {
    expect(keyboardOf(shown(["以后补"], "phone"), alone)).toEqual({
      keyboard: [[{ text: "📱 发送我的手机号", request_contact: true }], [{ text: "以后补" }]],
      one_time_keyboard: true,
      resize_keyboard: true,
      is_persistent: false,
    });
  });

  it("keeps to buttons where the key has no label, and never asks for a number in a group", () => {
    const wanted = shown(["以后补"], "phone");
    expect(keyboardOf(wanted, { ...alone, sharePhone: null })).toEqual(keyboardOf(shown(["以后补"]), alone));
    expect(JSON.stringify(keyboardOf(wanted, inGroup))).not.toContain("request_contact");
  });

  it("leads from a group to the private chat only", () => {
    const start = (payload: string): string => `https://t.me/a_bot?start=${payload}`;
    const opens = (id: string): unknown => {
      const keyboard = keyboardOf({ choices: [{ id, label: "!" }], wants: null }, inGroup);
      return keyboard && "inline_keyboard" in keyboard ? keyboard.inline_keyboard[0]?.[0] : keyboard;
    };
    expect(opens("s.pledge")).toEqual({ text: "!", url: start("pledge") });
    for (const kind of helpKinds) expect(opens(`s.pledge-${kind}`)).toEqual({ text: "!", url: start(kind) });
    // what a link cannot say greets
    for (const id of ["s.answer.m1", "a.1.yes", "nonsense"])
      expect(opens(id)).toEqual({ text: "!", url: start("start") });
    expect(keyboardOf(shown(["企业"]), { ...inGroup, username: null })).toBeUndefined();
  });
});
