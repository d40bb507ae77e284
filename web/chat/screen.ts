/** The page's parts wired to whoever talks, and how this phone likes it: its language and the size of its letters. */
import { createComposer, type Composer } from "./composer.js";
import { openPhoneStore, type Seat } from "./seat.js";
import type { Talk } from "./talk.js";
import { pickLanguage, wordsOf, type Language, type Words } from "./texts.js";
import { createView, type View } from "./view.js";

/** Who talks here, and their talk. */
export interface Seated {
  readonly seat: Seat;
  readonly talk: Talk;
}

export interface ScreenDeps {
  /** Undefined until it is known. */
  readonly seated: () => Seated | undefined;
  /** The person asks to try the line again. */
  readonly tryNow: () => void;
}

export interface Screen {
  readonly view: View;
  readonly composer: Composer;
  language(): Language;
  words(): Words;
  /** Draws the sentence above the talk again. */
  showBanner(): void;
}

/** The screen over the page's own HTML. */
export function createScreen({ seated, tryNow }: ScreenDeps): Screen {
  const choices = openPhoneStore("page");
  let language = pickLanguage(choices.get("language"), navigator.language);
  let large = choices.get("large") === true;
  const words = () => wordsOf(language);

  const view = createView({
    press: (line, choice) => seated()?.talk.press(line, choice),
    resend: (id) => seated()?.talk.resend(id),
    edit(id) {
      const item = seated()?.talk.takeBack(id);
      const photo = item?.photo === undefined ? undefined : { photo: item.photo, thumb: item.thumb ?? item.photo };
      composer.edit(item?.text ?? "", photo);
    },
    remove: (id) => void seated()?.talk.takeBack(id),
    tryNow,
    toggleLarge: () => applyLarge(!large),
    toggleLanguage: () => applyLanguage(language === "en" ? "zh-CN" : "en"),
    leave() {
      seated()?.seat.store.clear();
      location.replace("/");
    },
  });
  const composer = createComposer({
    words,
    send: (text, photo) => seated()?.talk.say(text, photo),
    typed(text) {
      const store = seated()?.seat.store;
      if (text === "") store?.remove("draft");
      else store?.set("draft", text);
    },
  });
  function showBanner(): void {
    view.setBanner(seated()?.seat.banner(words()) ?? "");
  }
  function applyLanguage(next: Language): void {
    if (next !== language) choices.set("language", next);
    language = next;
    view.speak(language);
    composer.refresh();
    showBanner();
  }
  function applyLarge(on: boolean): void {
    if (on !== large) choices.set("large", on);
    large = on;
    view.setLarge(large);
    composer.refresh();
  }
  applyLanguage(language);
  applyLarge(large);
  return { view, composer, language: () => language, words, showBanner };
}
