/** A made-up office for the latency bench: one village, one cadre, and a supporter and a need for every pledge. */
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import type { Need } from "#core/registry/need.js";
import { refOf, type Person } from "#core/registry/people.js";
import { compose } from "../../compose.js";
import { readConfig } from "../../config.js";

export interface Prepared {
  readonly cadreToken: string;
  readonly supporters: readonly { readonly name: string; readonly token: string }[];
}

export async function prepareOffice(env: Readonly<Record<string, string>>, pledges: number): Promise<Prepared> {
  const outcome = readConfig({ ...env, ROLES: "api", LOG_LEVEL: "silent" });
  if (outcome.type === "refused") throw new Error("the bench's configuration was refused");
  const house = await compose(outcome.config, {
    timers: systemTimers(),
    ids: systemIds(),
    log: createLog({ level: "silent" }),
  });
  const { store } = house.deps;
  const office = house.office._id;
  const village = "bench-village";
  await store.areas.insert({
    _id: village,
    version: 1,
    office,
    name: "板长村",
    parent: house.office.area,
    level: 4,
    code: null,
    prefix: null,
  });
  await store.people.insert(person(office, "bench-cadre", "李倩", [{ as: "cadre", unit: "bench-unit" }]));
  const cadreToken = await open(house.chat, "bench-cadre");
  const numbers = Array.from({ length: pledges }, (_, index) => index);
  await Promise.all(numbers.map((index) => store.needs.insert(need(office, village, index))));
  const supporters = await Promise.all(
    numbers.map(async (index) => {
      const name = `S${String(index).padStart(5, "0")}`;
      const supporter = `sup-${index}`;
      const role = { as: "supporter", supporter } as const;
      await Promise.all([
        store.people.insert(person(office, name, name, [role])),
        store.posts.insert({
          _id: `${name}|supporter`,
          version: 1,
          office,
          person: name,
          as: "supporter",
          ref: refOf(role, office),
        }),
        store.supporters.insert({
          _id: supporter,
          version: 1,
          office,
          sort: "enterprise",
          name,
          creditCode: `none:${supporter}`,
          person: name,
          verified: true,
          area: null,
        }),
      ]);
      return { name, token: await open(house.chat, name) };
    }),
  );
  await house.close(1_000);
  return { cadreToken, supporters };
}

async function open(
  chat: { openAs(channel: string, person: string): Promise<string | null> },
  who: string,
): Promise<string> {
  const token = await chat.openAs("web", who);
  if (token === null) throw new Error(`no person ${who}`);
  return token;
}

function person(office: string, _id: string, name: string, roles: Person["roles"]): Person {
  return {
    _id,
    version: 1,
    office,
    name,
    phone: null,
    phoneKey: `none:${_id}`,
    locale: "zh-CN",
    stopped: false,
    roles,
    about: null,
    other: null,
  };
}

function need(office: string, village: string, index: number): Need {
  return {
    _id: `need-${index}`,
    version: 1,
    office,
    code: `X${index}`,
    scope: "village",
    household: null,
    village,
    kind: "funds",
    category: "schooling",
    // the first half of a need counts most: one pledge of 100 is given to one need
    quantity: 200,
    priority: 200,
    reasons: [],
    worker: null,
    brings: null,
    note: null,
    source: "cadre",
    state: "open",
    reviews: [],
    approvals: 1,
    cadre: "bench-cadre",
    recordedBy: "bench-cadre",
    at: 0,
    closedBecause: null,
  };
}
