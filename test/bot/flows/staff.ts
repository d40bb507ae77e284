/** A bench for the cadre's and the household's flows: a small world of tables that a test may change. */
import type { Commands } from "#app/commands/types.js";
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { flow, type Flow } from "#bot/dialogue/flow.js";
import { flows } from "#bot/flows/index.js";
import { say } from "#core/message/message.js";
import type { Speaker } from "#core/message/speaker.js";
import type { HouseholdView, MatchView, NeedView } from "#core/views.js";
import { createTalkKit, type TalkKit } from "../../kit/talk.js";

type LookTable = { [N in keyof Looks]?: (question: Looks[N]["question"]) => Looks[N]["answer"] };
type CommandTable = { [N in keyof Commands]?: (command: Commands[N]["command"]) => Commands[N]["result"] };

/** Ends with its own id, so that a test sees where a way leads. */
const stub = (id: string): Flow =>
  flow<null>({
    id,
    version: 1,
    begin: () => ({ end: [say("record-need.village", { village: `<${id}>` })] }),
    nodes: {},
  });

export const wang: HouseholdView = { code: "BC-017", village: "板长村", name: "王秀英" };
const li: HouseholdView = { code: "BC-018", village: "板长村", name: "李大山" };
export const households = [
  { id: "h17", view: wang },
  { id: "h18", view: li },
];

export function match(over: Partial<MatchView> = {}): MatchView {
  return {
    id: "m1",
    code: "M31",
    kind: "funds",
    category: "housing",
    quantity: 18_000,
    state: "proposed",
    rung: "cadre",
    household: wang,
    householdId: "h17",
    village: "板长村",
    supporter: { name: "恒丰养殖", citizen: false },
    pledgeCode: "K7Q-204",
    due: "2027-02-05",
    answerBy: "2026-11-26",
    reasons: ["heavy", "same-village", "exact-category"],
    photo: null,
    ...over,
  };
}

export function need(over: Partial<NeedView> = {}): NeedView {
  return {
    id: "n1",
    code: "X-12",
    kind: "funds",
    category: "housing",
    quantity: 18_000,
    household: wang,
    village: "板长村",
    approvals: 1,
    approved: 0,
    source: "cadre",
    recordedBy: "李倩",
    ...over,
  };
}

export const nothingWaits: Looks["tasks"]["answer"] = {
  toAnswer: [],
  toReview: [],
  toDeliver: [],
  toConfirm: [],
  questioned: [],
};

/** The speaker may do everything their right allows; what the state allows is the flow's affair. */
export const mayAll = { answer: true, deliver: true, confirm: true, proxy: true };
export const mayNothing = { answer: false, deliver: false, confirm: false, proxy: false };

const nobody: Speaker = {
  person: "p",
  name: "某人",
  locale: "zh-CN",
  stopped: false,
  roles: [],
  supporter: null,
  household: null,
};
export const cadre: Speaker = { ...nobody, name: "李倩", roles: [{ as: "cadre", unit: "u1" }] };
export const township: Speaker = { ...nobody, name: "周镇长", roles: [{ as: "township", area: "liuxi" }] };
export const supporter: Speaker = { ...nobody, name: "张三", roles: [{ as: "supporter", supporter: "s1" }] };
export const grandmother: Speaker = {
  ...nobody,
  name: "王秀英",
  roles: [{ as: "household", household: "h17", member: null }],
  household: { id: "h17", code: "BC-017", name: "王秀英", village: "板长村", cadre: "c1", cadreName: "李倩" },
};

export interface Bench extends TalkKit {
  /** Presses a button that starts a flow, as notices and menus carry it. */
  press(flow: string, ...args: string[]): string;
}

export function createBench(
  speaker: Speaker | null,
  options: { looks?: LookTable; commands?: CommandTable; context?: Partial<TalkContext> } = {},
): Bench {
  const kit = createTalkKit(
    {
      flows: { ...flows, menu: stub("menu"), stale: stub("stale") },
      entries: {
        "words.tasks": "tasks",
        "words.record-need": "record-need",
        "words.invite": "invite",
        "words.my-help": "my-help",
        "words.ask-cadre": "ask-cadre",
      },
      fallback: "menu",
      stale: "stale",
      phone: "bind",
      stop: "menu",
    },
    {
      looks: {
        tasks: () => nothingWaits,
        match: () => ({ match: match(), may: mayAll }),
        need: () => ({ need: need() }),
        households: ({ search }) => ({
          households: households.filter(({ view }) => !search || view.name.includes(search) || view.code === search),
          more: false,
        }),
        "my-help": () => ({ matches: [], cadreName: "李倩" }),
        token: () => null,
        ...options.looks,
      },
      commands: options.commands ?? {},
      context: { speaker, ...options.context },
    },
  );
  return Object.assign(kit, {
    press: (id: string, ...args: string[]) =>
      kit.input({ type: "choice", id: ["s", id, ...args].join(".") }).join("\n"),
  });
}
