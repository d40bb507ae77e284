import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeConsoleLink } from "#app/console.js";
import { match, pledge } from "../kit/documents.js";
import { listen, type Answer, type Caller } from "../kit/http.js";
import { smallOfficeId } from "../kit/office.js";
import { createWorld, type World } from "../kit/world.js";

const HOUR = 3_600_000;

describe("the console", () => {
  let world: World;
  let http: Caller;
  beforeAll(async () => {
    world = await createWorld();
    http = await listen(world);
  });
  afterAll(() => world.dispose());

  const link = () => makeConsoleLink(world.house.deps, smallOfficeId);
  const cookieOf = (answer: Answer): string | undefined =>
    /fourhelp_console=[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0];
  /** Presses the button on the page behind a link. */
  const press = (path: string, caller = http): Promise<Answer> => {
    const { pathname, searchParams } = new URL(path, caller.url);
    const lang = searchParams.get("lang");
    const form = new URLSearchParams({ key: searchParams.get("key") ?? "" });
    const type = "application/x-www-form-urlencoded";
    return caller.raw(pathname + (lang === null ? "" : `?lang=${lang}`), form.toString(), undefined, type);
  };
  const look = async (cookie: string | undefined, path = "/console") => {
    const response = await fetch(http.url + path, {
      redirect: "manual",
      headers: cookie === undefined ? {} : { cookie },
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };

  it("opens by a link once, and then by the cookie", async () => {
    const path = await link();
    const entered = await press(path);
    expect(entered.status).toBe(303);
    expect(entered.headers.get("location")).toBe("/console");
    const page = await look(cookieOf(entered));
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.text).toContain("青石县四帮办公室");
    // the link is spent, for whoever has it
    for (const again of [await press(path), await http.get(path)]) {
      expect(again.status).toBe(401);
      expect(cookieOf(again)).toBeUndefined();
      expect(again.text).not.toContain("BC-001");
    }
    // but whoever is in may go back to it
    expect((await look(cookieOf(entered), path)).text).toContain("青石县四帮办公室");
  });

  it("is not spent by a preview: opening the link shows a button in both languages, which enters", async () => {
    const path = await link();
    for (let views = 0; views < 5; views++) {
      const page = await http.get(path);
      expect(page.status).toBe(200);
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(cookieOf(page)).toBeUndefined();
      expect(page.text).toContain("<button>进入 / Enter</button>");
      expect(page.text).not.toMatch(/青石县|BC-001|<script/);
    }
    const key = /name="key" value="([\w-]+)"/.exec((await http.get(path)).text)?.[1];
    expect(`/console?key=${key}`).toBe(path);
    expect(cookieOf(await press(path))).toBeDefined();
  });

  it("is entered from our own page only, and by a form", async () => {
    const path = await link();
    const body = `key=${path.split("=")[1]}`;
    const post = (headers: Record<string, string>) =>
      fetch(`${http.url}/console`, { method: "POST", redirect: "manual", headers, body });
    const type = "application/x-www-form-urlencoded";
    const foreign = await post({ "content-type": type, origin: "https://elsewhere.example" });
    expect([foreign.status, foreign.headers.get("set-cookie")]).toEqual([403, null]);
    for (const one of ["application/json", "text/plain"])
      expect((await post({ "content-type": one })).status).toBe(400);
    for (const wrong of ["", "key=", "key=x", "other=1", `key=${"k".repeat(900)}`])
      expect((await http.raw("/console", wrong, undefined, type)).status).toBe(401);
    expect((await http.raw("/console", `key=${"k".repeat(2_000)}`, undefined, type)).status).toBe(400);
    expect((await post({ "content-type": type, origin: http.url })).status).toBe(303);
  });

  it("lets one in when the link is opened twice at once", async () => {
    const path = await link();
    const answers = await Promise.all(Array.from({ length: 8 }, () => press(path)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(7);
    expect(answers.filter((answer) => cookieOf(answer) !== undefined)).toHaveLength(1);
  });

  it("keeps the language over the sign-in", async () => {
    const path = `${await link()}&lang=en`;
    expect((await http.get(path)).text).toContain('action="/console?lang=en"');
    const entered = await press(path);
    expect(entered.headers.get("location")).toBe("/console?lang=en");
    expect((await look(cookieOf(entered), "/console?lang=en")).text).toContain('<html lang="en">');
  });

  it("marks the cookie for this site's pages only, for as long as the sign-in lasts", async () => {
    const set = (await press(await link())).headers.get("set-cookie") ?? "";
    expect(set).toMatch(/Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it("stays shut without a cookie, with a wrong one, and with a token of another use", async () => {
    const { deps, chat } = world.house;
    const chatToken = await chat.openAs("web", "chenjing");
    const unspent = (await link()).split("=")[1];
    for (const value of [undefined, "", "wrong", chatToken, unspent]) {
      const page = await look(value === undefined ? undefined : `fourhelp_console=${value}`);
      expect(page.status).toBe(401);
      expect(page.text).not.toContain("BC-001");
    }
    expect(deps.log).toBeDefined();
    // and a sign-in opens no conversation
    const cookie = cookieOf(await press(await link()))?.split("=")[1];
    expect((await http.get("/api/chat/messages", cookie)).status).toBe(401);
  });

  describe("in time", () => {
    let own: World;
    beforeEach(async () => {
      own = await createWorld();
    });
    afterEach(() => own.dispose());

    it("the link ends after a day, the sign-in after twelve hours", async () => {
      const caller = await listen(own);
      const [early, late] = [
        await makeConsoleLink(own.house.deps, smallOfficeId),
        await makeConsoleLink(own.house.deps, smallOfficeId),
      ];
      await own.timers.advance(24 * HOUR - 1);
      const entered = await press(early, caller);
      expect(entered.status).toBe(303);
      await own.timers.advance(1);
      expect((await press(late, caller)).status).toBe(401);
      expect((await caller.get(late)).status).toBe(401);
      const cookie = cookieOf(entered) ?? "";
      const at = async () => (await fetch(`${caller.url}/console`, { headers: { cookie } })).status;
      await own.timers.advance(12 * HOUR - 2);
      expect(await at()).toBe(200);
      await own.timers.advance(1);
      expect(await at()).toBe(401);
    });
  });

  it.each(["zh-CN", "en"])("shows numbers, codes and villages in %s, and nobody's name", async (locale) => {
    const { store } = world.house.deps;
    await store.pledges.insert(pledge({ _id: "p1", terms: { kind: "funds", purpose: "§purpose" } }));
    await store.matches.insert(match({ _id: "m1", code: "MABCDE", question: "§words" }));
    const needs = await store.needs.find({ index: "byState", where: { office: smallOfficeId, state: "open" } });
    const cookie = cookieOf(await press(await link()));
    const { text } = await look(cookie, `/console?lang=${locale}`);
    for (const need of needs.items) expect(text).toContain(need.code);
    for (const shown of ["BC-001", "YP-001", "板长村", "MABCDE", "10"]) expect(text).toContain(shown);
    const all = { index: "office", where: { office: smallOfficeId }, limit: 1_000 };
    const names = [
      ...(await store.people.find(all)).items,
      ...(await store.households.find(all)).items,
      ...(await store.members.find(all)).items,
      ...(await store.supporters.find(all)).items,
    ].map(({ name }) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
    expect(text).not.toContain("§");
    expect(text).not.toMatch(/\d{17}[\dX]|s1\.|b1\./);
    expect(text).not.toMatch(/<script|style="|javascript:/i);
  });

  it("writes what comes from outside as text, never as markup", async () => {
    const { store } = world.house.deps;
    const village = await store.areas.get("banchang");
    const need = await store.needs.get("XBC1A");
    if (!village || !need) throw new Error("the little office has changed");
    const office = await store.offices.get(smallOfficeId);
    if (office) await store.offices.replace({ ...office, name: `<img src=x onerror=alert(1)>"'&` });
    await store.needs.replace({ ...need, code: "<b>X</b>" });
    await world.restart();
    http = await listen(world);
    const cookie = cookieOf(await press(await link()));
    const { text } = await look(cookie);
    expect(text).not.toContain("<img");
    expect(text).not.toContain("<b>X");
    expect(text).toContain("&#60;img src=x onerror=alert(1)&#62;&#34;&#39;&#38;");
  });
});
