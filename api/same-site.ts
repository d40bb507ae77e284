/** Was a form sent by our own page? Beside the cookie, which other sites' forms do not carry, this is the second lock. */

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Browsers say where a request comes from: `Sec-Fetch-Site` over https and on this machine, `Origin` elsewhere too.
 * What says neither is no browser, and has no cookie that somebody else could make it send.
 */
export function isFromHere(headers: Headers): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin } = headers;
  if (origin === undefined) return true;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  // a proxy may have its own name for us; a page of somebody else's cannot set either header
  return host !== null && (host === headers["host"] || host === headers["x-forwarded-host"]);
}

/** The same for links, which people may also type or keep. */
export function isNoForeignLink(headers: Headers): boolean {
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none";
}
