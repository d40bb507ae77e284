/** Finds links to our own pages in the bot's texts. Nothing else in a text is ever more than text. */

export interface Part {
  readonly text: string;
  /** A path on our own origin. */
  readonly href?: string;
}

// A path must not be the tail of something longer: "https://else.where/c/x" is no link of ours.
// (Not a look-behind: Safari before 16.4 would refuse the whole page.)
const OWN_PATH = /(^|[^\w/.:@%#?&=~-])(\/(?:c|data|photo)\/[\w\-.~%/?=&]+)/g;

/** Cuts a text into plain parts and own-origin links (/c/…, /data/…, /photo/…, with or without our own origin). */
export function splitLinks(text: string, origin: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  // Our own origin before a path is dropped from view and link alike: people need not read it.
  const shorter = text.split(`${origin}/`).join("/");
  for (const match of shorter.matchAll(OWN_PATH)) {
    const [whole, before = "", path = ""] = match;
    const href = path.replace(/[.?&=]+$/, "");
    const start = match.index + whole.indexOf(path, before.length);
    // "/c/../admin" names another page than it seems to.
    if (new URL(href, origin).href !== origin + href) continue;
    if (start > done) parts.push({ text: shorter.slice(done, start) });
    parts.push({ text: href, href });
    done = start + href.length;
  }
  if (done < shorter.length) parts.push({ text: shorter.slice(done) });
  return parts;
}
