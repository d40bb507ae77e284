import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePhotoLink } from "#app/photos.js";
import { listen, type Caller } from "../kit/http.js";
import { photosOf } from "../kit/line.js";
import { smallOfficeId } from "../kit/office.js";
import { createWorld, type World } from "../kit/world.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";

describe("links that end", () => {
  let world: World;
  let http: Caller;
  beforeEach(async () => {
    world = await createWorld();
    http = await listen(world);
  });
  afterEach(() => world.dispose());

  const linkIn = (answers: readonly string[]): string => /\/(?:data|photo)\/[\w-]+/.exec(answers.join("\n"))?.[0] ?? "";

  it("my data: everything of the speaker as a text, for an hour, as often as they like", async () => {
    const household = await world.as("王秀英");
    await household.say("你好");
    const path = linkIn(await household.say("我的数据"));
    const first = await http.get(path);
    expect(world.errors()).toEqual([]);
    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(first.headers.get("content-disposition")).toContain("attachment");
    expect(first.headers.get("cache-control")).toBe("no-store");
    for (const own of ["王秀英", "BC-001", "你好"]) expect(first.text).toContain(own);
    for (const other of ["刘大山", "吴春梅", "BC-002"]) expect(first.text).not.toContain(other);
    await world.timers.advance(HOUR - 1);
    expect((await http.get(path)).status).toBe(200);
    await world.timers.advance(1);
    const late = await http.get(path);
    expect([late.status, late.body]).toEqual([404, { error: "expired", message: expect.any(String) }]);
    expect(late.text).not.toContain("王秀英");
  });

  it("my data of a stranger holds what they said and nothing else", async () => {
    const stranger = await world.as("somebody");
    await stranger.say("我想看看");
    const { text, status } = await http.get(linkIn(await stranger.say("我的数据")));
    expect(status).toBe(200);
    expect(text).toContain("我想看看");
    expect(text).not.toMatch(/BC-00|王秀英|李倩/);
  });

  it("a photo: its bytes and its type, for a week", async () => {
    const kept = await photosOf(world.house, world.dataDir).keep(`data:image/jpeg;base64,${PNG}`, {
      office: smallOfficeId,
      person: null,
    });
    if (kept.type !== "kept") throw new Error("the photo was not kept");
    const path = (await makePhotoLink(world.house.deps, kept.photo)) ?? "";
    const response = await fetch(http.url + path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(Buffer.from(await response.arrayBuffer()).toString("base64")).toBe(PNG);
    await world.timers.advance(7 * DAY - 1);
    expect((await http.get(path)).status).toBe(200);
    await world.timers.advance(1);
    expect((await http.get(path)).status).toBe(404);
    expect(await makePhotoLink(world.house.deps, "no-such-photo")).toBeNull();
  });

  it("open nothing when they are made up, of another use, or name the photo itself", async () => {
    const { deps, chat } = world.house;
    const household = await world.as("王秀英");
    const data = linkIn(await household.say("我的数据")).split("/")[2] ?? "";
    const kept = await photosOf(world.house, world.dataDir).keep(`data:image/png;base64,${PNG}`, {
      office: smallOfficeId,
      person: null,
    });
    const photo = kept.type === "kept" ? kept.photo : "";
    const photoLink = ((await makePhotoLink(deps, photo)) ?? "").split("/")[2] ?? "";
    const session = (await chat.openAs("web", "wangxiuying")) ?? "";
    for (const token of ["made-up", photoLink, session]) expect((await http.get(`/data/${token}`)).status).toBe(404);
    for (const token of ["made-up", photo, data, session]) expect((await http.get(`/photo/${token}`)).status).toBe(404);
    for (const token of [data, photoLink]) expect((await http.get("/api/chat/messages", token)).status).toBe(401);
  });

  it("photos lie sealed on the disk", async () => {
    const { readdir, readFile, stat } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const token = (await world.house.chat.openAs("web", "wangxiuying")) ?? "";
    await http.post("/api/chat/messages", { id: "m", photo: `data:image/png;base64,${PNG}` }, token);
    const folder = join(world.dataDir, "photos");
    const files = await readdir(folder);
    expect(files).toHaveLength(1);
    for (const name of files) {
      const text = await readFile(join(folder, name), "utf8");
      expect(text).toMatch(/^s1\./);
      expect(text).not.toContain(PNG.slice(0, 30));
      expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    }
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });
});

describe("without the demo", () => {
  it("its routes are not there, and nobody is let in as anybody", async () => {
    const world = await createWorld();
    const http = await listen(world);
    for (const answer of [
      await http.get("/api/demo/people"),
      await http.post("/api/demo/sessions", { person: "liqian" }),
      await http.post("/api/demo/sessions", {}),
    ]) {
      expect([answer.status, answer.body]).toEqual([404, { error: "no-demo", message: expect.any(String) }]);
    }
    await world.dispose();
  });
});
