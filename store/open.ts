/** Opens a store by its address, whichever engine it takes; for what moves documents from one to another. */
import { resolve } from "node:path";
import type { Store } from "./port.js";
import { openSqliteStore } from "./sqlite/engine.js";
import type { FactStore } from "./vault.js";

/** Where documents lie: a file, or a database on a server. */
export type StorePlace =
  { readonly engine: "sqlite"; readonly path: string } | { readonly engine: "mongo"; readonly url: string };

/** A store with the facts it keeps about itself, as both engines give it. */
export type WholeStore = Store & { readonly meta: FactStore };

/** Opens it, and makes it where there is nothing yet. Throws `StoreRefused`. */
export async function openStoreAt(place: StorePlace): Promise<WholeStore> {
  if (place.engine === "sqlite") return openSqliteStore({ path: place.path });
  // the driver is heavy, and most commands never need it
  const { openMongoStore } = await import("./mongo/engine.js");
  return openMongoStore({ url: place.url });
}

/** The place in words that may be shown, stored and logged: no user, password or options. */
export function nameOfPlace(place: StorePlace): string {
  if (place.engine === "sqlite") return `sqlite:${resolve(place.path)}`;
  const start = place.url.indexOf("://") + 3;
  // after the last @, because a password may hold what ends it elsewhere
  const address = place.url.slice(Math.max(start, place.url.lastIndexOf("@") + 1)).split("?", 1)[0] ?? "";
  return `${place.url.slice(0, start)}${address.replace(/\/+$/, "")}`;
}
