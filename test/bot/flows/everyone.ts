/** A bench for the flows that everyone may start: the real list of flows, with look-ups and commands from tables. */
import { expect } from "vitest";
import type { TalkContext } from "#app/talk.js";
import { entries, flows } from "#bot/flows/index.js";
import type { Speaker } from "#core/message/speaker.js";
import { createTalkKit, type TalkKit } from "../../kit/talk.js";
import { nothingWaits } from "./staff.js";

type Options = NonNullable<Parameters<typeof createTalkKit>[1]>;

const nobody: Speaker = {
  person: "p1",
  name: "李倩",
  locale: "zh-CN",
  stopped: false,
  roles: [],
  supporter: null,
  household: null,
};
export const people = {
  cadre: { ...nobody, roles: [{ as: "cadre", unit: "u1" }] },
  unit: { ...nobody, name: "赵队长", roles: [{ as: "unit", unit: "u1" }] },
  office: { ...nobody, name: "县办", roles: [{ as: "office" }] },
  supporter: {
    ...nobody,
    name: "张三",
    roles: [{ as: "supporter", supporter: "s1" }],
    supporter: { id: "s1", sort: "citizen", name: "张三", verified: true, area: null },
  },
  household: {
    ...nobody,
    name: "王秀英",
    roles: [{ as: "household", household: "h17", member: null }],
    household: { id: "h17", code: "BC-017", name: "王秀英", village: "板长村", cadre: "c1", cadreName: "李倩" },
  },
} as const satisfies Record<string, Speaker>;
/** A cadre who pledges too. */
export const both: Speaker = {
  ...people.cadre,
  roles: [...people.cadre.roles, ...people.supporter.roles],
  supporter: people.supporter.supporter,
};

export function createBench(speaker: Speaker | null, options: Options = {}): TalkKit {
  return createTalkKit(
    { flows, entries, fallback: "welcome", stale: "stale", phone: "bind", stop: "stop" },
    {
      ...options,
      looks: {
        "last-notice": () => ({ choices: [] }),
        "my-pledges": () => ({ pledges: [] }),
        "my-help": () => ({ matches: [], cadreName: "李倩" }),
        tasks: () => nothingWaits,
        unverified: () => ({ supporters: [] }),
        ...options.looks,
      },
      context: { speaker, ...options.context } satisfies Partial<TalkContext>,
    },
  );
}

/** What is said, then parts of what comes back; `!` before a part means that it does not. */
export type Line = readonly [said: string, ...parts: string[]];

export function expectTalk(kit: TalkKit, lines: readonly Line[]): void {
  for (const [said, ...parts] of lines) {
    const answer = kit.send(said).join("\n");
    for (const part of parts) {
      if (part.startsWith("!")) expect(answer, said).not.toContain(part.slice(1));
      else expect(answer, said).toContain(part);
    }
  }
}

/** Presses a button that starts a flow. */
export function press(kit: TalkKit, ...start: string[]): string {
  return kit.input({ type: "choice", id: ["s", ...start].join(".") }).join("\n");
}
