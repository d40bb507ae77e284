/** The language of this chat and of the person's notices. */
import { act, ask, flow, type Move } from "#bot/dialogue/flow.js";
import { Locale } from "#core/registry/people.js";
import { say } from "#core/message/message.js";

interface Data {
  readonly locale: Locale;
}

/** Arguments: none, or a locale. */
export const language = flow<Data>({
  id: "language",
  version: 1,
  begin: ([wanted], context) => {
    const locale = Locale.safeParse(wanted);
    return locale.success
      ? { to: "set", data: { locale: locale.data } }
      : { to: "which", data: { locale: context.locale } };
  },
  nodes: {
    which: ask<Data>({
      show: () => ({
        message: say("language.which"),
        options: [
          { value: "zh-CN", label: say("language.zh") },
          { value: "en", label: say("language.en") },
        ],
      }),
      on: (_data, reaction) => {
        const locale = Locale.safeParse(reaction.type === "picked" ? reaction.value : "");
        return locale.success ? { to: "set", data: { locale: locale.data } } : { again: say("language.pick") };
      },
    }),
    set: act<Data, "set-locale">({ command: "set-locale", run: ({ locale }) => ({ locale }), done: set }),
  },
});

/** The reader's language changes with the next message only; so these words are the same in every locale. */
function set({ locale }: Data): Move<Data> {
  const english = locale === "en";
  const label = english ? say("language.menu-en") : say("language.menu-zh");
  const message = english ? say("language.now-en") : say("language.now-zh");
  return { end: [{ message, options: [{ start: "welcome", args: [], label }] }] };
}
