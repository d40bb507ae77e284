import type { Route } from "#app/route.js";
import { consoleCss } from "../html.js";

/** The console's style sheet. */
export function consoleStyle(): Route[] {
  return [
    {
      method: "GET",
      path: "/console/style.css",
      perMinute: 600,
      handle: () => Promise.resolve({ status: 200, file: { bytes: consoleCss, type: "text/css; charset=utf-8" } }),
    },
  ];
}
