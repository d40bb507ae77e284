import { z } from "zod";
import { demoPeople } from "#app/demo/load.js";
import { refused, type Route } from "#app/route.js";
import type { ApiDeps } from "../deps.js";

const Session = z.object({ person: z.string().max(80), channel: z.enum(["web", "terminal"]).optional() });

/** With the demo loaded only: who there is, and a session as one of them. 404 elsewhere. */
export function demo(deps: ApiDeps): Route[] {
  const loaded = async (): Promise<boolean> => {
    const { office } = await deps.places.of(await deps.defaultOffice());
    return office.demo;
  };
  const none = refused(404, "no-demo", "没有加载演示数据 / The demo is not loaded");
  return [
    {
      method: "GET",
      path: "/api/demo/people",
      perMinute: 600,
      async handle() {
        return (await loaded()) ? { status: 200, body: await demoPeople(deps) } : none;
      },
    },
    {
      method: "POST",
      path: "/api/demo/sessions",
      perMinute: 6_000,
      async handle({ body }) {
        if (!(await loaded())) return none;
        const parsed = Session.safeParse(body);
        const person = parsed.success ? await deps.store.people.get(parsed.data.person) : undefined;
        const here = person?.office === (await deps.defaultOffice());
        const token =
          person && here && parsed.success ? await deps.chat.openAs(parsed.data.channel ?? "web", person._id) : null;
        return token === null
          ? refused(
              400,
              "no-such-person",
              "没有这个演示人物，见 GET /api/demo/people / No such person, see GET /api/demo/people",
            )
          : { status: 201, body: { token } };
      },
    },
  ];
}
