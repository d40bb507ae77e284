/** 待办: everything that waits for a cadre, a unit or a township; by sort, then the list, then the thing itself. */
import { askWith, flow, type Option, type Start } from "#bot/dialogue/flow.js";
import type { Looks } from "#app/looks/types.js";
import type { TalkContext } from "#app/talk.js";
import { staffOnly } from "#bot/phrases/guards.js";
import { itemOf, sameCode } from "#bot/phrases/match.js";
import { say, type MessageKey } from "#core/message/message.js";
import { isStaff, speaksAs } from "#core/message/speaker.js";

type Waiting = Looks["tasks"]["answer"];

/** Sort → where its list is, the flow for one item, and its words. In the order in which they press. */
const sorts = {
  questioned: { list: "questioned", flow: "answer", label: "tasks.sort.questioned", which: "tasks.which.questioned" },
  answer: { list: "toAnswer", flow: "answer", label: "tasks.sort.answer", which: "tasks.which.answer" },
  review: { list: "toReview", flow: "review", label: "tasks.sort.review", which: "tasks.which.review" },
  deliver: { list: "toDeliver", flow: "deliver", label: "tasks.sort.deliver", which: "tasks.which.deliver" },
  confirm: { list: "toConfirm", flow: "proxy-confirm", label: "tasks.sort.confirm", which: "tasks.which.confirm" },
} as const satisfies Record<string, { list: keyof Waiting; flow: string; label: MessageKey; which: MessageKey }>;
type Sort = keyof typeof sorts;
const sortNames: readonly Sort[] = ["questioned", "answer", "review", "deliver", "confirm"];

interface Data {
  readonly sort: Sort;
  readonly page: number;
  /** A code that was typed instead of pressing a button. */
  readonly typed: string;
}

/** Items of one page: more buttons are no help on a small phone. */
const PAGE = 8;
const MORE = "~more";

/** What there is to do besides, by who speaks. */
function others({ speaker }: TalkContext): readonly Start[] {
  const invites = speaksAs(speaker, "cadre") || speaksAs(speaker, "office");
  return [
    ...(isStaff(speaker) ? [{ start: "record-need", args: [], label: say("choice.record-need") }] : []),
    ...(invites ? [{ start: "invite", args: [], label: say("choice.invite") }] : []),
  ];
}

export const tasks = flow<Data>({
  id: "tasks",
  version: 1,
  // other flows start it with a sort, to open that list
  begin: (args, context) => {
    const data: Data = { sort: "answer", page: 0, typed: "" };
    const sort = sortNames.find((name) => name === args[0]);
    return staffOnly(context) ?? (sort ? { to: "list", data: { ...data, sort } } : { to: "sorts", data });
  },
  nodes: {
    sorts: askWith<Data, "tasks">({
      look: "tasks",
      question: () => ({}),
      show(data, context, waiting) {
        const full = sortNames.filter((name) => waiting[sorts[name].list].length > 0);
        const [only] = full;
        if (only === undefined) return { end: [{ message: say("tasks.none"), options: others(context) }] };
        if (full.length === 1) return { to: "list", data: { ...data, sort: only } };
        const options = full.map((name): Option => {
          return { value: name, label: say(sorts[name].label, { count: waiting[sorts[name].list].length }) };
        });
        const count = full.reduce((sum, name) => sum + waiting[sorts[name].list].length, 0);
        return { message: say("tasks.overview", { count }), options };
      },
      on(data, reaction) {
        if (reaction.type === "typed") return { to: "find", data: { ...data, typed: reaction.text }, back: false };
        const sort = sortNames.find((name) => reaction.type === "picked" && name === reaction.value);
        return sort ? { to: "list", data: { ...data, sort, page: 0 } } : { again: say("form.pick") };
      },
    }),
    list: askWith<Data, "tasks">({
      look: "tasks",
      question: () => ({}),
      show(data, context, waiting) {
        const { list, which } = sorts[data.sort];
        const items = waiting[list];
        if (items.length === 0) return { end: [{ message: say("tasks.none-of-these"), options: others(context) }] };
        const from = data.page * PAGE < items.length ? data.page * PAGE : 0;
        const options: Option[] = items.slice(from, from + PAGE).map((item) => {
          return { value: item.id, label: itemOf(item) };
        });
        if (from + PAGE < items.length) options.push({ value: MORE, label: say("choice.more") });
        return { message: say(which, { count: items.length }), options };
      },
      on(data, reaction) {
        if (reaction.type === "typed") return { to: "find", data: { ...data, typed: reaction.text }, back: false };
        if (reaction.type === "photo") return { again: say("form.pick") };
        if (reaction.value === MORE) return { to: "list", data: { ...data, page: data.page + 1 } };
        return { start: sorts[data.sort].flow, args: [reaction.value] };
      },
    }),
    find: askWith<Data, "tasks">({
      look: "tasks",
      question: () => ({}),
      show(data, _context, waiting) {
        for (const name of sortNames) {
          const item = waiting[sorts[name].list].find(({ code }) => sameCode(data.typed, code));
          if (item) return { start: sorts[name].flow, args: [item.id] };
        }
        return { to: "sorts", data: { ...data, typed: "" }, say: [say("tasks.not-found")] };
      },
      on: () => ({ again: say("form.pick") }),
    }),
  },
});
