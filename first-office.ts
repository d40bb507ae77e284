/** The office a process serves: with an empty store the demo, or a new one. Later what is there; a demo half loaded is finished. */
import { loadDemo } from "#app/demo/load.js";
import type { AppDeps } from "#app/deps.js";
import { listOffices, makeOffice } from "#app/office.js";
import type { Office } from "#core/office.js";
import type { Leases } from "#store/shared/port.js";
import type { Config } from "./config.js";

export interface FirstOffice {
  readonly office: Office;
  /** What happened to the demo at this start. */
  readonly demo: "loaded" | "present" | "off";
}

/** Several processes may start at once: they look one after the other. Without an answer for so long they do not wait. */
const TURN_MS = 30_000;

export async function firstOffice(config: Config, deps: AppDeps, leases: Leases | null): Promise<FirstOffice> {
  // nothing is made where an office is, and nobody else makes anything in a file of our own
  if (leases === null || (await listOffices(deps)).some((office) => !office.demo)) return openOffice(config, deps);
  let first: FirstOffice | undefined;
  await leases.hold("setup", AbortSignal.timeout(TURN_MS), async () => {
    first = await openOffice(config, deps);
  });
  // what two make at once is the same, and the second finds it there
  return first ?? openOffice(config, deps);
}

async function openOffice(config: Config, deps: AppDeps): Promise<FirstOffice> {
  const known = await listOffices(deps);
  const own = known.find((office) => !office.demo);
  if (config.demo === "on" && !own) {
    const demo = await loadDemo(deps);
    const [office] = await listOffices(deps);
    if (!office) throw new Error("the demo has no office");
    return { office, demo };
  }
  const [demoOffice] = known;
  if (own) return { office: own, demo: "off" };
  if (demoOffice) return { office: demoOffice, demo: "present" };
  const { timeZone, locale } = config;
  const text = (key: "office.first-name" | "office.first-area"): string =>
    deps.render({ key, params: {} }, { locale, dataClass: "local" });
  const first = {
    name: config.officeName ?? text("office.first-name"),
    area: text("office.first-area"),
    timeZone,
    locale,
  };
  return { office: await makeOffice(deps, first), demo: "off" };
}
