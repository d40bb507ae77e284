import type { Browser, BrowserContext, BrowserContextOptions, Page as Tab } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../kit/browser.js";
import { buildPage, startChatServer, usualScript, type ChatServer, type Page } from "../kit/chat-server.js";
import { findWeakPlaces } from "../kit/weak-places.js";
import type { Api, Outcome } from "../../web/chat/api.js";
import { enterByLink, hasLink, keepKey } from "../../web/chat/link.js";
import { createStore } from "../../web/chat/store.js";
import { createPauser } from "../../web/chat/wait.js";

const FULL = {
  text: "新对接 #MEAWVR：青石恒丰养殖有限公司可出 12,000 元（住房圈舍修缮），给王秀英。",
  choices: [
    { id: "s.answer.accept.m1", label: "接受" },
    { id: "s.answer.decline.m1", label: "不合适" },
  ],
};
const BANNER = "从聊天里临时打开，只在这个页面，一小时后结束。借用别人的手机，看完请退出。";
const SPENT = "这个链接已经用过，或者超过了 10 分钟。请回到原来的聊天里，再按一次那个按钮。";

describe("opening a link", () => {
  const later: Outcome<never> = { type: "later", cause: "network", afterMs: 0 };
  const refused: Outcome<never> = { type: "refused", message: "…", tooLarge: false };
  const failures: string[] = [];
  const entering = (...outcomes: Outcome<string>[]) => {
    const tab = createStore(undefined, "fourhelp:link:");
    const asked: string[] = [];
    const api: Pick<Api, "openLink"> = {
      openLink(key) {
        asked.push(key);
        return Promise.resolve(outcomes.shift() ?? refused);
      },
    };
    const pauser = { ...createPauser(), pause: () => Promise.resolve() };
    const enter = () =>
      enterByLink({ api, tab, pauser, random: () => 0, failed: (cause) => void failures.push(cause) });
    return { tab, asked, enter };
  };

  it("asks with the same key until there is an answer, and then not again", async () => {
    const { tab, asked, enter } = entering(later, later, { type: "done", value: "token" });
    expect(hasLink(tab)).toBe(false);
    keepKey(tab, "key");
    expect([hasLink(tab), await enter(), await enter()]).toEqual([true, "open", "open"]);
    expect([asked, failures]).toEqual([
      ["key", "key", "key"],
      ["network", "network"],
    ]);
    // followed once more, the link changes nothing; another one takes its place
    keepKey(tab, "key");
    expect(tab.get("token")).toBe("token");
    keepKey(tab, "other");
    expect(tab.get("token")).toBeUndefined();
  });
  it.each([refused, { type: "ended" } as const])("forgets a link that is %j", async (outcome) => {
    const { tab, enter } = entering(outcome);
    keepKey(tab, "key");
    tab.set("draft", "…");
    expect([await enter(), hasLink(tab), tab.get("draft")]).toEqual(["spent", false, undefined]);
  });
});

describe("a link in Chromium, at phone width", () => {
  let browser: Browser;
  let built: Page;
  let server: ChatServer;
  let context: BrowserContext;
  let tab: Tab;
  let faults: string[];

  beforeAll(async () => {
    [browser, built] = await Promise.all([openBrowser(), buildPage()]);
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await startChatServer(built);
    faults = [];
    await openPhone();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    if (faults.length > 0) throw new Error(faults.join("\n"));
  });

  async function openPhone(options: BrowserContextOptions = {}): Promise<void> {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "zh-CN", ...options });
    context.setDefaultTimeout(8_000);
    context.on("page", (page) => {
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (entry) => {
        if (entry.type() === "error" && !entry.text().startsWith("Failed to load")) faults.push(entry.text());
      });
    });
    tab = await context.newPage();
  }
  const button = (name: string) => tab.getByRole("button", { name, exact: true });
  const said = (text: string) => tab.getByRole("log").getByText(text, { exact: true });
  const type = async (text: string) => {
    await tab.getByRole("textbox").fill(text);
    await tab.getByRole("textbox").press("Enter");
    await said(`收到：${text}`).waitFor();
  };
  /** The owner of the phone has a talk of their own here. */
  const ownTalk = async () => {
    await tab.goto(server.url);
    await button("我想帮忙").waitFor();
    await type("机主的话");
  };
  /** Another app opens a link: the browser shows it in a new tab. */
  const follow = async (key: string) => {
    tab = await context.newPage();
    await tab.goto(`${server.url}/#key=${key}`);
  };
  const phoneKeeps = () => tab.evaluate(() => Object.entries(localStorage).map(String).toSorted().join("\n"));
  const tabKeeps = () => tab.evaluate(() => Object.keys(sessionStorage));

  it("shows the message in full, in this tab only, and leaves the phone's own talk as it was", async () => {
    await ownTalk();
    const before = await phoneKeeps();
    await follow(server.makeLink({ text: "早先的话" }, FULL));
    await said(FULL.text).waitFor();
    expect(tab.url()).toBe(`${server.url}/`);
    expect(await tab.getByText(BANNER).isVisible()).toBe(true);
    expect(await said("早先的话").isVisible()).toBe(true);
    expect(await tab.getByText("机主的话").count()).toBe(0);
    // the link's person speaks, with the choices of the message
    await button("接受").click();
    await said("收到：s.answer.accept.m1").waitFor();
    await type("看到了");
    expect(server.received.slice(-2).map(({ token }) => token)).toEqual([server.tokens[1], server.tokens[1]]);
    await tab.getByRole("textbox").fill("草稿");
    expect(await phoneKeeps()).toBe(before);

    await tab.reload();
    await said("收到：看到了").waitFor();
    expect(await tab.getByRole("textbox").inputValue()).toBe("草稿");
    expect(await tab.getByText(BANNER).isVisible()).toBe(true);
    expect(server.tokens).toHaveLength(2);
    // any other tab is the owner's
    tab = await context.newPage();
    await tab.goto(server.url);
    await said("收到：机主的话").waitFor();
    expect(await tab.getByText("王秀英").count()).toBe(0);
    expect(await tab.getByText(BANNER).count()).toBe(0);
    expect(await phoneKeeps()).toBe(before);
  });

  it("takes the key out of the address before it asks anything, and out of the way back", async () => {
    const seen: string[] = [];
    const key = server.makeLink(FULL);
    await context.route("**/api/chat/links", async (route) => {
      seen.push(tab.url(), route.request().headers()["referer"] ?? "none", route.request().postData() ?? "");
      await route.continue();
    });
    await tab.goto("about:blank");
    await tab.goto(`${server.url}/#key=${key}`);
    await said(FULL.text).waitFor();
    expect(seen).toEqual([`${server.url}/`, `${server.url}/`, JSON.stringify({ key })]);
    await tab.goto("about:blank");
    await tab.goBack();
    await said(FULL.text).waitFor();
    expect(tab.url()).toBe(`${server.url}/`);
  });

  it("shows a message longer than the page from its beginning, also when the keyboard comes up and after a reload", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `第${i + 1}条：板长村的事`).join("\n");
    await follow(server.makeLink({ text: "早先的话" }, { ...FULL, text: `开头\n${lines}\n末尾` }));
    await tab.getByText("第1条").waitFor();
    const top = () =>
      tab.evaluate(() => {
        const bubble = document.querySelector("#lines .line:last-child .bubble")?.getBoundingClientRect();
        const log = document.querySelector("#log")?.getBoundingClientRect();
        return (bubble?.top ?? 0) - (log?.top ?? 0);
      });
    const inSight = async () => {
      expect(await top()).toBeGreaterThanOrEqual(0);
      expect(await top()).toBeLessThan(120);
    };
    await expect.poll(top).toBeLessThan(120);
    await inSight();
    await tab.setViewportSize({ width: 360, height: 500 });
    // two frames, after which the page has taken note of its new size
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await inSight();
    await tab.reload();
    await tab.getByText("第1条").waitFor();
    await expect.poll(top).toBeLessThan(120);
    await inSight();
  });

  it.each([
    ["zh-CN", SPENT, "我想帮忙"],
    [
      "en-GB",
      "This link has been used or is older than ten minutes. Please press the button in the chat again.",
      "Send",
    ],
  ])("says kindly in %s that a link is spent, above the ordinary start", async (locale, sentence, name) => {
    await openPhone({ locale });
    const key = server.makeLink(FULL);
    await follow(key);
    await said(FULL.text).waitFor();
    await follow(key);
    await tab.getByRole("status").getByText(sentence).waitFor();
    await button(name).waitFor();
    await button("我想帮忙").waitFor();
    expect(tab.url()).toBe(`${server.url}/`);
    expect(await tab.getByText("王秀英").count()).toBe(0);
    await tab.reload();
    await button("我想帮忙").waitFor();
    expect(await tab.getByText(sentence).count()).toBe(0);
    expect(await tabKeeps()).toEqual([]);
  });

  it("turns the sentence into the other language with the page", async () => {
    await follow("spent");
    await tab.getByText(SPENT).waitFor();
    await tab.locator("#language").click();
    await tab.getByText("This link has been used or is older than ten minutes.").waitFor();
    await follow(server.makeLink(FULL));
    await tab.getByText("Opened from your chat: in this tab only").waitFor();
    expect(await tab.getByText(SPENT).count()).toBe(0);
  });

  it("opens in a tab that shows the page already, and there in place of an earlier link's talk", async () => {
    await ownTalk();
    const before = await phoneKeeps();
    const [first, second] = [server.makeLink(FULL), server.makeLink({ text: "另一条全文" })];
    await tab.goto(`${server.url}/#key=${first}`);
    await said(FULL.text).waitFor();
    // the same one again changes nothing
    await type("第一个人的话");
    await tab.goto(`${server.url}/#key=${first}`);
    await said("收到：第一个人的话").waitFor();
    expect(await tab.getByText(SPENT).count()).toBe(0);
    await tab.goto(`${server.url}/#key=${second}`);
    await said("另一条全文").waitFor();
    expect(await tab.getByText("第一个人的话").count()).toBe(0);
    expect(await phoneKeeps()).toBe(before);
  });

  it("is over after its hour: says so, keeps what was not sent in sight, and leads to the phone's own talk", async () => {
    await ownTalk();
    await follow(server.makeLink(FULL));
    await said(FULL.text).waitFor();
    server.setFault("slow");
    await tab.getByRole("textbox").fill("来不及发的话");
    await tab.getByRole("textbox").press("Enter");
    await expect.poll(() => server.received.at(-1)?.text).toBe("来不及发的话");
    server.endSessions(server.tokens[1]);
    await tab.getByText("从聊天里打开的这次对话已经结束").waitFor();
    server.release();
    expect(await said("来不及发的话").isVisible()).toBe(true);
    expect(await tab.getByText("对话已经结束，这条没有发出。").isVisible()).toBe(true);
    for (const name of ["修改", "再发一次", "去掉", "发送"]) expect(await button(name).count()).toBe(0);
    expect(await tab.getByText("王秀英").count()).toBe(0);
    expect(await tab.getByText("现在重新开始").isVisible()).toBe(false);
    expect(await tabKeeps()).toEqual([]);
    await tab.getByRole("link", { name: "打开普通对话" }).click();
    await said("收到：机主的话").waitFor();
    expect(server.tokens).toHaveLength(2);
    expect(await tab.getByText("来不及发的话").count()).toBe(0);
  });

  it("waits for the line to open, over a reload too, and lets nothing be written before", async () => {
    server.setFault("offline");
    await follow(server.makeLink(FULL));
    await tab.getByText("没有网络").waitFor();
    expect(await tab.getByRole("textbox").isVisible()).toBe(false);
    expect(await tab.getByText("这里没有这个演示身份").isVisible()).toBe(false);
    await tab.reload();
    await tab.getByText("没有网络").waitFor();
    server.setFault("error");
    await button("再试").click();
    await tab.getByText("服务器暂时没有回应").waitFor();
    server.setFault("none");
    await button("再试").click();
    await said(FULL.text).waitFor();
    expect(await tab.getByText("服务器暂时没有回应").isVisible()).toBe(false);
    await type("看到了");
    expect(server.tokens).toHaveLength(1);
  });

  it("is left by the button, and nothing of it stays on a borrowed phone", async () => {
    await ownTalk();
    const before = await phoneKeeps();
    await follow(server.makeLink(FULL));
    await said(FULL.text).waitFor();
    await type("我家的事");
    await button("退出并清除").first().click();
    await tab.getByRole("dialog").getByRole("button", { name: "退出并清除" }).click();
    await said("收到：机主的话").waitFor();
    expect(await tab.getByText(/我家的事|王秀英/).count()).toBe(0);
    expect([await tabKeeps(), await phoneKeeps()]).toEqual([[], before]);
  });

  it("greets where the message is gone and the talk is new", async () => {
    await follow(server.makeLink());
    await button("我想帮忙").waitFor();
    expect(await tab.getByText(BANNER).isVisible()).toBe(true);
  });

  it("works where storage is refused", async () => {
    await context.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException("refused", "SecurityError");
          },
        });
      }
    });
    await follow(server.makeLink(FULL));
    await said(FULL.text).waitFor();
    await type("看到了");
    await follow("spent");
    await tab.getByText(SPENT).waitFor();
    await button("我想帮忙").waitFor();
    expect(server.received.map(({ text, choice }) => text ?? choice)).toEqual(["看到了", "start"]);
  });

  it("is no link for a demo person's page", async () => {
    const key = server.makeLink(FULL);
    await tab.goto(`${server.url}/?as=li#key=${key}`);
    await button("我想帮忙").waitFor();
    expect(tab.url()).toBe(`${server.url}/?as=li`);
    expect(await tab.getByText("王秀英").count()).toBe(0);
  });

  it("can be read and pressed by everybody, by day and night, and fits the width", async () => {
    server.setScript(usualScript);
    for (const colorScheme of ["light", "dark"] as const) {
      for (const key of [server.makeLink(FULL), "spent"]) {
        await openPhone({ colorScheme });
        await follow(key);
        await tab.locator(".choices button").first().waitFor();
        expect(await tab.evaluate(findWeakPlaces), `${colorScheme} ${key}`).toEqual([]);
        expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      }
    }
  });
});
