import type { Route } from "#app/route.js";
import type { ApiDeps } from "../deps.js";

/** A photo behind a link that was sent to those who may see it, and that ends. */
export function photo(deps: ApiDeps): Route[] {
  return [
    {
      method: "GET",
      path: "/photo/:token",
      perMinute: 120,
      async handle({ params }) {
        const session = await deps.store.sessions.get(deps.vault.blind("session", params["token"] ?? ""));
        const open = session?.use === "photo-link" && session.expiresAt > deps.clock.now();
        const found = open ? await deps.photos.read(session.subject) : null;
        return found
          ? { status: 200, file: found, headers: { "cache-control": "no-store" } }
          : { status: 404, body: { error: "expired", message: "这个链接过期了 / This link has expired" } };
      },
    },
  ];
}
