/** Who are you? An enterprise or a citizen, in three questions at most; then on to the first pledge. */
import type { Commands } from "#app/commands/types.js";
import type { TalkContext } from "#app/talk.js";
import { act, ask, flow, type Move, type Reaction } from "#bot/dialogue/flow.js";
import { readWords, wordsOf } from "#bot/pledge/answers.js";
import { JOINED } from "#bot/pledge/kind.js";
import { HelpKind } from "#core/help/kinds.js";
import { say, type Message } from "#core/message/message.js";
import { readCreditCode, type CreditCodeResult } from "#core/text/credit-code.js";
import { readPhone, type PhoneResult } from "#core/text/phone.js";

interface JoinData {
  readonly sort: "enterprise" | "citizen";
  readonly name: string;
  readonly creditCode: string | null;
  /** Kept only for the length of the command: it is the last question. */
  readonly phone: string | null;
  readonly vouched: boolean;
  /** The kind of help they were about to pledge. */
  readonly kind: HelpKind | null;
  /** Registered before; only the credit code is added. */
  readonly again: boolean;
}

const fresh: JoinData = {
  sort: "enterprise",
  name: "",
  creditCode: null,
  phone: null,
  vouched: false,
  kind: null,
  again: false,
};
const LONGEST_NAME = { enterprise: 120, citizen: 40 };

/** Arguments: none, `enterprise`, `citizen`, or `to` and the kind of help to go on with. */
export const join = flow<JoinData>({
  id: "join",
  version: 1,
  begin: ([what, kind], context) => {
    const data = { ...fresh, kind: what === "to" ? (HelpKind.safeParse(kind).data ?? null) : null };
    const known = context.speaker?.supporter;
    if (known) return joinedBefore(known, data);
    if (what === "enterprise" || what === "citizen") return { to: "name", data: { ...data, sort: what } };
    return { to: "who", data };
  },
  nodes: {
    who: ask<JoinData>({
      show: () => ({
        message: say("join.who"),
        options: [
          { value: "enterprise", label: say("join.enterprise") },
          { value: "citizen", label: say("join.citizen") },
        ],
      }),
      on: (data, reaction) => {
        if (reaction.type !== "picked") return { again: say("join.who-again") };
        return { to: "name", data: { ...data, sort: reaction.value === "citizen" ? "citizen" : "enterprise" } };
      },
    }),
    name: ask<JoinData>({
      digits: "read",
      show: ({ sort }) => ({ message: say(`join.name-${sort}`) }),
      on: takeName,
    }),
    "credit-code": ask<JoinData>({
      digits: "read",
      show: ({ name, again }) => ({
        message: again ? say("join.code-again", { name }) : say("join.code"),
        options: [{ value: "later", label: say("join.later") }],
      }),
      on: takeCode,
    }),
    more: ask<JoinData>({
      show: ({ name }, { officeName }) => ({
        message: say("join.unverified", { name, office: officeName }),
        options: [
          { value: "code", label: say("join.add-code") },
          { value: "pledge", label: say("join.go-pledge") },
        ],
      }),
      on: (data, reaction) => {
        if (reaction.type !== "picked") return { again: say("form.pick") };
        return reaction.value === "code" ? { to: "credit-code", data } : { start: "pledge", args: pledgeArgs(data) };
      },
    }),
    phone: ask<JoinData>({
      digits: "read",
      show: ({ sort }) => ({
        message: say(`join.phone-${sort}`),
        options: [{ value: "skip", label: say("join.skip") }],
        wants: "phone",
      }),
      on: (data, reaction) => {
        if (reaction.type === "picked") return { to: "register", data };
        const phone = readPhone(wordsOf(reaction) ?? "");
        return phone.type === "read"
          ? { to: "register", data: { ...data, phone: phone.value, vouched: isVouched(reaction) } }
          : { again: whyNoPhone(phone) };
      },
    }),
    register: act<JoinData, "join">({
      command: "join",
      run: ({ sort, name, creditCode, phone, vouched }) => ({ sort, name, creditCode, phone, vouched }),
      done: registered,
    }),
  },
  recap: ({ sort, name }) =>
    sort === "enterprise" && name !== "" ? say("join.recap-enterprise", { name }) : say("join.recap"),
});

type Known = NonNullable<NonNullable<TalkContext["speaker"]>["supporter"]>;

/** Once registered, always registered: an enterprise may add its code until it is verified; others go on to pledge. */
function joinedBefore({ sort, name, verified }: Known, data: JoinData): Move<JoinData> {
  if (sort === "enterprise" && !verified) return { to: "more", data: { ...data, sort, name, again: true } };
  return { start: "pledge", args: pledgeArgs(data), say: [who(sort, name, "join.known")] };
}

function pledgeArgs({ kind }: JoinData): string[] {
  return kind ? [JOINED, kind] : [JOINED];
}

/** A citizen's name is personal, an enterprise's is not. */
function who(sort: JoinData["sort"], name: string, key: "join.known" | "join.joined"): Message {
  return sort === "enterprise" ? say(`${key}-enterprise`, { name }) : say(`${key}-citizen`, { name });
}

function takeName(data: JoinData, reaction: Reaction): Move<JoinData> {
  const most = LONGEST_NAME[data.sort];
  const name = readWords(wordsOf(reaction) ?? "", most);
  if (name.type === "unread") {
    return {
      again: name.why === "empty" ? say(`join.no-name-${data.sort}`) : say("join.name-too-long", { count: most }),
    };
  }
  // digits alone are a code or a phone, sent one question early
  if (!/\p{L}/u.test(name.value) || readCreditCode(name.value).type === "read") {
    return { again: say(`join.no-name-${data.sort}`) };
  }
  return { to: data.sort === "enterprise" ? "credit-code" : "phone", data: { ...data, name: name.value } };
}

function takeCode(data: JoinData, reaction: Reaction): Move<JoinData> {
  if (reaction.type === "picked") {
    return data.again
      ? { start: "pledge", args: pledgeArgs(data), say: [say("join.code-later")] }
      : { to: "phone", data: { ...data, creditCode: null }, say: [say("join.code-later")] };
  }
  const code = readCreditCode(wordsOf(reaction) ?? "");
  if (code.type === "unread") return { again: whyNoCode(code) };
  return { to: data.again ? "register" : "phone", data: { ...data, creditCode: code.value } };
}

function whyNoCode(result: Extract<CreditCodeResult, { type: "unread" }>): Message {
  switch (result.why) {
    case "wrong-length":
      return result.given < 18
        ? say("join.code-short", { count: 18 - result.given, given: result.given })
        : say("join.code-long", { count: result.given - 18, given: result.given });
    case "wrong-character":
      return say("join.code-character", { character: result.character });
    case "wrong-checksum":
      return say("join.code-checksum");
    case "empty":
    case "not-a-code":
      return say("join.not-a-code");
  }
}

function isVouched(reaction: Reaction): boolean {
  return reaction.type === "typed" && reaction.vouched === true;
}

function whyNoPhone(result: Extract<PhoneResult, { type: "unread" }>): Message {
  if (result.why === "wrong-length") return say("join.phone-length", { given: result.given });
  return say(result.why === "several" ? "join.phone-several" : "join.not-a-phone");
}

type Result = Commands["join"]["result"];

function registered(data: JoinData, result: Result, context: TalkContext): Move<JoinData> {
  const { sort, name } = data;
  if (result.type === "taken") return { end: [say("join.taken", { name, office: context.officeName })] };
  const first = data.again ? say("join.code-added", { name }) : who(sort, name, "join.joined");
  const until =
    result.verified || sort === "citizen" ? [] : [say("join.until-verified", { office: context.officeName })];
  return { start: "pledge", args: pledgeArgs(data), say: [first, ...until] };
}
