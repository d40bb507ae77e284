import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeConsoleLink } from "#app/console.js";
import { isFromHere } from "#api/same-site.js";
import { listen, type Caller } from "../kit/http.js";
import { smallOfficeId } from "../kit/office.js";
import { createWorld, type World } from "../kit/world.js";

const AREAS = "乡镇,行政村\n石桥镇,板长村\n石桥镇,新田村\n柳溪乡,\n";

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Upload {
  readonly kind?: string;
  readonly mode?: string;
  readonly file?: string | Uint8Array;
  readonly name?: string;
  readonly lang?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

describe("lists on the console", () => {
  let world: World;
  let http: Caller;
  let cookie: string;
  beforeAll(async () => {
    world = await createWorld();
    http = await listen(world);
    cookie = await signIn();
  });
  afterAll(() => world.dispose());

  async function signIn(): Promise<string> {
    const key = (await makeConsoleLink(world.house.deps, smallOfficeId)).split("=")[1] ?? "";
    const form = new URLSearchParams({ key }).toString();
    const entered = await http.raw("/console", form, undefined, "application/x-www-form-urlencoded");
    return /fourhelp_console=[^;]+/.exec(entered.headers.get("set-cookie") ?? "")?.[0] ?? "";
  }
  const call = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const response = await fetch(http.url + path, {
      redirect: "manual",
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const send = (given: Upload = {}): Promise<Page> => {
    const { kind = "areas", mode = "import", file = AREAS, name = "areas.csv", lang, headers = {} } = given;
    const form = new FormData();
    if (kind !== "") form.set("kind", kind);
    form.set("mode", mode);
    form.set("file", new Blob([file as BlobPart]), name);
    const path = lang === undefined ? "/console/import" : `/console/import?lang=${lang}`;
    return call(path, { method: "POST", body: form, headers });
  };
  const press = (path: string, fields: Readonly<Record<string, string>> = {}, headers = {}): Promise<Page> =>
    call(path, { method: "POST", body: new URLSearchParams(fields), headers });
  /** Follows the answer of a form to its page, once everything under way is done. */
  const follow = async (answer: Page): Promise<Page & { path: string }> => {
    expect(answer.status).toBe(303);
    const path = answer.headers.get("location") ?? "";
    for (;;) {
      await world.settle();
      const page = await call(path);
      if (!page.text.includes('http-equiv="refresh"')) return { ...page, path };
    }
  };
  const countAreas = () => world.house.deps.store.areas.count({ index: "office", where: { office: smallOfficeId } });
  const counts = (page: Page) =>
    [...page.text.matchAll(/class="count"><b>(\d+)<\/b>/g)].map((found) => Number(found[1]));
  const uploads = () => readdir(join(world.dataDir, "uploads"));

  it("checks a file first, shows what is wrong, and brings it in when asked", async () => {
    const before = await countAreas();
    const checked = await follow(await send({ mode: "check" }));
    expect(checked.status).toBe(200);
    expect(checked.text).toContain("检查完了，什么也没写入");
    expect(counts(checked)).toEqual([1, 0, 1, 1]);
    expect(checked.text).toMatch(/>4<\/td><td[^>]*>行政村<\/td><td[^>]*>空<\/td>/);
    expect(await countAreas()).toBe(before);

    const sheet = await call(`${checked.path}/rejected`);
    expect(sheet.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
    expect(sheet.text).toContain("4,行政村,空,");

    expect(checked.text).toContain(`<form action="${checked.path}/now" method="post">`);
    const now = await press(`${checked.path}/now`);
    const done = await follow(now);
    expect(done.path).not.toBe(checked.path);
    expect(done.text).toContain("导完了");
    expect(counts(done)).toEqual([1, 0, 1, 1]);
    expect(await countAreas()).toBe(before + 1);
    // pressed twice it is the same import, and nothing is there twice
    expect((await press(`${checked.path}/now`)).headers.get("location")).toBe(done.path);
    expect((await call(`${done.path}/rejected`)).text).toContain("4,行政村,空,");
    expect((await call("/console")).text).toContain(`href="${done.path}"`);
    expect(await uploads()).toEqual([]);
  });

  it("brings a file in at once, in the reader's language", async () => {
    const done = await follow(await send({ lang: "en", file: AREAS.replace("新田村", "新塘村") }));
    expect(done.path).toMatch(/^\/console\/import\/\w+\?lang=en$/);
    expect(done.text).toContain('<html lang="en">');
    expect(done.text).toContain("Download the rows that were not taken");
    const link = /href="([^"]+\/rejected[^"]*)"/.exec(done.text)?.[1] ?? "";
    expect((await call(link)).text).toContain("4,行政村,empty,");
  });

  it.each([
    ["no list at all", { file: "今天,天气\n很好,晴\n" }, 400],
    [
      "a picture that calls itself a sheet",
      { file: Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0]), name: "list.xlsx" },
      400,
    ],
    ["an empty file", { file: "" }, 400],
    ["no kind", { kind: "" }, 400],
    ["a kind there is not", { kind: "__proto__" }, 400],
    ["no file", { name: "" }, 400],
    ["something else to do with it", { mode: "delete" }, 400],
  ])("refuses %s in a sentence, and keeps nothing", async (_name, given, status) => {
    const before = await uploads();
    const answer = await send(given);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(/class="told wrong">[^<]+[。？]</);
    expect(answer.text).toContain('href="/console#lists"');
    expect(await uploads()).toEqual(before);
  });

  it("says on its page why a file cannot even be checked", async () => {
    const page = await follow(await send({ mode: "check", file: "今天,天气\n很好,晴\n", name: "<b>天气.csv" }));
    expect(page.text).toContain("没有接收");
    expect(page.text).toContain("&#60;b&#62;天气");
    expect(page.text).not.toContain("<b>天气");
    expect(page.text).not.toContain("/now");
  });

  it("shows what people wrote into their files as text", async () => {
    const file = "乡镇,行政村\n石桥镇,<script>\n<img src=x>,\n";
    const page = await follow(await send({ mode: "check", name: `"><img src=x>.csv`, file }));
    expect(page.text).toContain("&#60;img src=x&#62;.csv");
    expect(page.text).not.toMatch(/<img|<script/);
  });

  it("takes no form that another site's page has sent", async () => {
    const before = await countAreas();
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://example.org" },
      { origin: "null" },
    ]) {
      const answers = [
        await send({ headers, file: AREAS.replace("新田村", "外来村") }),
        await press("/console/codes", {}, headers),
        await press("/console/codes/office", { name: "高明" }, headers),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
    await world.settle();
    expect(await countAreas()).toBe(before);
    const link = await call("/console/export?kind=areas", { headers: { "sec-fetch-site": "cross-site" } });
    expect(link.status).toBe(403);
  });

  it("stays shut for whoever is not signed in", async () => {
    const id = (await follow(await send())).path;
    const before = await uploads();
    for (const stranger of ["", "fourhelp_console=wrong"]) {
      const headers = { cookie: stranger };
      const answers = [
        await send({ headers }),
        await call(id, { headers }),
        await call(`${id}/rejected`, { headers }),
        await press(`${id}/now`, {}, headers),
        await press("/console/codes", {}, headers),
        await press("/console/codes/office", { name: "高明" }, headers),
        await call("/console/export?kind=areas", { headers }),
      ];
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
      expect(answers.map(({ text }) => text).join("")).not.toContain("板长");
    }
    expect(await uploads()).toEqual(before);
  });

  it("knows nothing of imports there are not", async () => {
    for (const id of ["nothing", "__proto__", "..%2f..%2ffourhelp.key", "%00"]) {
      expect((await call(`/console/import/${id}`)).status).toBe(404);
      expect((await call(`/console/import/${id}/rejected`)).status).toBe(404);
      expect((await press(`/console/import/${id}/now`)).status).toBe(404);
    }
  });

  it("takes each kind of body only where it belongs", async () => {
    const json = { "content-type": "application/json" };
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const posts: [string, Record<string, string>, string][] = [
      ["/console/import", json, "{}"],
      ["/console/import", form, "kind=areas"],
      ["/console/codes/office", json, '{"name":"高明"}'],
      ["/console/codes/office", { "content-type": "multipart/form-data; boundary=x" }, "--x--"],
      ["/api/chat/sessions", form, "locale=en"],
      ["/api/chat/sessions", { "content-type": "multipart/form-data; boundary=x" }, "--x--"],
    ];
    for (const [path, headers, body] of posts) {
      const answer = await call(path, { method: "POST", headers, body });
      expect([path, headers, answer.status]).toEqual([path, headers, 400]);
    }
    expect(await world.house.deps.store.people.get("高明")).toBeUndefined();
  });

  it.each([
    ["cut off", '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nareas\r\n--x\r\nContent-Dispo'],
    ["a file that ends early", '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n乡镇'],
    ["without parts", "--x--\r\n"],
    ["empty", ""],
    ["noise", "\u0000\u0001乱码"],
  ])("a form that is %s is refused civilly", async (_name, body) => {
    const before = await uploads();
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const answer = await call("/console/import", { method: "POST", headers, body });
    expect(answer.status).toBe(400);
    expect(await uploads()).toEqual(before);
    expect(world.errors()).toEqual([]);
  });

  it("makes a code for somebody of the office, and a sheet for the cadres", async () => {
    const before = await uploads();
    const made = await press("/console/codes/office?lang=en", { name: "高<明>" });
    expect(made.status).toBe(200);
    expect(made.text).toContain("高&#60;明&#62;");
    const code = /class="code">(\d{10})</.exec(made.text)?.[1] ?? "";
    const talker = await world.as("newcomer");
    expect((await talker.say(code)).join("\n")).toContain("高<明>");
    expect((await press("/console/codes/office", { name: "  " })).status).toBe(400);
    // every cadre of the little office has a conversation
    expect((await press("/console/codes")).text).toContain("没有要发口令的人");
    const { store } = world.house.deps;
    const cadre = await store.people.get("liqian");
    if (!cadre) throw new Error("the little office has changed");
    await store.people.insert({ ...cadre, _id: "newone", name: "=马丽", phoneKey: "none:newone" });
    await store.posts.insert({
      ...{ _id: "newone|cadre|agriculture", version: 1, office: smallOfficeId, person: "newone" },
      ...{ as: "cadre", ref: "agriculture" },
    });
    const sheet = await press("/console/codes");
    expect(sheet.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(sheet.headers.get("cache-control")).toBe("no-store");
    const [heads, row] = sheet.text.split("\r\n");
    expect(heads).toBe("姓名,单位,手机尾号,口令,有效期至");
    expect(row).toMatch(/^'=马丽,青石县农业农村局,,\d{10},2026-12-08$/);
    expect(await uploads()).toEqual(before);
  });

  it("hands lists out as files, with formulas made harmless, and keeps no copy", async () => {
    const before = await uploads();
    const { store } = world.house.deps;
    const village = await store.areas.get("yaping");
    if (!village) throw new Error("the little office has changed");
    await store.areas.replace({ ...village, name: "=垭坪村" });
    world.house.deps.places.forget(smallOfficeId);
    const csv = await call("/console/export?kind=areas&format=csv");
    expect(csv.status).toBe(200);
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="fourhelp-areas.csv"');
    expect(csv.headers.get("cache-control")).toBe("no-store");
    expect(csv.text).toContain("板长村");
    expect(csv.text).toContain("'=垭坪村");
    // as the page's own list says it, and by the year
    const named = [
      "kind=households:members-2016",
      "kind=households&layout=2016",
      "kind=households&layout=members-2016",
    ];
    for (const query of named) {
      const answer = await call(`/console/export?${query}&format=csv`);
      expect(answer.headers.get("content-disposition")).toContain("fourhelp-members-2016.csv");
      expect(answer.text).toContain("王秀英");
    }
    const xlsx = await call("/console/export?kind=areas");
    expect(xlsx.headers.get("content-type")).toContain("spreadsheetml");
    expect(xlsx.text.slice(0, 2)).toBe("PK");
    for (const query of ["", "kind=everything", "kind=areas&format=pdf", "kind=areas&layout=../..", "kind=areas:x"])
      expect([query, (await call(`/console/export?${query}`)).status]).toEqual([query, 400]);
    expect(await uploads()).toEqual(before);
  });

  it("has its forms on the page in both languages, with the language kept", async () => {
    const zh = (await call("/console")).text;
    const en = (await call("/console?lang=en")).text;
    expect(zh).toContain('action="/console/import" method="post" enctype="multipart/form-data"');
    expect(en).toContain('action="/console/import?lang=en" method="post" enctype="multipart/form-data"');
    expect(en).toContain('<input type="hidden" name="lang" value="en">');
    for (const text of [zh, en]) expect(text).not.toMatch(/(lists|codes|term)\.[\w-]+/);
    // forms must be able to say where they come from
    expect((await call("/console")).headers.get("referrer-policy")).toBe("same-origin");
  });
});

describe("what is only checked", () => {
  it("is let go of after a day, at the end, and after a sudden end", async () => {
    const world = await createWorld();
    try {
      const { lists } = world.house;
      const uploads = () => readdir(join(world.dataDir, "uploads"));
      const check = async (name: string): Promise<string> => {
        const bytes = Readable.from([Buffer.from(AREAS)]);
        const started = await lists.start({ ...given, name, check: true, bytes });
        if (started.type !== "started") throw new Error(started.type);
        return started.id;
      };
      const given = { office: smallOfficeId, kind: "areas", locale: "zh-CN" } as const;
      const first = await check("first.csv");
      while ((await lists.view(smallOfficeId, first))?.state === "running")
        await new Promise((resolve) => setImmediate(resolve));
      await world.timers.advance(25 * 3_600_000);
      const second = await check("second.csv");
      expect(await lists.view(smallOfficeId, first)).toBeNull();
      expect(await lists.view("other", second)).toBeNull();
      expect(await lists.view(smallOfficeId, second)).toMatchObject({ file: "second.csv", check: true });
      // both kinds of leftovers: of a check that the house knows, and of one that a killed process had
      await writeFile(join(world.dataDir, "uploads", "leftover"), "x");
      await world.restart();
      expect(await uploads()).toEqual([]);
      expect(await world.house.lists.view(smallOfficeId, second)).toBeNull();
    } finally {
      await world.dispose();
    }
  });
});

describe("a form's origin", () => {
  const host = "office.example:3000";
  it.each([
    [{ host }, true],
    [{ host, origin: "http://office.example:3000" }, true],
    [{ host: "127.0.0.1:3000", "x-forwarded-host": host, origin: `https://${host}` }, true],
    [{ host, origin: "http://office.example" }, false],
    [{ host, origin: "http://office.example:3000.evil.org" }, false],
    [{ host, origin: "null" }, false],
    [{ host, origin: "" }, false],
    [{ host, "sec-fetch-site": "same-origin" }, true],
    [{ host, "sec-fetch-site": "none" }, false],
    [{ host, "sec-fetch-site": "cross-site", origin: `http://${host}` }, false],
  ])("%j is ours: %j", (headers, ours) => {
    expect(isFromHere(headers)).toBe(ours);
  });
});
