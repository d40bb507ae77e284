/**
 * Plays flows without a store: look-ups and commands answer from tables. For a flow's own tests; whole lives of
 * a pledge are played on the real thing (`test/kit/world.ts`).
 */
import type { CommandName, Commands } from "#app/commands/types.js";
import type { LookName, Looks } from "#app/looks/types.js";
import type { DialogueState, TalkContext } from "#app/talk.js";
import { createDialogue, type DialogueDeps } from "#bot/dialogue/engine.js";
import { defaultSettings } from "#core/office.js";
import { areaTree, type Area } from "#core/registry/area.js";
import type { Input, Reply } from "#core/message/talk.js";
import { createSay } from "#locales/say.js";

type LookTable = { [N in LookName]?: (question: Looks[N]["question"]) => Looks[N]["answer"] };
type CommandTable = { [N in CommandName]?: (command: Commands[N]["command"]) => Commands[N]["result"] };

const area = (_id: string, name: string, parent: string | null, level: Area["level"]): Area => {
  return { _id, version: 1, office: "o", name, parent, level, code: null, prefix: null };
};

/** 青石县 > 石桥镇, 柳溪乡 > villages. */
export const testAreas: Area[] = [
  area("county", "青石县", null, 2),
  area("shiqiao", "石桥镇", "county", 3),
  area("liuxi", "柳溪乡", "county", 3),
  area("banchang", "板长村", "shiqiao", 4),
  area("hedong", "河东村", "shiqiao", 4),
  area("yaping", "垭坪村", "liuxi", 4),
];

export interface TalkKit {
  /** Sends text, or presses the button whose label or value is given as `[label]`; returns what the bot says, one line per bubble with its buttons. */
  send(text: string): string[];
  input(input: Input): string[];
  replies(): readonly Reply[];
  state(): unknown;
  /** Commands that were run, in order. */
  readonly done: { name: CommandName; command: unknown }[];
  context: TalkContext;
}

export function createTalkKit(
  deps: Omit<DialogueDeps, "wording">,
  options: { looks?: LookTable; commands?: CommandTable; context?: Partial<TalkContext>; state?: DialogueState } = {},
): TalkKit {
  const say = createSay();
  const dialogue = createDialogue({ ...deps, wording: say });
  let state: DialogueState = options.state ?? null;
  let last: readonly Reply[] = [];
  let turns = 0;
  const kit: TalkKit = {
    done: [],
    context: {
      now: Date.UTC(2026, 10, 24, 2),
      today: "2026-11-24",
      locale: "zh-CN",
      officeName: "青石县四帮办公室",
      settings: defaultSettings,
      areas: areaTree(testAreas),
      county: "county",
      speaker: null,
      shared: false,
      lastAt: 0,
      token: "token0",
      ...options.context,
    },
    send(text) {
      const label = /^\[(.+)\]$/.exec(text)?.[1];
      if (label === undefined) return kit.input({ type: "text", text });
      for (const reply of last.toReversed()) {
        for (const choice of reply.choices) {
          if (choice.id === label || choice.id.endsWith(`.${label}`) || say.labels(choice.label).includes(label)) {
            return kit.input({ type: "choice", id: choice.id });
          }
        }
      }
      throw new Error(`no button ${text}; there are: ${JSON.stringify(shown())}`);
    },
    input(input) {
      kit.context = { ...kit.context, token: `token${++turns}` };
      let turn = dialogue.step(state, input, kit.context);
      while (turn.type !== "say") {
        if (turn.type === "look") {
          const { name, question } = turn.call;
          const look = options.looks?.[name] as ((q: unknown) => never) | undefined;
          if (!look) throw new Error(`the test has no answer for look-up ${name}`);
          turn = dialogue.resume(turn.state, { type: "found", name, answer: look(question) }, kit.context);
        } else {
          const { name, command } = turn.call;
          kit.done.push({ name, command });
          const run = options.commands?.[name] as ((c: unknown) => never) | undefined;
          if (!run) throw new Error(`the test has no result for command ${name}`);
          turn = dialogue.resume(turn.state, { type: "done", name, result: run(command) }, kit.context);
        }
      }
      // through JSON, as the store would
      state = JSON.parse(JSON.stringify(turn.state));
      last = turn.replies;
      kit.context = { ...kit.context, lastAt: kit.context.now };
      return shown();
    },
    replies: () => last,
    state: () => state,
  };
  const shown = () => {
    const reader = { locale: kit.context.locale, dataClass: "local" } as const;
    return last.map(({ message, choices }) => {
      const buttons = choices.map((choice) => `[${say.render(choice.label, reader)}]`).join(" ");
      return `${say.render(message, reader)}${buttons ? `\n${buttons}` : ""}`;
    });
  };
  return kit;
}
