/** A little office that can be kept in one's head; every person, firm and number in it is made up. */
import { documents, type CollectionName, type Documents } from "#core/documents.js";
import type { Vault } from "#core/fields.js";
import { defaultSettings } from "#core/office.js";
import type { Area } from "#core/registry/area.js";
import type { Circumstances, Household, Tier } from "#core/registry/household.js";
import type { Need } from "#core/registry/need.js";
import { refOf, type Locale, type Role, type Supporter } from "#core/registry/people.js";
import { priorityOf } from "#core/registry/priority.js";
import { approvalsFor } from "#core/registry/review.js";
import { creditCodeCheck } from "#core/text/credit-code.js";
import { idNumberCheck } from "#core/text/id-number.js";
import type { Insert } from "#store/port.js";

export const smallOfficeId = "qingshi";

/** The people who have a conversation already, by id; others are reached by nobody until a code binds them. */
export const boundPeople = [
  "liqian",
  "wangjianguo",
  "zhouming",
  "zhaomin",
  "chenjing",
  "wangxiuying",
  "liudashan",
  "wuchunmei",
  "zhangheng",
  "sunhong",
  "linxiao",
] as const;

interface Making {
  readonly vault: Vault;
  /** Milliseconds: the moment the office begins to be lived in. */
  readonly now: number;
  /** The language its people read; Chinese unless told. */
  readonly locale?: Locale;
}

const DAY_MS = 86_400_000;
const office = smallOfficeId;
const head = (_id: string) => ({ _id, version: 1, office });

/** All documents of the office, each checked by its schema. */
export function smallOffice(making: Making): [Insert, ...Insert[]] {
  return [
    put("offices", {
      ...head(office),
      name: "青石县四帮办公室",
      area: "qingshi-county",
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
      settings: defaultSettings,
      demo: false,
    }),
    ...areas().map((area) => put("areas", area)),
    put("units", {
      ...head("agriculture"),
      name: "青石县农业农村局",
      villages: ["banchang", "hedong", "yaping"],
      township: "shiqiao",
      sort: null,
      level: null,
    }),
    ...peopleAndPosts(making.locale ?? "zh-CN"),
    ...supporters().map((supporter) => put("supporters", supporter)),
    ...households(making),
    ...needs(making).map((need) => put("needs", need)),
  ];
}

/** One insert, after its schema has looked at it. */
function put<N extends CollectionName>(collection: N, doc: Documents[N]): Insert {
  documents[collection].parse(doc);
  return { collection, doc } as Insert;
}

function areas(): Area[] {
  const area = (id: string, name: string, parent: string | null, level: Area["level"], prefix?: string): Area => {
    return { ...head(id), name, parent, level, code: null, prefix: prefix ?? null };
  };
  return [
    area("qingshi-county", "青石县", null, 2),
    area("shiqiao", "石桥镇", "qingshi-county", 3),
    area("banchang", "板长村", "shiqiao", 4, "BC"),
    area("hedong", "河东村", "shiqiao", 4, "HD"),
    area("liuxi", "柳溪乡", "qingshi-county", 3),
    area("yaping", "垭坪村", "liuxi", 4, "YP"),
  ];
}

function peopleAndPosts(locale: Locale): Insert[] {
  const person = (id: string, name: string, role: Role): Insert[] => {
    const ref = refOf(role, office);
    return [
      put("people", {
        ...head(id),
        name,
        phone: null,
        phoneKey: `none:${id}`,
        locale,
        stopped: false,
        roles: [role],
        about: null,
        other: null,
      }),
      put("posts", { ...head(`${id}|${role.as}|${ref}`), person: id, as: role.as, ref }),
    ];
  };
  const household = (id: string): Role => ({ as: "household", household: id, member: null });
  return [
    person("liqian", "李倩", { as: "cadre", unit: "agriculture" }),
    person("wangjianguo", "王建国", { as: "cadre", unit: "agriculture" }),
    person("zhouming", "周明", { as: "unit", unit: "agriculture" }),
    person("zhaomin", "赵敏", { as: "township", area: "shiqiao" }),
    person("chenjing", "陈静", { as: "office" }),
    person("wangxiuying", "王秀英", household("BC-001")),
    person("liudashan", "刘大山", household("BC-002")),
    person("wuchunmei", "吴春梅", household("YP-001")),
    person("zhangheng", "张恒", { as: "supporter", supporter: "hengfeng" }),
    person("sunhong", "孙宏", { as: "supporter", supporter: "hongda" }),
    person("linxiao", "林晓", { as: "supporter", supporter: "linxiao-citizen" }),
  ].flat();
}

function supporters(): Supporter[] {
  const credit = (first17: string): string => first17 + creditCodeCheck(first17);
  return [
    {
      ...head("hengfeng"),
      sort: "enterprise",
      name: "青石恒丰养殖有限公司",
      creditCode: credit("91999999MA6H12345"),
      person: "zhangheng",
      verified: true,
      area: "banchang",
    },
    {
      ...head("hongda"),
      sort: "enterprise",
      name: "青石宏达建材有限公司",
      creditCode: credit("91999999MA6H54321"),
      person: "sunhong",
      verified: false,
      area: "shiqiao",
    },
    {
      ...head("linxiao-citizen"),
      sort: "citizen",
      name: "林晓",
      creditCode: "none:linxiao-citizen",
      person: "linxiao",
      verified: true,
      area: null,
    },
  ];
}

/** What is known of the households, in the clear: needs take their priority from it. */
interface Home {
  readonly village: string;
  readonly name: string;
  readonly tier: Tier;
  readonly cadre: string;
  readonly circumstances: Circumstances;
  /** Date of birth of its head, `YYYYMMDD`. */
  readonly born: string;
  readonly labour: "full" | "part" | "none";
}

const homes: Readonly<Record<string, Home>> = {
  "BC-001": {
    village: "banchang",
    name: "王秀英",
    tier: "heavy",
    cadre: "liqian",
    circumstances: { mainCause: "no-labour", otherCauses: ["illness"], groups: ["single-elderly"], income: 4_100 },
    born: "19510305",
    labour: "none",
  },
  "BC-002": {
    village: "banchang",
    name: "刘大山",
    tier: "moderate",
    cadre: "liqian",
    circumstances: { mainCause: "no-capital", otherCauses: ["no-skill"], groups: [], income: 6_800 },
    born: "19880912",
    labour: "full",
  },
  "HD-001": {
    village: "hedong",
    name: "黄小军",
    tier: "light",
    cadre: "liqian",
    circumstances: { mainCause: "no-skill", otherCauses: [], groups: [], income: 8_200 },
    born: "19950120",
    labour: "full",
  },
  "YP-001": {
    village: "yaping",
    name: "吴春梅",
    tier: "heavy",
    cadre: "wangjianguo",
    circumstances: { mainCause: "schooling", otherCauses: [], groups: ["single-parent"], income: 5_000 },
    born: "19840617",
    labour: "full",
  },
};

function households({ vault, now }: Making): Insert[] {
  return Object.entries(homes).flatMap(([code, { village, name, tier, cadre, circumstances, born, labour }]) => {
    const household: Household = {
      ...head(code),
      code,
      number: `none:${code}`,
      village,
      group: "一组",
      name,
      tier,
      status: "registered",
      circumstances: vault.seal(JSON.stringify(circumstances)),
      cadre,
      since: now - 700 * DAY_MS,
      other: null,
    };
    // 999999 is no area, so that the number can be nobody's
    const first17 = `999999${born}001`;
    const idNumber = first17 + idNumberCheck(first17);
    return [
      put("households", household),
      put("members", {
        ...head(`${code}-1`),
        household: code,
        number: null,
        name,
        relation: "户主",
        idNumber: vault.seal(idNumber),
        idKey: vault.blind("id-number", idNumber),
        born: vault.seal(born.slice(0, 4)),
        labour,
        phone: null,
        phoneKey: `none:${code}-1`,
        other: null,
      }),
    ];
  });
}

type Lack = Pick<Need, "kind" | "category" | "quantity"> & Partial<Pick<Need, "worker" | "brings" | "state">>;

function needs({ vault, now }: Making): Need[] {
  /** `days` ago it was recorded. */
  const need = (code: string, home: string, days: number, lack: Lack): Need => {
    const { village, tier, cadre, circumstances } = homes[home] as Home;
    const at = now - days * DAY_MS;
    const state = lack.state ?? "open";
    return {
      ...head(code),
      code,
      scope: "household",
      household: home,
      village,
      worker: null,
      brings: null,
      note: vault.seal("走访时记下"),
      ...lack,
      ...priorityOf({ tier, groups: circumstances.groups, since: at, now: at, received: 0 }),
      source: "cadre",
      state,
      reviews: state === "open" ? [{ person: "zhouming", at, verdict: "approved" }] : [],
      approvals: approvalsFor(lack, defaultSettings),
      cadre,
      recordedBy: state === "open" ? cadre : "zhouming",
      at,
      closedBecause: null,
    };
  };
  const welder = (age: number, travel: 2 | 3): Lack => {
    return { kind: "jobs", category: "welding", quantity: 1, worker: { age, labour: "full", travel } };
  };
  return [
    need("XBC1A", "BC-001", 200, { kind: "funds", category: "housing", quantity: 18_000 }),
    need("XBC2A", "BC-002", 90, { kind: "funds", category: "housing", quantity: 12_000 }),
    need("XYP1A", "YP-001", 30, { kind: "funds", category: "schooling", quantity: 4_000 }),
    need("XBC2B", "BC-002", 60, welder(38, 2)),
    need("XYP1B", "YP-001", 20, welder(42, 3)),
    need("XBC1B", "BC-001", 120, { kind: "industry", category: "solar-share", quantity: 1, brings: "nothing" }),
    need("XYP1C", "YP-001", 40, { kind: "industry", category: "chickens", quantity: 1, brings: "labour-and-land" }),
    need("XBC2C", "BC-002", 15, { kind: "information", category: "technique", quantity: 1 }),
    need("XHD1A", "HD-001", 10, { kind: "information", category: "vacancies", quantity: 1 }),
    // still waits for somebody to approve it
    need("XYP1D", "YP-001", 1, { kind: "funds", category: "equipment", quantity: 3_000, state: "recorded" }),
  ];
}
