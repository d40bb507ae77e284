import { exportPerson } from "#app/export-person.js";
import type { Route } from "#app/route.js";
import type { ApiDeps } from "../deps.js";

/** "My data": everything stored of one person as a readable text file, behind a link that is good for an hour. */
export function data(deps: ApiDeps): Route[] {
  return [
    {
      method: "GET",
      path: "/data/:token",
      perMinute: 60,
      async handle({ params }) {
        const session = await deps.store.sessions.get(deps.vault.blind("session", params["token"] ?? ""));
        if (!session || session.use !== "data-link" || session.expiresAt <= deps.clock.now()) {
          return {
            status: 404,
            body: {
              error: "expired",
              message: "这个链接过期了，请在对话里重新发“我的数据” / This link has expired; send “my data” again",
            },
          };
        }
        const text = await exportPerson(deps, session.office, session.subject);
        return {
          status: 200,
          file: { bytes: text, type: "text/plain; charset=utf-8", saveAs: "my-data.txt" },
          headers: { "cache-control": "no-store" },
        };
      },
    },
  ];
}
