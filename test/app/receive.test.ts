import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReceive, type Receive, type Received, type ReceiveDeps } from "#app/receive.js";
import { receiveSafely } from "#app/receive-safely.js";
import { createDialogue } from "#bot/dialogue/engine.js";
import { entries, flows } from "#bot/flows/index.js";
import type { CollectionName } from "#core/documents.js";
import type { Input } from "#core/message/talk.js";
import { createSay } from "#locales/say.js";
import type { Store } from "#store/port.js";
import { smallOfficeId } from "../kit/office.js";
import { createPushChannel, type PushChannel } from "../kit/push-channel.js";
import type { Talker } from "../kit/talker.js";
import { createWorld, type World } from "../kit/world.js";

const office = smallOfficeId;
const all = { index: "office", where: { office } };
const text = (words: string): Input => ({ type: "text", text: words });

/** A `receive` of its own, as another process would have it: it shares nothing with the house's but the store. */
function anotherReceive(world: World, over: Partial<ReceiveDeps> = {}): Receive {
  const { deps } = world.house;
  const wording = createSay();
  const dialogue = createDialogue({
    flows,
    entries,
    wording,
    fallback: "welcome",
    stale: "stale",
    phone: "bind",
    stop: "stop",
  });
  return createReceive({ ...deps, dialogue, officeOf: () => Promise.resolve(office), ...over });
}

/** A store whose next commits of a collection's documents fail, as when the process dies before them. */
function failing(store: Store, collection: CollectionName, times: number): Store {
  let left = times;
  return {
    ...store,
    commit(root, also) {
      if (root.collection !== collection || left === 0) return store.commit(root, also);
      left -= 1;
      return Promise.reject(new Error("the disk is gone: 王秀英 13800001111"));
    },
  };
}

describe("receive", () => {
  let world: World;
  let channel: PushChannel;
  beforeEach(async () => {
    channel = createPushChannel();
    world = await createWorld({ channels: [channel] });
  });
  afterEach(() => world.dispose());

  const deps = () => world.house.deps;
  const pledges = async () => (await deps().store.pledges.find(all)).items;
  const shown = ({ replies }: Received) => replies.map((row) => [row.text, row.choices.map(({ label }) => label)]);
  /** The newest button of that label in a conversation. */
  const buttonOf = async (talker: Talker, label: string): Promise<Input> => {
    const { _id: contact } = await talker.contact();
    const { items } = await deps().store.messages.find({ index: "byContact", where: { contact }, descending: true });
    const choice = items.flatMap((row) => row.choices).find((one) => one.label === label);
    if (!choice) throw new Error(`no button ${label}`);
    return { type: "choice", id: choice.id };
  };
  const sendAs = async (receive: Receive, talker: Talker, externalId: string, input: Input): Promise<Received> => {
    const { channel: on, address } = await talker.contact();
    return receive({ channel: on, address, externalId, input });
  };
  /** Up to the question whether all is right. */
  const drafted = async (who = "张恒"): Promise<Talker> => {
    const owner = await world.as(who);
    await owner.say("认捐");
    await owner.press("帮资金");
    await owner.say("3万，板长村，修房");
    await owner.say("2027-02-05");
    return owner;
  };

  describe("the confirmation of a pledge", () => {
    it("sent a hundred times at once by the network makes one pledge, with one answer to all", async () => {
      const owner = await drafted();
      const confirm = await buttonOf(owner, "确认认捐");
      const receives = [world.house.receive, anotherReceive(world), anotherReceive(world)];
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, copy) => sendAs(receives[copy % 3] as Receive, owner, "tap", confirm)),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(shown(answer)))).size).toBe(1);
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect(await pledges()).toMatchObject([{ quantity: 30_000, state: "open" }]);
      await world.settle();
      const contact = await owner.contact();
      const { items } = await deps().store.messages.find({ index: "byContact", where: { contact: contact._id } });
      expect(items.filter((row) => row.inbound === `tap.${contact._id}`)).toHaveLength(
        1 + (answers[0]?.replies.length ?? 0),
      );
      const confirmed = (await deps().store.audit.find({ ...all, limit: 1_000 })).items;
      expect(confirmed.filter(({ action }) => action === "pledge-confirmed")).toHaveLength(1);
    });

    it("tapped a hundred times at once, each tap with an id of its own, makes one pledge, and every tap hears its number", async () => {
      const owner = await drafted();
      const confirm = await buttonOf(owner, "确认认捐");
      const receives = [world.house.receive, anotherReceive(world)];
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, copy) => sendAs(receives[copy % 2] as Receive, owner, `tap-${copy}`, confirm)),
      );
      const [pledge, ...more] = await pledges();
      expect(more).toEqual([]);
      expect(pledge).toMatchObject({ quantity: 30_000 });
      for (const answer of answers) expect(JSON.stringify(shown(answer))).toContain(pledge?.code);
      const registered = answers.filter((answer) => JSON.stringify(shown(answer)).includes("已登记"));
      expect(registered).toHaveLength(1);
      // all the others hear the same
      const others = answers.filter((answer) => answer !== registered[0]);
      expect(new Set(others.map((answer) => JSON.stringify(shown(answer)))).size).toBe(1);
      expect(world.errors()).toEqual([]);
    });

    it("and a change of the amount at the same moment leave one pledge of one amount that was shown", async () => {
      const owner = await drafted();
      const confirm = await buttonOf(owner, "确认认捐");
      const other = anotherReceive(world);
      await Promise.all([
        sendAs(world.house.receive, owner, "confirm", confirm),
        sendAs(other, owner, "again", confirm),
        sendAs(other, owner, "words", text("改金额")),
      ]);
      const made = await pledges();
      expect(made.length).toBeLessThanOrEqual(1);
      for (const pledge of made) expect(pledge.quantity).toBe(30_000);
    });
  });

  describe("two who answer one match at once", () => {
    it("one answer counts, and the other hears whose", async () => {
      const owner = await drafted();
      await owner.press("确认认捐");
      await world.settle();
      const cadre = await world.as("李倩");
      const unit = await world.as("周明");
      const [match] = (await deps().store.matches.find({ ...all, limit: 1 })).items;
      const id = match?._id ?? "";
      const accept: Input = { type: "choice", id: `s.answer.accept.${id}` };
      const other = anotherReceive(world);
      const [one, two] = await Promise.all([
        sendAs(world.house.receive, cadre, "yes", accept),
        sendAs(other, unit, "yes", accept),
      ]);
      const after = await deps().store.matches.get(id);
      expect(after).toMatchObject({ state: "accepted" });
      const [winner, loser, name] = after?.answeredBy === "liqian" ? [one, two, "李倩"] : [two, one, "周明"];
      expect(JSON.stringify(shown(winner))).toContain("已接受");
      expect(JSON.stringify(shown(loser))).toContain(name);
      const audit = (await deps().store.audit.find({ ...all, limit: 1_000 })).items;
      expect(audit.filter(({ action, subject }) => action === "match-accepted" && subject.id === id)).toHaveLength(1);
      await world.settle();
      expect((await owner.inbox()).filter((said) => said.includes("好消息"))).toHaveLength(1);
    });
  });

  describe("a crash between a command's own commit and the conversation's", () => {
    /** Steps to the moment, then the input that crashes; by name of the command it carries out. */
    const scenes: Readonly<Record<string, (world: World) => Promise<{ who: Talker; input: Input }>>> = {
      "confirm-pledge": async () => {
        const who = await drafted();
        return { who, input: await buttonOf(who, "确认认捐") };
      },
      "answer-match": async () => {
        await (await drafted()).press("确认认捐");
        await world.settle();
        const who = await world.as("李倩");
        return { who, input: await buttonOf(who, "接受") };
      },
      deliver: async () => {
        const owner = await drafted();
        await owner.press("确认认捐");
        await world.settle();
        await (await world.as("李倩")).press("接受");
        await world.settle();
        await owner.press("已经送到");
        await owner.press("没有照片");
        return { who: owner, input: await buttonOf(owner, "确认送到了") };
      },
      "confirm-delivery": async () => {
        const { who: owner } = (await scenes["deliver"]?.(world)) ?? { who: await world.as("张恒") };
        await owner.press("确认送到了");
        await world.settle();
        const [delivered] = (
          await deps().store.matches.find({ index: "byState", where: { office, state: "delivered" } })
        ).items;
        const who = await world.as(delivered?.household === "BC-001" ? "王秀英" : "刘大山");
        return { who, input: await buttonOf(who, "收到了") };
      },
      stop: async () => ({ who: await world.as("王秀英"), input: text("退订") }),
      "set-locale": async () => ({ who: await world.as("李倩"), input: text("English") }),
      bind: async () => {
        const cadre = await world.as("李倩");
        await cadre.say("邀请农户");
        const answers = await cadre.say("HD-001");
        const code = /\d{6}/.exec(answers.join("\n"))?.[0] ?? "";
        return { who: await world.as("somebody"), input: text(code) };
      },
      "make-code": async () => {
        const who = await world.as("李倩");
        await who.say("邀请农户");
        return { who, input: text("HD-001") };
      },
      "export-data": async () => ({ who: await world.as("王秀英"), input: text("我的数据") }),
      "send-word": async () => {
        const who = await world.as("王秀英");
        await who.say("问干部");
        return { who, input: text("瓦什么时候到？") };
      },
    };

    const counts = async (): Promise<Record<string, number>> => {
      const { store } = deps();
      const names = [
        "pledges",
        "matches",
        "audit",
        "outbox",
        "codes",
        "sessions",
        "bindings",
        "people",
        "inbox",
        "messages",
      ] as const;
      return Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await store[name].count(all)] as const)),
      );
    };

    it.each(Object.keys(scenes))(
      "of %s: the repeat ends as it would have without, and nothing is doubled",
      async (name) => {
        const { who, input } = await (scenes[name] as (typeof scenes)[string])(world);
        await world.settle();
        const before = await counts();
        const crashing = anotherReceive(world, { store: failing(deps().store, "contacts", 1) });
        await expect(sendAs(crashing, who, "crash", input)).rejects.toThrow("the disk is gone");
        const between = await counts();
        // nothing of the talk is there; the command may be, and then whole, with its audit entry
        expect([between["inbox"], between["messages"]]).toEqual([before["inbox"], before["messages"]]);
        const rode = between["audit"] === before["audit"];
        const repeated = await sendAs(world.house.receive, who, "crash", input);
        expect(repeated.repeated).toBe(false);
        const after = await counts();
        const { _id: contact } = await who.contact();
        const audit = (await deps().store.audit.find({ ...all, limit: 1_000 })).items;
        expect(audit.map(({ _id }) => _id).filter((id) => id.startsWith(`crash.${contact}`))).toHaveLength(1);
        for (const one of rode ? [] : ["pledges", "matches", "codes", "sessions", "bindings"]) {
          expect([one, after[one]]).toEqual([one, between[one]]);
        }

        // the same story without the crash, in a world that began the same
        const clean = JSON.stringify(shown(repeated));
        const again = await sendAs(world.house.receive, who, "crash", input);
        expect(again.repeated).toBe(true);
        expect(JSON.stringify(shown(again))).toBe(clean);
        const twin = await createWorld({ channels: [createPushChannel()] });
        const mine = world;
        world = twin;
        try {
          const same = await (scenes[name] as (typeof scenes)[string])(twin);
          await twin.settle();
          const first = await sendAs(twin.house.receive, same.who, "crash", same.input);
          expect(withoutCodes(clean)).toBe(withoutCodes(JSON.stringify(shown(first))));
        } finally {
          await twin.dispose();
          world = mine;
        }
        await world.settle();
        expect(world.errors()).toEqual([]);
      },
    );
  });

  describe("the error boundary", () => {
    const broken = (times: number): Receive => {
      const receiving = { store: failing(deps().store, "contacts", times) };
      const { render, outlet } = deps();
      const bound = {
        ...deps(),
        ...receiving,
        render,
        outlet,
        reference: () => "R4X7Q",
        dialogue: {} as never,
        officeOf: () => Promise.resolve(office),
      };
      return receiveSafely(bound, anotherReceive(world, receiving));
    };

    it("says sorry with a reference that the log has too, and the same message works afterwards", async () => {
      const owner = await world.as("张恒");
      const receive = broken(1);
      const sorry = await sendAs(receive, owner, "m1", text("认捐"));
      expect(sorry).toMatchObject({ repeated: false });
      expect(sorry.replies).toHaveLength(1);
      expect(sorry.replies[0]?.text).toContain("R4X7Q");
      expect(sorry.replies[0]?.text).toContain("抱歉");
      expect(world.errors()).toMatchObject([{ action: "receive.failed", reference: "R4X7Q", channel: "web" }]);
      // no word of the error, which may quote people, in the answer or the log
      for (const told of [JSON.stringify(sorry), JSON.stringify(world.logs)]) {
        expect(told).not.toContain("13800001111");
        expect(told).not.toContain("disk");
      }
      const { store } = deps();
      const contact = await owner.contact();
      expect(await store.inbox.get(`m1.${contact._id}`)).toBeUndefined();
      const worked = await sendAs(receive, owner, "m1", text("认捐"));
      expect(worked).toMatchObject({ repeated: false });
      expect(JSON.stringify(shown(worked))).toContain("帮资金");
    });

    it("speaks the language of the conversation", async () => {
      const owner = await world.as("somebody", "en");
      await owner.start();
      const [sorry] = (await sendAs(broken(1), owner, "m1", text("hello"))).replies;
      expect(sorry?.text).toContain("Sorry");
    });

    it("hands the sorry to a push channel, where nobody reads what `receive` returns", async () => {
      const receive = broken(1);
      const inbound = { channel: "push", address: "4711", externalId: "m1", input: text("你好") };
      await receive(inbound);
      expect(channel.handed).toMatchObject([{ address: "4711", text: expect.stringContaining("R4X7Q") }]);
      await receive(inbound);
      await world.advance(1_000);
      expect(channel.handed).toHaveLength(2);
      expect(channel.handed[1]?.choices.length).toBeGreaterThan(0);
    });

    it("does not fall itself when even the conversation cannot be read", async () => {
      const { store } = deps();
      const contacts = { ...store.contacts, by: () => Promise.reject(new Error("gone")) };
      const bound = {
        ...deps(),
        store: { ...store, contacts },
        reference: () => "R",
        dialogue: {} as never,
        officeOf: () => Promise.resolve(office),
      };
      const receive = receiveSafely(bound, () => Promise.reject(new Error("gone")));
      const { replies } = await receive({ channel: "web", address: "x", externalId: "m", input: text("你好") });
      expect(replies[0]?.text).toContain("抱歉");
    });
  });

  it("keeps a stranger's first messages, thirty at once, in one conversation", async () => {
    const inbound = (externalId: string) => ({ channel: "push", address: "new", externalId, input: text("你好") });
    const receives = [world.house.receive, anotherReceive(world), anotherReceive(world)];
    await Promise.all(Array.from({ length: 30 }, (_, index) => (receives[index % 3] as Receive)(inbound(`m${index}`))));
    const contact = await deps().store.contacts.by("address", { channel: "push", address: "new" });
    const { items } = await deps().store.messages.find({
      index: "byContact",
      where: { contact: contact?._id ?? "" },
      limit: 1_000,
    });
    expect(items.filter((row) => row.from === "me")).toHaveLength(30);
    expect(contact?.version).toBe(31);
  });
});

/** Random numbers of pledges, codes and links are drawn anew in each world. */
function withoutCodes(shownText: string): string {
  return shownText
    .replaceAll(/[A-Z][A-Z3-9]{2}-\d{3}/g, "<pledge>")
    .replaceAll(/\/data\/[\w-]+/g, "<link>")
    .replaceAll(/\d{3} ?\d{3}(?!\d)/g, "<code>")
    .replaceAll(/#M[A-Z3-9]{5}/g, "<match>");
}
