/** Who is speaking on a shared phone. */
import type { Looks } from "#app/looks/types.js";
import { act, askWith, flow, type Move, type Option, type Prompt, type Start } from "#bot/dialogue/flow.js";
import { endWithMenu, menuButton } from "#bot/phrases/menu.js";
import { say } from "#core/message/message.js";
import { ownName } from "#core/message/speaker.js";

interface Data {
  readonly person: string;
}

const another: Start = { start: "bind", args: [], label: say("switch.another") };

/** Arguments: none, or a person's id. */
export const switchSpeaker = flow<Data>({
  id: "switch",
  version: 1,
  begin: ([person]) =>
    person === undefined ? { to: "who", data: { person: "" } } : { to: "switch", data: { person } },
  nodes: {
    who: askWith<Data, "speakers">({
      look: "speakers",
      question: () => ({}),
      show: (_data, _context, { people }) => choose(people),
      on: (_data, reaction) =>
        reaction.type === "picked"
          ? { to: "switch", data: { person: reaction.value }, back: false }
          : { again: say("switch.pick") },
    }),
    switch: act<Data, "switch-speaker">({
      command: "switch-speaker",
      run: ({ person }) => ({ person }),
      done: (_data, result, context): Move<Data> =>
        result.type === "switched"
          ? {
              end: [
                say("switch.switched", {
                  name: ownName({ name: result.name, household: context.speaker?.household ?? null }),
                }),
                ...endWithMenu(say("welcome.next"), context).end,
              ],
            }
          : { end: [{ message: say("switch.gone"), options: [menuButton] }] },
    }),
  },
});

function choose(people: Looks["speakers"]["answer"]["people"]): Prompt | Move<Data> {
  const [only] = people;
  if (!only) return { end: [{ message: say("switch.nobody"), options: [another] }] };
  if (people.length === 1) return { end: [{ message: say("switch.alone", { name: only.name }), options: [another] }] };
  const options = people.map(({ id, name, active }): Option => {
    return { value: id, label: active ? say("switch.now", { name }) : say("switch.person", { name }) };
  });
  return { message: say("switch.who"), options: [...options, another] };
}
