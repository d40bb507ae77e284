/** The API's own routes: one file and one line each. What channels declare is mounted beside them. */
import type { Route } from "#app/route.js";
import type { ApiDeps } from "../deps.js";
import { chatPage } from "./chat-page.js";
import { consolePage } from "./console.js";
import { consoleImport } from "./console-import.js";
import { consoleQueues } from "./console-queues.js";
import { consoleStyle } from "./console-style.js";
import { data } from "./data.js";
import { demo } from "./demo.js";
import { health } from "./health.js";
import { photo } from "./photo.js";

export const routes: Readonly<Record<string, (deps: ApiDeps) => Route[]>> = {
  health,
  "chat-page": chatPage,
  demo,
  data,
  photo,
  console: consolePage,
  "console-import": consoleImport,
  "console-queues": consoleQueues,
  "console-style": consoleStyle,
};
