/** One person's line through a channel, from the network's side: what they send goes in as it would, what reached them is read. */
import { join } from "node:path";
import { createPhotos, type Photos } from "#app/photos.js";
import type { Channel, ChannelDeps } from "#bot/channels/port.js";
import type { Fourhelp } from "../../compose.js";
import { pushPath, pushSecret, pushSecretHeader, type PushChannel } from "./push-channel.js";
import type { World } from "./world.js";

/** A message of the bot, as it reached the person. */
export interface Shown {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

export type Sent =
  | { readonly text: string }
  | { readonly button: string }
  /** The id of a photo that is put away already. */
  | { readonly photo: string }
  /** Something the channel cannot read. */
  | { readonly unreadable: true };

export interface Line {
  readonly address: string;
  /** Sends as the network would, with the network's own id of it; resolves when the channel has taken it. */
  send(what: Sent, id?: string): Promise<void>;
  /** What `receive` knows a message by that was sent with this id; the id itself unless told. */
  externalId?(id: string): string;
  /** Everything of the bot that reached the person, oldest first. */
  heard(): Promise<readonly Shown[]>;
}

/** Sends, lets some time pass so that everything which follows is done, and returns what is new on the line. */
export async function play(world: World, line: Line, what: Sent, id?: string): Promise<readonly Shown[]> {
  const before = (await line.heard()).length;
  await line.send(what, id);
  await world.advance(world.patienceMs);
  return (await line.heard()).slice(before);
}

/** Presses the newest button that has `label` in it, under a message that has `under` in it. */
export async function press(world: World, line: Line, label: string, under = ""): Promise<readonly Shown[]> {
  const heard = await line.heard();
  const shown = heard.filter(({ text }) => text.includes(under)).toReversed();
  const button = shown.flatMap(({ choices }) => choices).find((choice) => choice.label.includes(label));
  if (!button) throw new Error(`${line.address} was shown no [${label}]; at last ${JSON.stringify(heard.at(-1))}`);
  return play(world, line, { button: button.id });
}

/** What the house hands its channels. */
export function channelDepsOf({ house, dataDir }: World): ChannelDeps {
  const { render, log } = house.deps;
  return { chat: house.chat, photos: photosOf(house, dataDir), render, log, receive: house.receive };
}

export function photosOf(house: Fourhelp, dataDir: string): Photos {
  return createPhotos({ ...house.deps, dir: join(dataDir, "photos") });
}

/** The channel as the house has it. */
export function channelOf({ house }: World, id: string): Channel {
  const outlet = house.deps.outlet(id);
  if (!outlet || !("routes" in outlet)) throw new Error(`no channel ${id}`);
  return outlet as Channel;
}

/** A line of the web chat's contract, for a person of the office by id or for a stranger. */
export async function openPullLine(
  world: World,
  channel: "web" | "terminal",
  who?: string,
): Promise<Line & { token: string }> {
  const { chat } = world.house;
  const token = who === undefined ? await chat.open(channel, null) : await chat.openAs(channel, who);
  const contact = token === null ? null : await chat.contactOf(token);
  if (token === null || !contact) throw new Error(`no conversation for ${who}`);
  const headers = { authorization: `Bearer ${token}` };
  const { address } = contact;
  let count = 0;
  return {
    token,
    address,
    async send(what, id = `${address}-${(count += 1)}`) {
      if ("unreadable" in what || "photo" in what) return aside(world, { channel, address }, what, id);
      const payload = "text" in what ? { id, text: what.text } : { id, choice: what.button };
      const response = await serverOf(world).inject({ method: "POST", url: "/api/chat/messages", headers, payload });
      if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.body}`);
    },
    async heard() {
      const shown: Shown[] = [];
      for await (const row of world.house.deps.store.messages.scan({
        index: "byContact",
        where: { contact: contact._id },
      })) {
        if (row.from === "bot" && row.state === "sent")
          shown.push({ id: row._id, text: row.text, choices: row.choices });
      }
      return shown;
    },
  };
}

/** A line of the push double, for a person of the office by id or for a stranger with that address. */
export async function openPushLine(world: World, channel: PushChannel, who: string): Promise<Line> {
  const { chat, deps } = world.house;
  const token = (await deps.store.people.get(who)) ? await chat.openAs(channel.id, who) : null;
  const address = token === null ? who : ((await chat.contactOf(token))?.address ?? who);
  let count = 0;
  return {
    address,
    async send(what, id = `${address}-${(count += 1)}`) {
      if ("photo" in what) return aside(world, { channel: channel.id, address }, what, id);
      const payload = { update: id, from: address, ...("unreadable" in what ? {} : what) };
      const headers = { [pushSecretHeader]: pushSecret };
      const response = await serverOf(world).inject({ method: "POST", url: pushPath, headers, payload });
      if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.body}`);
    },
    heard: () => Promise.resolve(channel.handed.filter((one) => one.address === address)),
  };
}

export function serverOf({ house }: World): NonNullable<Fourhelp["server"]> {
  if (!house.server) throw new Error("this house has no server");
  return house.server;
}

/** What a network has no way to carry in a test goes to `receive` directly. */
async function aside(
  { house }: World,
  at: { channel: string; address: string },
  what: { readonly photo: string } | { readonly unreadable: true },
  externalId: string,
): Promise<void> {
  const input =
    "photo" in what
      ? ({ type: "photo", photo: what.photo, text: null } as const)
      : ({ type: "unsupported", what: "sticker" } as const);
  await house.receive({ ...at, externalId, input });
}
