import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepLink, readStart } from "#bot/channels/telegram/deep-link.js";
import { flows } from "#bot/flows/index.js";
import { BUTTON_BYTES, unpackButton } from "#core/message/buttons.js";

describe("a start payload", () => {
  it.each([
    ["048213", "s.bind.048213"],
    ["funds", "s.pledge-funds"],
    ["jobs", "s.pledge-jobs"],
    ["industry", "s.pledge-industry"],
    ["information", "s.pledge-information"],
    ["join", "s.join"],
    ["pledge", "s.pledge"],
    ["mine", "s.mine"],
    ["tasks", "s.tasks"],
    ["help", "s.help"],
    ["", "s.welcome"],
    ["start", "s.welcome"],
    ["12345", "s.welcome"],
    ["1234567", "s.welcome"],
    ["welcome.x", "s.welcome"],
    ["__proto__", "s.welcome"],
    ["constructor", "s.welcome"],
    // what only a button may do
    ["stop", "s.welcome"],
  ])("%j opens %s", (payload, button) => {
    expect(readStart(payload)).toBe(button);
  });

  it("opens a flow that there is, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{1,9}$/), fc.constantFrom(...Object.keys(flows))),
        (one) => {
          const button = unpackButton(readStart(one));
          expect(button?.type === "start" && Object.hasOwn(flows, button.entry)).toBe(true);
          expect(readStart(one).length).toBeLessThanOrEqual(BUTTON_BYTES);
        },
      ),
    );
  });
});

describe("a deep link", () => {
  it("leads to the bot with its payload", () => {
    expect(deepLink("fourhelp_bot", "048213")).toBe("https://t.me/fourhelp_bot?start=048213");
  });

  it.each(["", "a b", "帮", "a".repeat(65), "a&b=c"])("is none with the payload %j", (payload) => {
    expect(() => deepLink("fourhelp_bot", payload)).toThrow("start payload");
  });
});
