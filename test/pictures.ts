/**
 * Draws the pictures of the documents: a pledge in chat on a phone, and the office's console, from a fresh demo county
 * in real Chromium. `npm run pictures`
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { systemIds, systemTimers } from "#app/clock.js";
import { makeConsoleLink } from "#app/console.js";
import { createLog } from "#app/log.js";
import { compose } from "../compose.js";
import { readConfig } from "../config.js";
import { readPage } from "../page.js";
import { openBrowser } from "./kit/browser.js";

const folder = await mkdtemp(join(tmpdir(), "fourhelp-pictures-"));
const outcome = readConfig({ DATA_DIR: folder, PORT: "0", LOG_LEVEL: "silent" });
if (outcome.type === "refused") throw new Error("the configuration was refused");
const page = await readPage(new URL("../dist/web/", import.meta.url));
const log = createLog({ level: "silent" });
const house = await compose(outcome.config, { timers: systemTimers(), ids: systemIds(), log, page });
const base = (await house.server?.listen({ port: 0, host: "127.0.0.1" })) ?? "";
const browser = await openBrowser();
try {
  await mkdir("docs/img", { recursive: true });
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: "zh-CN" });
  await phone.goto(`${base}/?as=demo-ent-01`);
  for (const words of ["认捐", "帮资金", "5万块，给板长村修房", "年前", "确认认捐"]) await type(phone, words);
  await phone.waitForTimeout(600);
  await phone.screenshot({ path: "docs/img/chat-phone.png" });
  const desk = await browser.newPage({ viewport: { width: 1000, height: 900 }, locale: "zh-CN" });
  await desk.goto(`${base}${await makeConsoleLink(house.deps, house.office._id)}`);
  await desk.getByRole("button").click();
  await desk.waitForURL("**/console");
  await desk.screenshot({ path: "docs/img/console.png" });
} finally {
  await browser.close();
  await house.close(1_000);
  await rm(folder, { recursive: true });
}

async function type(phone: Page, words: string): Promise<void> {
  const field = phone.getByRole("textbox");
  await field.fill(words);
  const before = await phone.getByRole("log").innerText();
  await field.press("Enter");
  await phone.waitForFunction(
    (text) => (document.querySelector('[role="log"]')?.textContent ?? "").length > text.length + 5,
    before,
  );
  await phone.waitForTimeout(300);
}
