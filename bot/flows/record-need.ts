/** 登记需求: a cadre, a unit or a township records what a household or a village lacks. */
import { act, askWith, flow, type Move, type Node, type Option } from "#bot/dialogue/flow.js";
import { createForm, type Form } from "#bot/dialogue/form.js";
import type { Commands } from "#app/commands/types.js";
import type { TalkContext } from "#app/talk.js";
import { endWithTasks } from "#bot/phrases/guards.js";
import { householdNodes, nothingPicked } from "#bot/phrases/households.js";
import { needFields, needFor, needOf, type NeedData } from "#bot/phrases/need-form.js";
import { VILLAGE } from "#core/help/kinds.js";
import { say } from "#core/message/message.js";
import { isStaff } from "#core/message/speaker.js";
import type { Area } from "#core/registry/area.js";
import { findArea } from "#core/text/area-name.js";

const start: NeedData = { ...nothingPicked, token: "", village: null };

/** More buttons than this are no help on a small phone. */
const MOST = 8;

const form: Form<NeedData> = createForm<NeedData, "token">(needFields, {
  // nothing else to look up for the card
  look: "token",
  question: (data) => ({ token: data.token }),
  message: (data, context) => say("record-need.card", { whose: needFor(data), answers: form.told(data, context) }),
  confirm: say("record-need.confirm"),
  cancel: say("record-need.cancel"),
  node: "record",
});

/** Arguments: none, or a household's id. */
export const recordNeed = flow<NeedData>({
  id: "record-need",
  version: 1,
  begin: ([household], context) => {
    // the office reviews and does not record
    if (!isStaff(context.speaker)) return { end: [say("staff.only", { office: context.officeName })] };
    return household === undefined ? { to: "which", data: start } : { to: "chosen", data: { ...start, household } };
  },
  nodes: {
    ...householdNodes<NeedData>("record-need.which", "kind", {
      option: { value: "~village", label: say("record-need.for-village") },
      to: "village",
    }),
    village: villageNode(),
    ...form.nodes,
    record: act<NeedData, "record-need">({
      command: "record-need",
      run: (data) => ({ draft: needOf(data) }),
      done: (_data, result) => recorded(result),
    }),
  },
  recap: (data, context) => {
    const answers = form.told(data, context);
    if (!data.household && !data.village) return say("record-need.recap-begun");
    return say("record-need.recap", { whose: needFor(data), answers });
  },
});

function villageNode(): Node<NeedData> {
  return askWith<NeedData, "households">({
    look: "households",
    question: () => ({ search: null }),
    show(_data, context, { households }) {
      const near = villagesNear(new Set(households.map(({ view }) => view.village)), context);
      const options = near.slice(0, MOST).map((area): Option => {
        return { value: area._id, label: say("record-need.village", { village: area.name }) };
      });
      return { message: say("record-need.which-village"), options };
    },
    on(data, reaction, context) {
      if (reaction.type === "photo") return { again: say("record-need.village-unread") };
      const villages = context.areas.all().filter(({ level }) => level === VILLAGE);
      const id = reaction.type === "picked" ? reaction.value : typedVillage(reaction.text, villages);
      const area = villages.find(({ _id }) => _id === id);
      if (!area) return { again: say("record-need.village-unread") };
      return form.begin({ ...data, ...nothingPicked, village: { id: area._id, name: area.name } }, context);
    },
  });
}

/** Villages of the speaker's own households, or of the township they speak for. */
function villagesNear(names: ReadonlySet<string>, context: TalkContext): readonly Area[] {
  const towns = context.speaker?.roles.flatMap((role) => (role.as === "township" ? [role.area] : [])) ?? [];
  return context.areas
    .all()
    .filter((area) => area.level === VILLAGE)
    .filter((area) => names.has(area.name) || towns.some((town) => context.areas.within(area._id, town)));
}

function typedVillage(text: string, villages: readonly Area[]): string | undefined {
  const candidates = villages.map(({ _id, name, level }) => ({ id: _id, name, level }));
  const found = findArea(text, candidates);
  return found.type === "read" ? found.value : undefined;
}

function recorded(result: Commands["record-need"]["result"]): Move<NeedData> {
  if (result.type === "not-yours") return endWithTasks(say("record-need.not-yours"));
  const { code, need, approvals, mine } = result;
  const again = { start: "record-need", args: [], label: say("choice.record-another") };
  const key = approvals === 2 ? "two" : "one";
  if (!mine) return endWithTasks(say(`record-need.recorded.${key}`, { code }), again);
  const review = { start: "review", args: [need], label: say("choice.review") };
  return endWithTasks(say(`record-need.recorded-mine.${key}`, { code }), review, again);
}
