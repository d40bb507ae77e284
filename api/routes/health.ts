import type { Route } from "#app/route.js";
import type { ApiDeps } from "../deps.js";

/** `/healthz`: the process serves. `/readyz`: store and queue answer, else 503 with what is missing. */
export function health({ checks }: ApiDeps): Route[] {
  return [
    {
      method: "GET",
      path: "/healthz",
      perMinute: 6_000,
      handle: () => Promise.resolve({ status: 200, body: { ok: true } }),
    },
    {
      method: "GET",
      path: "/readyz",
      perMinute: 6_000,
      async handle() {
        const missing: string[] = [];
        for (const [name, check] of Object.entries(checks)) await check().catch(() => missing.push(name));
        return missing.length === 0
          ? { status: 200, body: { ok: true } }
          : { status: 503, body: { ok: false, missing } };
      },
    },
  ];
}
