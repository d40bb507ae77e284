/** The same message again and again, to any of several processes: as if it had come once. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepare } from "../kill/prepare.js";
import { openWeb, press, type, type Bubble, type Habit } from "../kill/people.js";
import type { Stack } from "../kill/stack.js";
import { createSeededIds } from "../kit/ids.js";
import { hasMongo } from "../kit/mongo/index.js";
import { smallOfficeId } from "../kit/office.js";
import { hasRedis } from "../kit/redis.js";
import { startFleet, type Fleet } from "./fleet.js";
import { useServers } from "./servers.js";

const PEOPLE = 12;
const office = smallOfficeId;

/** What somebody says who has never been here, up to the card of their first pledge. */
const habits: readonly Habit[] = [
  press("join.citizen"),
  type("join.name-citizen", "林晓"),
  type("join.phone-citizen", "13900990017"),
  press("term.funds"),
  type("funds.amount", "2元"),
  press("funds.any-purpose"),
  type("funds.where", "板长村"),
  press("day.within-half-a-year"),
];

interface Reply {
  readonly id: string;
  readonly text: string;
  readonly choices?: readonly { readonly id: string; readonly label: string }[];
}
type Said = { readonly text: string } | { readonly choice: string };

describe.skipIf(!hasMongo() || !hasRedis())("repeats over several processes", { timeout: 200_000 }, () => {
  const servers = useServers({ kept: false });

  async function withFleet(apps: number, use: (fleet: Fleet, stack: Stack) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "fourhelp-repeats-"));
    const { child, fresh } = servers();
    const stack = fresh();
    await prepare(folder, stack);
    const fleet = await startFleet(child, folder, stack, apps);
    try {
      await use(fleet, stack);
      await fleet.finish();
    } finally {
      fleet.abandon();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function post(fleet: Fleet, token: string, id: string, what: Said): Promise<Reply[]> {
    const response = await fetch(`${await fleet.url()}/api/chat/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ id, ...what }),
    });
    expect(response.status).toBe(200);
    return ((await response.json()) as { replies: Reply[] }).replies;
  }

  /** Copies of one message at once, each to another process; all must be answered alike. */
  async function said(fleet: Fleet, token: string, id: string, what: Said, copies: number): Promise<Reply[]> {
    const answers = await Promise.all(Array.from({ length: copies }, () => post(fleet, token, id, what)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    return answers[0] ?? [];
  }

  /** Walks to the confirm card of a pledge; its button. */
  async function toCard(fleet: Fleet, token: string, copies: () => number): Promise<string> {
    let next: Said = { text: "我要认捐" };
    for (let step = 0; step < 14; step++) {
      const bubbles: Bubble[] = (await said(fleet, token, `m${step}`, next, copies())).map((one) => ({
        choices: [],
        ...one,
      }));
      for (const bubble of bubbles) {
        const confirm = press("pledge.confirm").at(bubble);
        if (confirm?.choice !== undefined) return confirm.choice;
      }
      const answers = bubbles.flatMap((bubble) => habits.flatMap((habit) => habit.at(bubble) ?? []));
      const answer = answers.at(-1);
      if (!answer) throw new Error(`no answer to: ${bubbles.map(({ text }) => text).join(" / ")}`);
      next = answer.choice === undefined ? { text: answer.text ?? "" } : { choice: answer.choice };
    }
    throw new Error("no confirm card came");
  }

  async function pledgesOf(stack: Stack): Promise<number> {
    const store = await stack.openStore();
    try {
      return await store.pledges.count({ index: "office", where: { office } });
    } finally {
      await store.close();
    }
  }

  it("make one pledge of a hundred copies of one confirmation, with the same answer to all", () =>
    withFleet(2, async (fleet, stack) => {
      const before = await pledgesOf(stack);
      const token = await openWeb(fleet);
      const confirm = await toCard(fleet, token, () => 1);
      const replies = await said(fleet, token, "confirm", { choice: confirm }, 100);
      expect(replies[0]?.text).toContain("已登记");
      expect(await pledgesOf(stack)).toBe(before + 1);
    }));

  it.each([1, 2, 4])("leave what one clean run leaves, with %i processes", (apps) =>
    withFleet(apps, async (fleet, stack) => {
      const { random } = createSeededIds(1017 + apps);
      const copies = (): number => 1 + Math.floor(random() * 5);
      const before = await pledgesOf(stack);
      const tokens = await Promise.all(Array.from({ length: PEOPLE }, () => openWeb(fleet)));
      await Promise.all(
        tokens.map(async (token) => {
          const confirm = await toCard(fleet, token, copies);
          await said(fleet, token, "confirm", { choice: confirm }, copies());
          // and once more, late
          await said(fleet, token, "m0", { text: "我要认捐" }, copies());
        }),
      );
      expect(await pledgesOf(stack)).toBe(before + PEOPLE);
      for (const token of tokens) {
        const response = await fetch(`${await fleet.url()}/api/chat/messages`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const { messages } = (await response.json()) as { messages: (Reply & { from: string })[] };
        const own = messages.filter(({ from }) => from === "me").map(({ id }) => id);
        // each message of theirs stands there once
        expect(new Set(own).size).toBe(own.length);
        expect(own).toContain("confirm");
      }
    }),
  );
});
