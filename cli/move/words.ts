/** What `fourhelp move` says. */
import { basename, dirname } from "node:path";
import { sentenceOfHalfMoved } from "#store/moving.js";
import { nameOfPlace, type StorePlace } from "#store/open.js";
import { InvalidDocument, StoreMisuse, StoreRefused } from "#store/refused.js";
import type { Failure } from "../outcome.js";
import { refused } from "./places.js";
import type { Counts, Look, MoveOutcome } from "./stores.js";

/** Both ends in words that may be shown. */
export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Why a move does not begin. */
export function refusalOf(look: Exclude<Look, { type: "ready" }>, { from, to }: Ends): Failure {
  switch (look.type) {
    case "nothing-there":
      return refused(`There is no data in ${from}: nothing to move.`, "这里没有数据，没有可搬的。");
    case "source-half-moved":
      return refused(...sentenceOfHalfMoved(look.mark).split("\n"));
    case "target-in-use":
      return refused(
        `${to} has data of its own, and nothing is written over. Name an empty one, or put that data aside first.`,
        "目标里已经有数据，不会覆盖。请换一个空的，或者先把那里的数据移走。",
      );
    case "other-move":
      return refused(
        `${to} is half full from ${look.mark.from}. Finish that move, or empty ${to} and begin again.`,
        "目标里有另一次没搬完的数据。请先搬完，或者清空目标再来。",
      );
  }
}

/** What is said after Ctrl-C. */
export const stoppedLines = [
  "Stopped. Give the same command again: it goes on from here.",
  "已停下。再执行一次同样的命令，会接着搬。",
];

/** Both sides were compared, and are not the same. */
export function differs(collections: readonly string[], { from, to }: Ends): Failure {
  return {
    ending: "broken",
    problems: [
      `Not the same on both sides: ${collections.join(", ")}. If anything still writes to ${from}, stop it and give the same command again; otherwise empty ${to} and begin anew.`,
      "两边的数据不一样。如果还有程序在写旧的数据，请停下它再执行一次；否则清空目标，重新搬。",
    ],
  };
}

/** Broken infrastructure as a sentence; null for what nobody foresaw. Never an address, never what stands in a document. */
export function breakageOf(error: unknown, place: string): Failure | null {
  const broken = (...problems: readonly string[]): Failure => ({ ending: "broken", problems });
  if (error instanceof StoreRefused && error.reason === "locked")
    return broken(
      `A Fourhelp runs on ${place}. Stop it first: nothing may be written while it is moved.`,
      "有程序正在使用这些数据，请先停下它再搬。",
    );
  if (error instanceof StoreRefused) return broken(...error.message.split("\n"));
  // both name fields and keys, never values
  if (error instanceof InvalidDocument || error instanceof StoreMisuse)
    return broken(`The move broke off: ${error.message}.`, "没有搬完：有一条数据不合格式。");
  if (error instanceof Error && error.name.startsWith("Mongo"))
    return broken(
      `MongoDB did not answer as it should (${error.name}). When it is well again, give the same command: the move goes on where it stopped.`,
      "MongoDB 没有正常答复。恢复后再执行一次同样的命令，会接着搬。",
    );
  return null;
}

/** What would be moved. */
export function dryLines(counts: Counts, documents: number, { from, to }: Ends): string[] {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return [
    `${documents} documents would go from ${from} to ${to}. Nothing was written. 只是看一看，没有写入。`,
    ...some.map(([name, count]) => `  ${name} ${count}`),
  ];
}

/** What was moved, and what to do next. */
export function doneLines(outcome: Extract<MoveOutcome, { type: "done" }>, to: StorePlace, { from }: Ends): string[] {
  const { copied, kept } = outcome;
  return [
    `Moved: ${copied + kept} documents from ${from} to ${nameOfPlace(to)}, the same on both sides by count and hash. 已搬完，两边核对一致。`,
    ...nextLines(to),
    "The old store is as it was. Keep it until the new one has proved itself, and start nothing on it. 旧的数据没有动，先留着，不要再用它启动。",
  ];
}

function nextLines(to: StorePlace): string[] {
  if (to.engine === "mongo")
    return [
      "Next: set STORE_URL to the new address for every process. fourhelp.key, photos and uploads stay in DATA_DIR: every process needs that folder.",
      "下一步：给每个进程设置 STORE_URL。钥匙 fourhelp.key、照片和上传的文件仍在 DATA_DIR 里，每个进程都要能用这个目录。",
    ];
  const folder = dirname(to.path);
  const name = basename(to.path) === "fourhelp.db" ? "" : ` Call the file fourhelp.db there.`;
  return [
    `Next: start with DATA_DIR=${folder} and without STORE_URL.${name} fourhelp.key, photos and uploads are not part of this: put those of the old DATA_DIR there too.`,
    "下一步：不设 STORE_URL，用这个 DATA_DIR 启动。钥匙 fourhelp.key、照片和上传的文件不在库里，请从旧的 DATA_DIR 一起拷过来。",
  ];
}
