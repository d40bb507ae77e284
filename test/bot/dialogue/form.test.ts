import { describe, expect, it } from "vitest";
import { createForm, type Field, type Form, type FormData } from "#bot/dialogue/form.js";
import { act, flow } from "#bot/dialogue/flow.js";
import { HelpKind } from "#core/help/kinds.js";
import { say } from "#core/message/message.js";
import { createTalkKit } from "../../kit/talk.js";

interface Order extends FormData {
  readonly kind?: HelpKind | undefined;
  readonly title?: string | undefined;
}

const fields: readonly Field<Order>[] = [
  {
    name: "kind",
    change: say("change.trade"),
    tell: (kind) => say(`term.${kind}`),
    ask: () => ({ message: say("pledge.which") }),
    read: (reaction) => {
      const kind = HelpKind.safeParse(reaction.type === "typed" ? reaction.text : "");
      // another kind needs another title
      return kind.success
        ? { type: "heard", value: kind.data, also: { title: undefined } }
        : { type: "unheard", why: say("pledge.which-again") };
    },
  },
  {
    name: "title",
    change: say("change.title"),
    when: ({ kind }) => kind === "jobs",
    ask: ({ unsure = [] }) => ({
      message: unsure.length > 0 ? say("where.which") : say("jobs.title"),
      options: unsure.map((title, i) => ({ value: `u${i}`, label: say("tell.title", { title }) })),
    }),
    read: (reaction, { unsure = [] }) => {
      if (reaction.type === "picked") return { type: "heard", value: unsure[Number(reaction.value.slice(1))] ?? "" };
      return reaction.text === "cook or driver"
        ? { type: "unsure", of: ["cook", "driver"] }
        : { type: "heard", value: reaction.text ?? "" };
    },
  },
];

const form: Form<Order> = createForm<Order, "token">(fields, {
  look: "token",
  question: ({ token }) => ({ token }),
  message: (data, context) =>
    say("pledge.recap", { kind: data.kind ?? "funds", answers: form.told(data, context).slice(1) }),
  confirm: say("pledge.confirm"),
  cancel: say("pledge.cancel"),
  node: "stop",
});

function bench() {
  const order = flow<Order>({
    id: "order",
    version: 1,
    begin: (_args, context) => form.begin({ token: "" }, context),
    nodes: {
      ...form.nodes,
      stop: act<Order, "set-locale">({
        command: "set-locale",
        run: ({ token }) => ({ locale: token === "" ? "zh-CN" : "en" }),
        done: ({ title = "no title" }) => ({ end: [say("tell.title", { title })] }),
      }),
    },
  });
  const asked: string[] = [];
  const kit = createTalkKit(
    { flows: { order }, entries: {}, fallback: "order", stale: "order", phone: "bind", stop: "order" },
    {
      context: { locale: "en" },
      looks: { token: ({ token }) => (asked.push(token), null) },
      commands: { "set-locale": () => ({ type: "set" }) },
    },
  );
  const talk = (...said: string[]) => said.map((words) => kit.send(words).join("\n"));
  return { kit, asked, talk };
}

describe("createForm", () => {
  it("asks what is missing in order, and not what does not apply", () => {
    const { talk } = bench();
    const [first, wrong, card] = talk("hello", "nothing", "funds");
    expect(first).toContain("Which help");
    expect(wrong).toContain("I did not catch which one");
    expect(card).toContain("[Confirm] [Change the sort] [Cancel]");
  });

  it("tells back what it heard before the next question, and again at each step back", () => {
    const { talk } = bench();
    const [, title, , back] = talk("hello", "jobs", "cook", "back");
    expect(title).toContain("Understood: Jobs.\nWhat is the job?");
    expect(back).toBe(title);
  });

  it("lets choose between readings, or say it anew", () => {
    const { talk } = bench();
    const [, , which, card] = talk("hello", "jobs", "cook or driver", "[driver]");
    expect(which).toContain("[cook] [driver] [Back]");
    expect(card).toContain("[Change the job]");
    expect(bench().talk("hello", "jobs", "cook or driver", "baker", "confirm").at(-1)).toBe("baker");
  });

  it("comes back to the card after one change, asking again only what the change undid", () => {
    const { talk } = bench();
    const [, , , kind, title, card] = talk("hello", "jobs", "cook", "change the sort", "jobs", "driver");
    expect(kind).toContain("Which help");
    expect(title).toContain("What is the job?");
    expect(card).toContain("[Confirm]");
    expect(talk("confirm")).toEqual(["driver"]);
  });

  it("gives every card that comes of an answer a token of its own", () => {
    const { asked, talk } = bench();
    talk("hello", "funds", "change the sort", "information");
    expect(asked).toHaveLength(2);
    expect(new Set(asked).size).toBe(2);
    expect(asked).not.toContain("");
  });

  it("stops at “cancel” with nothing done", () => {
    const { kit, talk } = bench();
    expect(talk("hello", "funds", "[Cancel]").at(-1)).toContain("Nothing of this was registered");
    expect(kit.done).toEqual([]);
  });
});
