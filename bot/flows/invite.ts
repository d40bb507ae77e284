/** 邀请: a single-use code that lets a household see its own help in any chat. */
import { act, flow, type Move } from "#bot/dialogue/flow.js";
import { endWithTasks, staffOnly } from "#bot/phrases/guards.js";
import { householdNodes, nothingPicked, type Picking } from "#bot/phrases/households.js";
import { say } from "#core/message/message.js";

export const invite = flow<Picking>({
  id: "invite",
  version: 1,
  begin(args, context) {
    const [household] = args;
    const stop = staffOnly(context);
    if (stop) return stop;
    return household === undefined
      ? { to: "which", data: nothingPicked }
      : { to: "chosen", data: { ...nothingPicked, household } };
  },
  nodes: {
    ...householdNodes<Picking>("invite.which", "make"),
    make: act<Picking, "make-code">({
      command: "make-code",
      run: (data) => ({ household: data.household ?? "" }),
      done(data, result): Move<Picking> {
        switch (result.type) {
          case "made": {
            const made = { code: result.code, count: result.hours };
            return endWithTasks(
              data.view ? say("invite.made", { ...made, household: data.view }) : say("invite.made-plain", made),
            );
          }
          case "not-yours":
            return endWithTasks(say("invite.not-yours"));
          case "gone":
            return endWithTasks(say("households.gone"));
        }
      },
    }),
  },
});
