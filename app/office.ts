/** The office a process serves: the demo's when it is loaded, else the one made at the first start. */
import { COUNTY } from "#core/help/kinds.js";
import { defaultSettings, type Office } from "#core/office.js";
import type { Locale } from "#core/registry/people.js";
import type { AppDeps } from "./deps.js";

export interface FirstOffice {
  readonly name: string;
  /** Name of its own area until a list of areas is imported. */
  readonly area: string;
  readonly timeZone: string;
  readonly locale: Locale;
}

/** All offices of this store. */
export async function listOffices(deps: Pick<AppDeps, "store">): Promise<Office[]> {
  const { items } = await deps.store.offices.find({ index: "office", where: {}, limit: 1000 });
  return items;
}

/** Makes the first office, with an area of its own, so that people can join and pledge before any list is imported. */
export async function makeOffice(deps: Pick<AppDeps, "store">, first: FirstOffice): Promise<Office> {
  const id = "main";
  const area = `${id}-area`;
  await deps.store.areas.insert({
    _id: area,
    version: 1,
    office: id,
    name: first.area,
    parent: null,
    level: COUNTY,
    code: null,
    prefix: null,
  });
  const office: Office = {
    _id: id,
    version: 1,
    office: id,
    name: first.name,
    area,
    timeZone: first.timeZone,
    locale: first.locale,
    settings: defaultSettings,
    demo: false,
  };
  await deps.store.offices.insert(office);
  return office;
}
