/** Everyone who can speak in the demo, and the posts they hold. */
import { creditCodeCheck } from "#core/text/credit-code.js";
import { refOf, type Person, type Role, type Supporter } from "#core/registry/people.js";
import type { Post } from "#core/records.js";
import { baseOf, DEMO, numbered, type Making } from "./base.js";
import { firms, VERIFIED } from "./firms.js";
import { nameOf, surname, type Sex } from "./names.js";
import { COUNTY_ID, townships, villages } from "./places.js";

/** Cadres by village, unit leads by unit, township people by township. */
export interface Staff {
  readonly cadres: ReadonlyMap<string, readonly string[]>;
  readonly leads: ReadonlyMap<string, string>;
  readonly townships: ReadonlyMap<string, string>;
}

/** Makes people, and keeps them for the end. */
export interface Roll {
  readonly people: Map<string, Person>;
  /** The person's id again. Without a phone one is made up; the same one twice is a shared phone. */
  add(id: string, name: string, role: Role, phone?: string): string;
  /** Another made-up number. No operator in China has been given 154. */
  phone(): string;
}

export function createRoll({ vault }: Making): Roll {
  const people = new Map<string, Person>();
  let phones = 0;
  const freshPhone = (): string => `+861540000${String(++phones).padStart(4, "0")}`;
  return {
    people,
    phone: freshPhone,
    add(id, name, role, phone = freshPhone()) {
      people.set(id, {
        ...baseOf(id),
        name,
        phone: vault.seal(phone),
        phoneKey: vault.blind("phone", phone),
        locale: "zh-CN",
        stopped: false,
        roles: [role],
        about: null,
        other: null,
      });
      return id;
    },
  };
}

/** The posts of these people: one for each role. */
export function postsOf(people: Iterable<Person>): Post[] {
  return [...people].flatMap((person) =>
    person.roles.map((role) => {
      const ref = refOf(role, DEMO);
      return { ...baseOf(`${person._id}|${role.as}|${ref}`), person: person._id, as: role.as, ref };
    }),
  );
}

export function makeStaff({ draw }: Making, roll: Roll): Staff {
  const someone = (): string => nameOf(draw, surname(draw), draw.pick<Sex>(["man", "woman"]), draw.int(30, 55));
  let count = 0;
  const cadres = villages.map(({ id, unit, cadres: many }) => {
    const ids = Array.from({ length: many }, () =>
      roll.add(numbered("cadre", ++count), someone(), { as: "cadre", unit }),
    );
    return [id, ids] as const;
  });
  const leads = [...new Set(villages.map(({ unit }) => unit))].map((unit, i) => {
    return [unit, roll.add(numbered("lead", i + 1), someone(), { as: "unit", unit })] as const;
  });
  const offices = townships.map(({ id }, i) => {
    return [id, roll.add(numbered("town", i + 1), someone(), { as: "township", area: id })] as const;
  });
  roll.add(numbered("office", 1), someone(), { as: "office" });
  return { cadres: new Map(cadres), leads: new Map(leads), townships: new Map(offices) };
}

const CITIZENS = 6;

/** The 40 enterprises, each with the person who speaks for it, and the 6 citizens. */
export function makeSupporters({ draw }: Making, roll: Roll): Supporter[] {
  const enterprises = firms.map(({ name }, i): Supporter => {
    const id = numbered("firm", i + 1);
    const speaker = nameOf(draw, surname(draw), draw.pick<Sex>(["man", "woman"]), draw.int(32, 58));
    const person = roll.add(numbered("ent", i + 1), speaker, { as: "supporter", supporter: id });
    const creditCode = testCreditCode(i + 1);
    const area = townships[i % townships.length]?.id ?? COUNTY_ID;
    return { ...baseOf(id), sort: "enterprise", name, creditCode, person, verified: i < VERIFIED, area };
  });
  const citizens = Array.from({ length: CITIZENS }, (_, i): Supporter => {
    const id = numbered("citizen", i + 1);
    const name = nameOf(draw, surname(draw), draw.pick<Sex>(["man", "woman"]), draw.int(24, 60));
    const person = roll.add(numbered("cit", i + 1), name, { as: "supporter", supporter: id });
    return { ...baseOf(id), sort: "citizen", name, creditCode: `none:${id}`, person, verified: true, area: COUNTY_ID };
  });
  return [...enterprises, ...citizens];
}

/** A code with a right check character under the area code 999999, which no registrar has. */
function testCreditCode(number: number): string {
  const first = `91999999MA${String(number).padStart(7, "0")}`;
  return first + creditCodeCheck(first);
}
