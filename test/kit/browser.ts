/** A real Chromium for tests of pages. */
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts Chromium; the caller closes it. Throws, with how to install it, when it is not there: a page nobody
 * looked at is not a page that works.
 */
export async function openBrowser(path = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium"): Promise<Browser> {
  if (!existsSync(path)) {
    throw new Error(
      `There is no Chromium at ${path}. Install it (Debian, Ubuntu: "sudo apt-get install -y chromium"), ` +
        "or name another with CHROMIUM_PATH=/path/to/chrome.",
    );
  }
  return chromium.launch({ executablePath: path, args: FLAGS });
}
