import type { Route } from "#app/route.js";
import { say } from "#core/message/message.js";
import { consoleHtml, enter, isInside, type Wording } from "../console-door.js";
import type { ApiDeps, JobCounts } from "../deps.js";
import { escapeHtml, table } from "../html.js";

/** What the system does in the background, in numbers; where there is a board, the way to it. */
export function consoleQueues(deps: ApiDeps): Route[] {
  return [
    {
      method: "GET",
      path: "/console/queues",
      perMinute: 120,
      async handle(request) {
        const entered = await enter(deps, request, false);
        if (!isInside(entered)) return entered;
        const { words } = entered;
        const counts = await deps.jobs.counts().catch(() => null);
        const about = counts === null ? "console.queues-away" : "console.queues-about";
        return consoleHtml(words, [
          `<nav><a href="${words.path("/console")}">${escapeHtml(words.term("lists.back"))}</a></nav>`,
          `<p>${escapeHtml(words.text(say(about)))}</p>`,
          ...(counts === null ? [] : [tableOf(words, counts)]),
          deps.jobs.board === null
            ? `<p class="note">${escapeHtml(words.text(say("console.queues-here")))}</p>`
            : `<p><a href="${escapeHtml(deps.jobs.board)}/">${escapeHtml(words.text(say("console.queues-board")))}</a></p>`,
        ]);
      },
    },
  ];
}

function tableOf(words: Wording, counts: readonly JobCounts[]): string {
  const columns = ["waiting", "delayed", "running", "failed"] as const;
  return table(
    words.term("console.queues"),
    [words.term("console.job"), ...columns.map((name) => words.term(`console.job-${name}`))],
    counts.map((row) => [words.term(`job.${row.job}`), ...columns.map((name) => String(row[name]))]),
  );
}
