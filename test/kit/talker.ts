/** People who talk with a house: each input goes through the real `receive`, each answer is read from the store. */
import { join } from "node:path";
import { createPhotos } from "#app/photos.js";
import type { Contact, ChatMessage } from "#core/records.js";
import type { Input } from "#core/message/talk.js";
import type { Locale, Person } from "#core/registry/people.js";
import { officeIndex } from "#store/collections.js";
import type { Fourhelp } from "../../compose.js";

/** One person's conversation. Bubbles are texts; their buttons stand on a last line, as `[a] [b]`. */
export interface Talker {
  readonly name: string;
  /** Types a text; the bot's answers. */
  say(text: string): Promise<string[]>;
  /** Presses the newest button of that label, however old it is, or the newest under those words; throws when there is none. */
  press(label: string, under?: string): Promise<string[]>;
  /** What a page sends to be greeted. */
  start(): Promise<string[]>;
  photo(): Promise<string[]>;
  voice(): Promise<string[]>;
  sticker(): Promise<string[]>;
  /** Any input; the same `externalId` twice is the network repeating itself. */
  input(input: Input, externalId?: string): Promise<string[]>;
  /** What the bot has said since the last look and was not yet returned: notices, in order. */
  inbox(): Promise<string[]>;
  /** The conversation's document as it stands. */
  contact(): Promise<Contact>;
}

export interface Talkers {
  of(name: string, locale: Locale | null, channel?: PullChannel): Promise<Talker>;
}

/** Channels that are looked at, not sent to. */
export type PullChannel = "web" | "terminal";

/** One white dot. */
const PHOTO =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";
/** How far back a button is looked for. */
const LOOK_BACK = 200;

/** Keeps the conversations of a world by name, over restarts of the house. */
export function createTalkers(house: () => Fourhelp, dataDir: string): Talkers {
  const known = new Map<string, Promise<Talker>>();
  return {
    of(name, locale, channel = "web") {
      const key = `${channel} ${name}`;
      const found = known.get(key) ?? open(house, dataDir, name, { locale, channel });
      known.set(key, found);
      return found;
    },
  };
}

async function open(
  house: () => Fourhelp,
  dataDir: string,
  name: string,
  { locale, channel }: { locale: Locale | null; channel: PullChannel },
): Promise<Talker> {
  const { chat } = house();
  const person = await personCalled(house(), name);
  const token = person ? await chat.openAs(channel, person._id) : await chat.open(channel, locale);
  const contact = token === null ? null : await chat.contactOf(token);
  if (!contact) throw new Error(`no conversation for ${name}`);
  return createTalker(house, dataDir, name, contact);
}

/** The person of the office with this name or id. */
export async function personCalled({ deps, office }: Fourhelp, name: string): Promise<Person | undefined> {
  const byId = await deps.store.people.get(name);
  if (byId) return byId;
  let found: Person | undefined;
  for await (const person of deps.store.people.scan({ index: officeIndex, where: { office: office._id } })) {
    // of two with one name, the one with a story is meant
    if (person.name === name && (!found || person.about !== null)) found = person;
  }
  return found;
}

function createTalker(
  house: () => Fourhelp,
  dataDir: string,
  name: string,
  { _id, channel, address }: Contact,
): Talker {
  let sent = 0;
  let readTo = 0;
  const returned = new Set<string>();

  async function input(what: Input, externalId = `${_id}-${(sent += 1)}`): Promise<string[]> {
    const { replies } = await house().receive({ channel, address, externalId, input: what });
    for (const reply of replies) returned.add(reply._id);
    return replies.map(shown);
  }

  async function press(label: string, under = ""): Promise<string[]> {
    const { items } = await house().deps.store.messages.find({
      index: "byContact",
      where: { contact: _id },
      descending: true,
      limit: LOOK_BACK,
    });
    const choices = items.filter((row) => row.text.includes(under)).flatMap((row) => row.choices);
    const choice = choices.find((one) => one.label === label);
    if (choice) return input({ type: "choice", id: choice.id });
    const labels = [...new Set(choices.map((one) => `[${one.label}]`))].join(" ");
    const where = under === "" ? "" : ` under "${under}"`;
    throw new Error(`${name} was never shown a button [${label}]${where}; there were ${labels || "none"}`);
  }

  async function photo(): Promise<string[]> {
    const { deps, office } = house();
    const photos = createPhotos({ ...deps, dir: join(dataDir, "photos") });
    const kept = await photos.keep(PHOTO, { office: office._id, person: null });
    if (kept.type !== "kept") throw new Error("the photo was not kept");
    return input({ type: "photo", photo: kept.photo, text: null });
  }

  async function inbox(): Promise<string[]> {
    const news: ChatMessage[] = [];
    for (let rows = await house().chat.rowsAfter(_id, readTo); rows.length > 0;) {
      readTo = rows.at(-1)?.seq ?? readTo;
      news.push(...rows.filter((row) => row.from === "bot" && !returned.has(row._id)));
      rows = await house().chat.rowsAfter(_id, readTo);
    }
    returned.clear();
    return news.map(shown);
  }

  return {
    name,
    input,
    press,
    photo,
    inbox,
    say: (text) => input({ type: "text", text }),
    start: () => input({ type: "choice", id: "start" }),
    voice: () => input({ type: "unsupported", what: "voice" }),
    sticker: () => input({ type: "unsupported", what: "sticker" }),
    async contact() {
      const contact = await house().deps.store.contacts.get(_id);
      if (!contact) throw new Error(`the conversation of ${name} is gone`);
      return contact;
    },
  };
}

function shown({ text, choices }: ChatMessage): string {
  const buttons = choices.map(({ label }) => `[${label}]`).join(" ");
  return buttons === "" ? text : `${text}\n${buttons}`;
}
