/** The web chat contract (design §6), and single-use links into it: routes over a conversation that its reader fetches. */
import { z } from "zod";
import { publicMessage, type PublicMessage } from "#app/chat.js";
import { refused, type Route, type RouteRequest, type RouteResponse } from "#app/route.js";
import { say } from "#core/message/message.js";
import type { Input } from "#core/message/talk.js";
import type { Contact } from "#core/records.js";
import { Locale } from "#core/registry/people.js";
import type { ChannelDeps } from "../port.js";
import type { Hub } from "./hub.js";

/** A photo of 5 MB as a base64 data URL, twice: somewhat larger ones are told so in the reader's language. */
const MESSAGE_BYTES = 14 * 1024 * 1024;
/** Longest text of one message. */
const TEXT_LENGTH = 4_000;

const Open = z.object({ locale: Locale.optional(), channel: z.enum(["web", "terminal"]).optional() });
/** What stands behind `#key=` in a link; a token as `Ids.secret` makes it. */
const Link = z.strictObject({ key: z.string().regex(/^[\w-]{20,200}$/) });
const Send = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x21-\x7e]+$/),
  text: z.string().max(TEXT_LENGTH).optional(),
  choice: z.string().max(200).optional(),
  photo: z.string().optional(),
});

export function pullRoutes(deps: ChannelDeps, hub: Hub): Route[] {
  return [
    {
      method: "POST",
      path: "/api/chat/sessions",
      bodyLimit: 4_096,
      perMinute: 6_000,
      handle: (request) => open(deps, request),
    },
    {
      method: "POST",
      path: "/api/chat/links",
      bodyLimit: 1_024,
      perMinute: 120,
      handle: (request) => openLink(deps, request),
    },
    {
      method: "POST",
      path: "/api/chat/messages",
      bodyLimit: MESSAGE_BYTES,
      perMinute: 1_200,
      limitBy: "session",
      handle: (request) => known(deps, request, (contact) => receive(deps, hub, contact, request.body)),
    },
    {
      method: "GET",
      path: "/api/chat/messages",
      perMinute: 1_200,
      limitBy: "session",
      handle: (request) =>
        known(deps, request, async (contact) => ({
          status: 200,
          body: { messages: await deps.chat.messages(contact, request.query["after"] ?? null) },
        })),
    },
    {
      method: "GET",
      path: "/api/chat/events",
      perMinute: 120,
      limitBy: "session",
      handle: (request) =>
        known(deps, request, async (contact) => ({
          status: 200,
          events: await follow(deps, hub, contact, request.signal),
        })),
    },
  ];
}

async function open(deps: ChannelDeps, { body }: RouteRequest): Promise<RouteResponse> {
  const parsed = Open.safeParse(body ?? {});
  if (!parsed.success) return refused(400, "bad-locale", "locale: zh-CN or en / 语言：zh-CN 或 en");
  const token = await deps.chat.open(parsed.data.channel ?? "web", parsed.data.locale ?? null);
  return { status: 201, body: { token } };
}

/** Spends a single-use link of another channel: a token of its person's conversation here, for an hour. */
async function openLink(deps: ChannelDeps, { body }: RouteRequest): Promise<RouteResponse> {
  const parsed = Link.safeParse(body);
  if (!parsed.success) return refused(400, "bad-link", "key: what stands behind #key= / key：链接里 #key= 后面的部分");
  const token = await deps.chat.openLink(parsed.data.key);
  return token === null
    ? refused(404, "link-spent", inBoth(deps, "chat.link-spent"))
    : { status: 201, body: { token }, headers: { "cache-control": "no-store" } };
}

/** Finds the conversation of the bearer token, or 401. */
async function known(
  deps: ChannelDeps,
  request: RouteRequest,
  then: (contact: Contact) => Promise<RouteResponse>,
): Promise<RouteResponse> {
  const token = /^Bearer ([\w-]{20,200})$/.exec(request.headers["authorization"] ?? "")?.[1];
  const contact = token === undefined ? null : await deps.chat.contactOf(token);
  if (!contact) {
    return refused(401, "session-ended", inBoth(deps, "chat.session-ended"));
  }
  return then(contact);
}

/** A sentence in both languages, for a reader nobody knows. */
function inBoth({ render }: ChannelDeps, key: "chat.session-ended" | "chat.link-spent"): string {
  return (["zh-CN", "en"] as const).map((locale) => render(say(key), { locale, dataClass: "local" })).join(" / ");
}

async function receive(deps: ChannelDeps, hub: Hub, contact: Contact, body: unknown): Promise<RouteResponse> {
  const sorry = (key: "chat.bad-message" | "chat.too-long" | "chat.bad-photo" | "chat.big-photo", error: string) =>
    refused(400, error, deps.render(say(key), { locale: contact.locale, dataClass: "local" }));
  const parsed = Send.safeParse(body);
  if (!parsed.success) {
    const tooLong = parsed.error.issues.some((issue) => issue.path[0] === "text" && issue.code === "too_big");
    return tooLong ? sorry("chat.too-long", "too-long") : sorry("chat.bad-message", "bad-message");
  }
  const { id, text, choice, photo } = parsed.data;
  let input: Input;
  if (photo !== undefined) {
    const kept = await deps.photos.keep(photo, { office: contact.office, person: contact.active });
    if (kept.type === "refused")
      return kept.why === "too-big" ? sorry("chat.big-photo", "big-photo") : sorry("chat.bad-photo", "bad-photo");
    input = { type: "photo", photo: kept.photo, text: text ?? null };
  } else if (choice !== undefined) input = { type: "choice", id: choice };
  else if (text !== undefined) input = { type: "text", text };
  else return sorry("chat.bad-message", "bad-message");
  const { channel, address } = contact;
  const received = await deps.receive({ channel, address, externalId: id, input });
  if (!received.repeated) hub.wake(address);
  return { status: 200, body: { replies: received.replies.map(publicMessage) } };
}

/** News of a conversation from now on, each message once. */
async function follow(
  deps: ChannelDeps,
  hub: Hub,
  contact: Contact,
  signal: AbortSignal,
): Promise<AsyncIterable<{ id: string; data: PublicMessage }>> {
  const start = await deps.chat.newest(contact._id);
  return (async function* () {
    let last = start;
    while (!signal.aborted) {
      // begin to wait before looking, so that nothing slips in between
      const news = hub.wait(contact.address, signal);
      for (const row of await deps.chat.rowsAfter(contact._id, last)) {
        last = row.seq;
        const data = publicMessage(row);
        yield { id: data.id, data };
      }
      await news;
    }
  })();
}
