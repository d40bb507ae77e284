/** What lies in the folder before the house first starts: an office with its people, needs, and matches that nobody answered. */
import { join } from "node:path";
import { systemIds } from "#app/clock.js";
import { createChat } from "#app/chat.js";
import { createLocalSignals } from "#store/shared/in-process.js";
import { createTurns } from "#app/turns.js";
import { createPlaces } from "#app/places.js";
import type { Match } from "#core/match/match.js";
import type { Need } from "#core/registry/need.js";
import type { Insert, Store } from "#store/port.js";
import { openVault } from "#store/vault.js";
import { smallOffice, smallOfficeId } from "../kit/office.js";
import { aMatch, anAudit, aNeed, aPledge } from "../kit/store.js";
import type { Stack } from "./stack.js";

/** Needs of each household; a pledge goes to two of them, half by half. */
const NEEDS = 60;
/** Proposals whose time to answer is over; the clock strikes for each at the first start. */
const OVERDUE = 3;
const HOUR_MS = 3_600_000;

/** Households by village and cadre; each of their needs is of so many yuan: one yuan is met whole by any match. */
const homes = [
  { code: "BC-001", village: "banchang", cadre: "liqian", yuan: 4_000 },
  { code: "BC-002", village: "banchang", cadre: "liqian", yuan: 4_000 },
  { code: "HD-001", village: "hedong", cadre: "liqian", yuan: 1 },
  { code: "YP-001", village: "yaping", cadre: "wangjianguo", yuan: 1 },
] as const;

/** Who speaks on the web from the first day, and who on the push channel. */
const onWeb = ["liqian", "wangxiuying", "liudashan", "zhangheng"] as const;
const onPush = ["wangjianguo", "wuchunmei", "huangxiaojun"] as const;

export type OnWeb = (typeof onWeb)[number];

/** Tokens of those on the web; a push address is `push-<person>`. */
export type Tokens = Readonly<Record<OnWeb, string>>;

/** Fills an empty folder and its empty store. */
export async function prepare(dataDir: string, stack: Stack): Promise<Tokens> {
  const ids = systemIds();
  const clock = { now: () => Date.now() };
  const vault = await openVault({ keyPath: join(dataDir, "fourhelp.key"), expectExisting: false });
  const store = await stack.openStore();
  try {
    const people = smallOffice({ vault, now: clock.now() }).filter(({ collection }) => collection !== "needs");
    await write(store, [...people, ...lastHousehold(), ...needs(), ...overdue()]);
    const places = createPlaces(store, createLocalSignals());
    const chat = createChat({
      store,
      ids,
      vault,
      clock,
      places,
      defaultOffice: () => Promise.resolve(smallOfficeId),
      sequence: () => Date.now(),
      inTurn: createTurns(),
      aloneSince: 0,
    });
    for (const person of onPush) await chat.openAs("push", person);
    const open = async (person: OnWeb): Promise<string> => (await chat.openAs("web", person)) ?? "";
    const [liqian, wangxiuying, liudashan, zhangheng] = await Promise.all(onWeb.map(open));
    return {
      liqian: liqian ?? "",
      wangxiuying: wangxiuying ?? "",
      liudashan: liudashan ?? "",
      zhangheng: zhangheng ?? "",
    };
  } finally {
    await store.close();
  }
}

async function write(store: Store, inserts: readonly Insert[]): Promise<void> {
  const [first, ...rest] = inserts;
  if (!first) return;
  const outcome = await store.commit({ op: "insert", ...first }, rest);
  if (outcome.type !== "committed") throw new Error(`the office does not go in: ${JSON.stringify(outcome)}`);
}

const office = smallOfficeId;

/** The household that opts out has somebody who can. */
function lastHousehold(): Insert[] {
  const id = "huangxiaojun";
  return [
    {
      collection: "people",
      doc: {
        _id: id,
        version: 1,
        office,
        name: "黄小军",
        phone: null,
        phoneKey: `none:${id}` as never,
        locale: "zh-CN",
        stopped: false,
        roles: [{ as: "household", household: "HD-001", member: null }],
        about: null,
        other: null,
      },
    },
    {
      collection: "posts",
      doc: { _id: `${id}|household|HD-001`, version: 1, office, person: id, as: "household", ref: "HD-001" },
    },
  ];
}

type Home = (typeof homes)[number];

function need(code: string, home: Home): Insert[] {
  const doc: Need = aNeed(code, {
    office,
    household: home.code,
    village: home.village,
    quantity: home.yuan,
    cadre: home.cadre,
    recordedBy: home.cadre,
    at: Date.now() - 48 * HOUR_MS,
  });
  return [{ collection: "needs", doc }, born("needs", code)];
}

/** I5 counts one audit entry for each version, the first included. */
function born(collection: string, id: string): Insert {
  return { collection: "audit", doc: anAudit(`born:${id}`, { office, subject: { collection, id } }) };
}

function needs(): Insert[] {
  return homes.flatMap((home) => Array.from({ length: NEEDS }, (_, at) => need(`N${home.code}-${at}`, home)).flat());
}

function overdue(): Insert[] {
  return Array.from({ length: OVERDUE }, (_, at): Insert[] => {
    const home = homes[0];
    const pledge = aPledge(`P-OLD-${at}`, {
      office,
      supporter: "linxiao-citizen",
      person: "linxiao",
      quantity: home.yuan,
      area: home.village,
    });
    const { code: household, village, cadre } = home;
    const times = { clockAt: Date.now() - HOUR_MS, answerBy: Date.now() - HOUR_MS };
    const match: Match = aMatch(`M-OLD-${at}`, {
      office,
      pledge: pledge._id,
      need: `N-OLD-${at}`,
      supporter: pledge.supporter,
      household,
      village,
      cadre,
      quantity: home.yuan,
      ...times,
    });
    return [
      ...need(`N-OLD-${at}`, home),
      { collection: "pledges", doc: pledge },
      born("pledges", pledge._id),
      { collection: "matches", doc: match },
      born("matches", match._id),
    ];
  }).flat();
}
