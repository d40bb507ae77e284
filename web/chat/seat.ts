/** Whose talk the page shows, and where it is kept. */
import type { Api, Outcome } from "./api.js";
import { endLink, enterByLink, hasLink, keepKey, type LinkDeps } from "./link.js";
import { createStore, type Area, type Store } from "./store.js";
import { isWord, type Language, type Words } from "./texts.js";

export interface Seat {
  readonly store: Store;
  /** A new token, where none is kept. */
  readonly create: () => Promise<Outcome<string>>;
  /** The sentence above the talk; empty for none. */
  readonly banner: (words: Words) => string;
  /** The sentence for when no talk can be had. */
  readonly closing: keyof Words;
  /** The sentence at what an ended session left unsent. */
  readonly unsent: keyof Words;
}

export interface SeatDeps extends Omit<LinkDeps, "tab"> {
  readonly api: Api;
  /** The demo person of the address. */
  readonly person: string | undefined;
  /** The key of a link, of the address. */
  readonly key: string | undefined;
  readonly language: () => Language;
  /** The banner says something else now. */
  readonly changed: () => void;
}

/** Reading `localStorage` alone throws where storage is refused. */
function areaOf(read: () => Storage): Area | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What all windows of this phone share: its own talk, and how the page is liked, whoever talks. */
export function openPhoneStore(name: "talk" | "page"): Store {
  const area = areaOf(() => localStorage);
  return createStore(area, `fourhelp:${name}:`);
}

function openTabStore(name: string): Store {
  const area = areaOf(() => sessionStorage);
  return createStore(area, `fourhelp:${name}:`);
}

const USUAL = { closing: "noDemo", unsent: "unsent" } as const;

/** A demo person has a talk of their own in each window; the banner has the name once the server has told it. */
function demoSeat({ api, changed }: SeatDeps, person: string): Seat {
  let [name, role] = [person, ""];
  void api.people().then((people) => {
    const known = people.type === "done" ? people.value.find((other) => other.id === person) : undefined;
    if (known) [name, role] = [known.name, known.role];
    changed();
  });
  const called = (words: Words) =>
    isWord(role) ? words.demoName.replace("{role}", words[role]).replace("{name}", () => name) : name;
  return {
    ...USUAL,
    store: openTabStore(`as:${person}`),
    create: () => api.openDemoSession(person),
    banner: (words) => words.demo.replace("{who}", () => called(words)),
  };
}

/**
 * A demo person's talk, one that a link opened in this tab, or this phone's own. Without a link it is there at once;
 * with one it may take until the line is back.
 */
export async function takeSeat(deps: SeatDeps): Promise<Seat> {
  const { api, person, key, language } = deps;
  if (person !== undefined) return demoSeat(deps, person);
  const tab = openTabStore("link");
  if (key !== undefined) keepKey(tab, key);
  const linked = hasLink(tab);
  if (linked && (await enterByLink({ ...deps, tab })) === "open") {
    const create = () => Promise.resolve(endLink(tab));
    return { store: tab, create, banner: (words) => words.linkBanner, closing: "linkEnded", unsent: "linkUnsent" };
  }
  return {
    ...USUAL,
    store: openPhoneStore("talk"),
    create: () => api.openSession(language()),
    banner: (words) => (linked ? words.linkSpent : ""),
  };
}
