/** The two ends of a move, as they are written on the command line. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { StorePlace } from "#store/open.js";
import type { Failure } from "../outcome.js";

/** What an end of a move may be, for the help and for whoever mistypes. */
export const ADDRESSES =
  "sqlite:PATH (the file fourhelp.db of a data folder), mongodb://… or mongodb+srv://…, or the word STORE_URL for the address in that setting";

/** One end of a move, or what is wrong with it. `storeUrl` is the setting; the address itself is never shown: it may hold a password. */
export function readPlace(option: string, text: string, storeUrl: string | null): StorePlace | Failure {
  if (text === "STORE_URL") {
    if (storeUrl !== null) return { engine: "mongo", url: storeUrl };
    return wrong(`${option}: STORE_URL is not set.`, `${option}：没有设置 STORE_URL。`);
  }
  if (text.startsWith("sqlite:") && text.length > "sqlite:".length && !text.includes("\0"))
    return { engine: "sqlite", path: resolve(text.slice("sqlite:".length)) };
  if (/^mongodb(\+srv)?:\/\/[^/\s]\S*$/.test(text)) return { engine: "mongo", url: text };
  return wrong(`${option}: got something else than ${ADDRESSES}.`, `${option} 要写成 sqlite:文件路径 或 mongodb://…。`);
}

/** What stands in the way of reading or writing a file as a store; null when nothing does. A server says so itself. */
export async function checkFile(option: string, place: StorePlace, mustExist: boolean): Promise<Failure | null> {
  if (place.engine !== "sqlite") return null;
  const found = await stat(place.path).catch(() => null);
  if (found?.isDirectory())
    return wrong(
      `${option}: ${place.path} is a folder; name the file in it, such as sqlite:${place.path}/fourhelp.db.`,
      `${option}：这是一个目录，请写里面的文件，如 sqlite:${place.path}/fourhelp.db。`,
    );
  if (found || !mustExist) return null;
  return refused(`There is no data at ${place.path}.`, "这里没有数据，请检查路径。");
}

/** A failure of wrong use, in both languages. */
export const wrong = (...problems: readonly string[]): Failure => ({ ending: "usage", problems });
/** A failure of refused input, in both languages. */
export const refused = (...problems: readonly string[]): Failure => ({ ending: "refused", problems });
