/** Who the page speaks as: one token, kept on this phone. */
import type { Outcome } from "./api.js";
import type { Store } from "./store.js";

export interface Session {
  /** The kept token, or a new one. */
  open(): Promise<Outcome<string>>;
  /** Forgets a token that ended, unless another window has replaced it already. */
  drop(token: string): void;
}

/** A session over a store; `create` asks the server for a new token. */
export function createSession(store: Store, create: () => Promise<Outcome<string>>): Session {
  const kept = () => store.get("token");
  return {
    async open() {
      const token = kept();
      if (typeof token === "string") return { type: "done", value: token };
      const outcome = await create();
      if (outcome.type === "done") store.set("token", outcome.value);
      return outcome;
    },
    drop(token) {
      if (kept() === token) store.remove("token");
    },
  };
}
