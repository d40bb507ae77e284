/** Puts the chat page together. */
import { createApi, type Api } from "./api.js";
import { createComposer } from "./composer.js";
import { createSession } from "./session.js";
import { createStore, type Area, type Store } from "./store.js";
import { createTalk, type Talk } from "./talk.js";
import { isWord, pickLanguage, wordsOf, type Words } from "./texts.js";
import { createView } from "./view.js";

/** Reading `localStorage` alone throws where storage is refused. */
function areaOf(read: () => Storage): Area | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** 128 random bits. `crypto.randomUUID` is missing on plain-http addresses in an office's own network. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The code of the address, taken out of it at once: a reload must not say it again, and nobody should read it there. */
function takeCode(): string | undefined {
  const url = new URL(location.href);
  const code = url.searchParams.get("code")?.trim() ?? "";
  url.searchParams.delete("code");
  if (url.href !== location.href) history.replaceState(null, "", url);
  return /^[\w-]{1,64}$/.test(code) ? code : undefined;
}

/** Each demo person has a talk of their own in each window; everybody else has one on this phone. */
function openStore(person: string | undefined): Store {
  const area = areaOf(() => (person === undefined ? localStorage : sessionStorage));
  return createStore(area, person === undefined ? "fourhelp:talk:" : `fourhelp:as:${person}:`);
}

/** How this phone likes its page, whoever talks. */
function openChoices(): Store {
  const area = areaOf(() => localStorage);
  return createStore(area, "fourhelp:page:");
}

/** The banner of a demo person, by name once the server has told it; returns what draws it again. */
function openBanner(api: Api, person: string, show: (name: string, role: string) => void): () => void {
  let [name, role] = [person, ""];
  const refresh = () => show(name, role);
  void api.people().then((people) => {
    const known = people.type === "done" ? people.value.find((other) => other.id === person) : undefined;
    if (known) [name, role] = [known.name, known.role];
    refresh();
  });
  return refresh;
}

function demoText(words: Words, name: string, role: string): string {
  return words.demo.replace("{who}", () =>
    isWord(role) ? words.demoName.replace("{role}", words[role]).replace("{name}", () => name) : name,
  );
}

function listenToLine(talk: Talk): void {
  addEventListener("online", () => talk.wake());
  addEventListener("offline", () => talk.lineLost());
  document.addEventListener("visibilitychange", () => talk.setVisible(!document.hidden));
}

/** Starts everything; it runs until the page is closed. */
function openPage(): void {
  const person = new URL(location.href).searchParams.get("as") ?? undefined;
  const store = openStore(person);
  const choices = openChoices();
  const api = createApi((input, init) => fetch(input, init));
  let language = pickLanguage(choices.get("language"), navigator.language);
  let large = choices.get("large") === true;
  const words = () => wordsOf(language);

  const view = createView({
    press: (line, choice) => talk.press(line, choice),
    resend: (id) => talk.resend(id),
    edit(id) {
      const item = talk.takeBack(id);
      const photo = item?.photo === undefined ? undefined : { photo: item.photo, thumb: item.thumb ?? item.photo };
      composer.edit(item?.text ?? "", photo);
    },
    remove: (id) => void talk.takeBack(id),
    tryNow: () => talk.wake(),
    toggleLarge: () => applyLarge(!large),
    toggleLanguage: () => applyLanguage(language === "en" ? "zh-CN" : "en"),
    leave() {
      store.clear();
      location.replace("/");
    },
  });
  const composer = createComposer({
    words,
    send: (text, photo) => talk.say(text, photo),
    typed: (text) => (text === "" ? store.remove("draft") : store.set("draft", text)),
  });
  const create = () => (person === undefined ? api.openSession(language) : api.openDemoSession(person));
  const talk = createTalk({
    api,
    session: createSession(store, create),
    store,
    now: () => Date.now(),
    newId,
    random: () => Math.random(),
    code: takeCode(),
    words,
    show: (thread, status) => view.draw(thread, status),
  });
  function applyLanguage(next: typeof language): void {
    if (next !== language) choices.set("language", next);
    language = next;
    view.speak(language);
    composer.refresh();
    showPerson?.();
  }
  function applyLarge(on: boolean): void {
    if (on !== large) choices.set("large", on);
    large = on;
    view.setLarge(large);
    composer.refresh();
  }

  const showPerson =
    person === undefined
      ? undefined
      : openBanner(api, person, (name, role) => view.setDemo(demoText(words(), name, role)));
  applyLanguage(language);
  applyLarge(large);
  const draft = store.get("draft");
  composer.setText(typeof draft === "string" ? draft : "");
  listenToLine(talk);
  talk.start();
}

openPage();
