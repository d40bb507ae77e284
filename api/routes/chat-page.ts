import type { Route } from "#app/route.js";
import type { ApiDeps, PageFile } from "../deps.js";

/** The chat page at `/` and its files under `/chat/`, compressed when the reader can. */
export function chatPage({ page }: ApiDeps): Route[] {
  const routes: Route[] = [];
  for (const [path, file] of page) {
    const url = path === "index.html" ? "/" : `/chat/${path}`;
    routes.push({
      method: "GET",
      path: url,
      perMinute: 600,
      handle: (request) => Promise.resolve(serve(file, request.headers["accept-encoding"] ?? "")),
    });
  }
  return routes;
}

function serve(file: PageFile, accepts: string) {
  const zipped = file.gzip !== null && accepts.includes("gzip");
  return {
    status: 200,
    file: { bytes: zipped && file.gzip ? file.gzip : file.bytes, type: file.type },
    headers: {
      "cache-control": "no-cache",
      vary: "accept-encoding",
      ...(zipped ? { "content-encoding": "gzip" } : {}),
    },
  };
}
