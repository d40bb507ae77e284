/** The Bot API as this folder calls it. What is heavy (grammY, undici) is loaded at the first call: without a token nothing is. */
import type { Api } from "grammy";
import type { ApiDeps, TelegramApi } from "./call.js";
import type { Client } from "./client.js";

/** Makes the API of one token. Nothing is connected before the first call. */
export function createApi(deps: ApiDeps): TelegramApi {
  let loading: Promise<Client> | undefined;
  let loaded: Client | undefined;
  const load = (): Promise<Client> =>
    (loading ??= import("./client.js").then(({ createClient }) => (loaded = createClient(deps))));
  return {
    raw: lazyApi(async () => (await load()).raw),
    ready: async () => void (loaded ?? (await load())),
    post: (method, json, options) =>
      loaded ? loaded.post(method, json, options) : load().then((client) => client.post(method, json, options)),
    file: async (path, options) => (await load()).file(path, options),
    close: async () => (await loading)?.close(),
  };
}

type Call = (...args: readonly unknown[]) => unknown;

/** Every method waits for the real thing, and then is the real thing's. */
function lazyApi(load: () => Promise<Api>): Api {
  const methods = new Map<PropertyKey, Call>();
  const stand: ProxyHandler<Api> = {
    get(_, name) {
      // nobody may take it for a promise
      if (typeof name !== "string" || name === "then") return undefined;
      const known = methods.get(name);
      if (known) return known;
      const call: Call = async (...args) => {
        const api = await load();
        const method: unknown = Reflect.get(api, name);
        if (typeof method !== "function") throw new TypeError(`the Bot API has no method ${name}`);
        return Reflect.apply(method, api, args);
      };
      methods.set(name, call);
      return call;
    },
  };
  return new Proxy({} as Api, stand);
}
