import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../kit/world.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.dispose());

it("keeps a code, a data link and a name out of the audit trail, and a repeat still gets the same answer", async () => {
  const cadre = await world.as("李倩");
  await cadre.say("邀请");
  const first = await cadre.press("王秀英（BC-001）");
  const code = /\d{6}/.exec(first.join())?.[0] ?? "no code";
  expect(code).toMatch(/^\d{6}$/);
  const text = { type: "text", text: "我的数据" } as const;
  const link = await cadre.input(text, "again");
  expect(await cadre.input(text, "again")).toEqual(link);
  const token = /\/data\/([\w-]+)/.exec(link.join())?.[1] ?? "no link";

  const { store } = world.house.deps;
  let trail = "";
  const all = { index: "office", where: { office: world.house.office._id } };
  for await (const entry of store.audit.scan(all)) trail += JSON.stringify(entry);

  expect(trail).toContain("code-made");
  expect(trail).toContain("data-link-made");
  for (const secret of [code, token, "王秀英"]) expect(trail).not.toContain(`"${secret}`);
  expect(trail).not.toContain(token);
});
