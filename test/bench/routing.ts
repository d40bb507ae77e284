/** Inbound messages a second with 10 and with 500 registered flows and words: routing must not be a linear scan. */
import { performance } from "node:perf_hooks";
import { createDialogue } from "#bot/dialogue/engine.js";
import { ask, flow, type Flow } from "#bot/dialogue/flow.js";
import { say } from "#core/message/message.js";
import { defaultSettings } from "#core/office.js";
import { areaTree } from "#core/registry/area.js";
import type { TalkContext } from "#app/talk.js";
import { quantile, report, round } from "./report.js";

const ROUNDS = 15;
const MESSAGES = 20_000;

export function routing(): Promise<void> {
  const few = perSecond(10);
  const many = perSecond(500);
  // taken in turns, so that both meet the same machine
  const rates = { few: [] as number[], many: [] as number[] };
  for (let i = 0; i < ROUNDS; i++) {
    rates.few.push(few());
    rates.many.push(many());
  }
  const [ten, fiveHundred] = [quantile(rates.few, 0.5), quantile(rates.many, 0.5)];
  report({
    bench: "routing",
    perSecond10: Math.round(ten),
    perSecond500: Math.round(fiveHundred),
    ratio: round(fiveHundred / ten),
    within: fiveHundred / ten >= 0.9,
  });
  return Promise.resolve();
}

/** A run over a dialogue of so many flows: words, free text and buttons, evenly over all flows. */
function perSecond(count: number): () => number {
  const flows: Record<string, Flow> = {};
  const entries: Record<string, string> = {};
  for (let i = 0; i < count; i++) {
    flows[`f${i}`] = flow<null>({
      id: `f${i}`,
      version: 1,
      begin: () => ({ to: "ask", data: null }),
      nodes: {
        ask: ask({ show: () => ({ message: say("talk.stale") }), on: () => ({ to: "ask", data: null, back: false }) }),
      },
    });
    entries[`words.f${i}`] = `f${i}`;
  }
  const words = (key: string): string[] => (key.startsWith("words.f") ? [`word${key.slice(7)}`] : []);
  const dialogue = createDialogue({
    flows,
    entries,
    wording: { labels: () => [], words },
    fallback: "f0",
    stale: "f0",
    phone: "f0",
    stop: "f0",
  });
  const context: TalkContext = {
    now: 0,
    today: "2026-11-24",
    locale: "en",
    officeName: "-",
    settings: defaultSettings,
    areas: areaTree([]),
    county: "-",
    speaker: null,
    shared: false,
    lastAt: 0,
    token: "t",
  };
  return () => {
    const began = performance.now();
    let state: unknown = null;
    for (let i = 0; i < MESSAGES; i++) {
      const input =
        i % 3 === 0
          ? ({ type: "text", text: `word${i % count}` } as const)
          : i % 3 === 1
            ? ({ type: "choice", id: `s.f${i % count}` } as const)
            : ({ type: "text", text: "5 万元" } as const);
      ({ state } = dialogue.step(state, input, context));
    }
    return MESSAGES / ((performance.now() - began) / 1000);
  };
}
