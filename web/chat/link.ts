/** A single-use link of another channel: it opens its person's talk in this tab only, perhaps on somebody else's phone. */
import type { Api, Outcome } from "./api.js";
import type { Store } from "./store.js";
import { waitMs, type Pauser } from "./wait.js";

export interface LinkDeps {
  readonly api: Pick<Api, "openLink">;
  /** What this tab alone keeps of the link and its talk. */
  readonly tab: Store;
  readonly pauser: Pauser;
  /** In [0, 1). */
  readonly random: () => number;
  /** The call got no answer and will be made again. */
  readonly failed: (cause: "network" | "server") => void;
}

/** Remembers a link until the server has answered. The one that this tab was opened by changes nothing. */
export function keepKey(tab: Store, key: string): void {
  if (tab.get("key") === key) return;
  tab.clear();
  tab.set("key", key);
}

/** Has this tab a link to open, or a talk that one opened? */
export function hasLink(tab: Store): boolean {
  return typeof tab.get("key") === "string";
}

/** Opens the link, however long it takes. `spent`: it was used before or is too old, and the tab has forgotten it. */
export async function enterByLink(deps: LinkDeps): Promise<"open" | "spent"> {
  const { api, tab, pauser } = deps;
  const key = tab.get("key");
  for (let failures = 1; typeof tab.get("token") !== "string"; failures += 1) {
    const opened = await api.openLink(String(key));
    if (opened.type === "done") tab.set("token", opened.value);
    else if (opened.type === "later") {
      deps.failed(opened.cause);
      await pauser.pause(waitMs(opened, failures, deps.random()));
    } else {
      tab.clear();
      return "spent";
    }
  }
  return "open";
}

/** The talk has ended, and this tab gets no other by itself: what was kept of it goes. */
export function endLink(tab: Store): Outcome<never> {
  tab.clear();
  return { type: "refused", message: undefined, tooLarge: false };
}
