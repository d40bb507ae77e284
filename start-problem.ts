/** Why it did not start, as a sentence that says what to do; undefined for what nobody foresaw. */
import { StoreRefused } from "#store/refused.js";
import { VaultRefused } from "#store/vault.js";
import type { Config } from "./config.js";
import { EngineRefused } from "./engines.js";

export function explainStart(error: unknown, config: Pick<Config, "port" | "host" | "dataDir">): string | undefined {
  if ([StoreRefused, VaultRefused, EngineRefused].some((kind) => error instanceof kind))
    return (error as Error).message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${config.port} is taken. Stop what uses it, or choose another: PORT=${config.port + 1} npm start\n端口 ${config.port} 已被占用，请换一个：PORT=${config.port + 1} npm start`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `This machine has no address ${config.host}. Set HOST to one it has, such as 127.0.0.1 or 0.0.0.0.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
      return `The data folder ${config.dataDir} cannot be written. Give this user the right to write there, or set DATA_DIR to another folder.\n数据目录 ${config.dataDir} 不能写入，请检查权限，或用 DATA_DIR 换一个目录。`;
    default:
      return undefined;
  }
}
