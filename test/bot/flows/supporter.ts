/** A bench for the supporter's flows: look-ups and commands answer from tables that a test may change. */
import type { Commands } from "#app/commands/types.js";
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { flow, type Flow } from "#bot/dialogue/flow.js";
import { join } from "#bot/flows/join.js";
import { myPledges } from "#bot/flows/my-pledges.js";
import { pledge } from "#bot/flows/pledge.js";
import { pledgeFunds } from "#bot/flows/pledge-funds.js";
import { pledgeIndustry } from "#bot/flows/pledge-industry.js";
import { pledgeInformation } from "#bot/flows/pledge-information.js";
import { pledgeJobs } from "#bot/flows/pledge-jobs.js";
import { verify } from "#bot/flows/verify.js";
import type { Speaker } from "#core/message/speaker.js";
import { say } from "#core/message/message.js";
import type { PledgeView } from "#core/views.js";
import { createTalkKit, type TalkKit } from "../../kit/talk.js";

type LookTable = { [N in keyof Looks]?: (question: Looks[N]["question"]) => Looks[N]["answer"] };
type CommandTable = { [N in keyof Commands]?: (command: Commands[N]["command"]) => Commands[N]["result"] };

/** Ends with what it was started with, so that a test sees where a button leads. */
const stub = (id: string): Flow =>
  flow<null>({
    id,
    version: 1,
    begin: (args) => ({
      end: [say("talk.resume", { recap: say("tell.title", { title: `${id}(${args.join(" ")})` }) })],
    }),
    nodes: {},
  });

export const entries = {
  "words.pledge": "pledge",
  "words.join": "join",
  "words.my-pledges": "my-pledges",
  "words.verify": "verify",
};

export function createBench(
  options: { looks?: LookTable; commands?: CommandTable; context?: Partial<TalkContext> } = {},
): TalkKit {
  return createTalkKit(
    {
      flows: {
        join,
        pledge,
        verify,
        "my-pledges": myPledges,
        "pledge-funds": pledgeFunds,
        "pledge-jobs": pledgeJobs,
        "pledge-industry": pledgeIndustry,
        "pledge-information": pledgeInformation,
        deliver: stub("deliver"),
        menu: stub("menu"),
        stale: stub("stale"),
      },
      entries,
      fallback: "menu",
      stale: "stale",
      phone: "bind",
      stop: "menu",
    },
    {
      looks: { fits: () => sixInBanchang, ...options.looks },
      commands: {
        join: () => ({ type: "joined", verified: true }),
        "confirm-pledge": () => registered,
        ...options.commands,
      },
      context: { ...options.context },
    },
  );
}

export const sixInBanchang: Looks["fits"]["answer"] = {
  needs: 6,
  amount: 83_000,
  areaName: "板长村",
  countyNeeds: 9,
  countyName: "青石县",
};

export const registered = {
  type: "registered",
  pledge: "p1",
  code: "K7Q-204",
  verified: true,
  needs: 6,
  areaName: "板长村",
} as const satisfies Commands["confirm-pledge"]["result"];

export function supporter(over: Partial<NonNullable<Speaker["supporter"]>> = {}): Speaker {
  return {
    person: "me",
    name: "张三",
    locale: "zh-CN",
    stopped: false,
    roles: [{ as: "supporter", supporter: "s1" }],
    supporter: { id: "s1", sort: "enterprise", name: "恒丰养殖", verified: true, area: null, ...over },
    household: null,
  };
}

export function pledgeView(over: Partial<PledgeView> = {}): PledgeView {
  return {
    id: "p1",
    code: "K7Q-204",
    kind: "funds",
    categories: ["housing"],
    title: null,
    quantity: 50_000,
    area: "banchang",
    areaName: "板长村",
    reach: 4,
    due: "2027-02-05",
    state: "open",
    free: 32_000,
    asked: 0,
    matched: 18_000,
    delivered: 0,
    confirmed: 0,
    matches: [],
    ...over,
  };
}

/** What a person says (`[x]`: presses a button), and something of what they must read then. */
export type Line = readonly [said: string, ...read: string[]];

/** Plays a transcript; returns the lines that were not answered as they should, so none when all is well. */
export function play(kit: TalkKit, lines: readonly Line[]): { said: string; missing: string; shown: string }[] {
  return lines.flatMap(([said, ...read]) => {
    const shown = kit.send(said).join("\n");
    return read.filter((words) => !shown.includes(words)).map((missing) => ({ said, missing, shown }));
  });
}

/** The last command of a name that was run. */
export function lastDone(kit: TalkKit, name: keyof Commands): unknown {
  return kit.done.findLast((done) => done.name === name)?.command;
}
