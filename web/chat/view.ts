/** The page around the talk: the log and its scrolling, the notices, the switches. */
import type { Choice } from "./api.js";
import type { Status } from "./board.js";
import { find } from "./find.js";
import { createLines } from "./lines.js";
import { isWord, wordsOf, type Language, type Words } from "./texts.js";
import type { Thread } from "./thread.js";

export interface Handlers {
  press(line: string, choice: Choice): void;
  resend(id: string): void;
  edit(id: string): void;
  remove(id: string): void;
  tryNow(): void;
  toggleLarge(): void;
  toggleLanguage(): void;
  leave(): void;
}

export interface View {
  draw(thread: Thread, status: Status): void;
  /** Turns all of the page's own words into a language. */
  speak(language: Language): void;
  setLarge(on: boolean): void;
  setDemo(text: string): void;
}

const NEAR_END_PX = 80;

function drawStatus(status: Status, words: Words): void {
  find("#log", HTMLElement).setAttribute("aria-busy", String(status.opening));
  find("#opening", HTMLElement).hidden = !status.opening;
  find("#anew", HTMLElement).hidden = !status.anew;
  find("#closed", HTMLElement).hidden = !status.closed;
  find("#composer", HTMLElement).hidden = status.closed;
  find("#dots", HTMLElement).hidden = !status.busy;
  const said = { good: status.notKept ? words.notKept : "", offline: words.offline, trouble: words.trouble };
  const text = find("#line span", HTMLElement);
  // Only a change: a screen reader says it each time it is set.
  if (text.textContent !== said[status.line]) text.textContent = said[status.line];
  find("#line", HTMLElement).hidden = said[status.line] === "";
  find("#try", HTMLElement).hidden = status.line === "good";
}

function drawWords(language: Language, words: Words): void {
  document.documentElement.lang = language;
  document.title = words.title;
  for (const element of document.querySelectorAll<HTMLElement>("[data-word], [data-label], [data-placeholder]")) {
    const { word = "", label = "", placeholder = "" } = element.dataset;
    if (isWord(word)) element.textContent = words[word];
    if (isWord(label)) element.setAttribute("aria-label", words[label]);
    if (isWord(placeholder)) element.setAttribute("placeholder", words[placeholder]);
  }
  find("#language", HTMLElement).lang = language === "en" ? "zh-CN" : "en";
}

interface Scroller {
  atEnd(): boolean;
  toEnd(): void;
  /** Says that something new is below. */
  hint(): void;
}

function createScroller(log: HTMLElement): Scroller {
  const jump = find("#jump", HTMLButtonElement);
  const toEnd = () => log.scrollTo({ top: log.scrollHeight });
  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  jump.addEventListener("click", () => {
    toEnd();
    log.focus({ preventScroll: true });
  });
  log.addEventListener("scroll", () => {
    if (atEnd()) jump.hidden = true;
  });
  // What shrinks the log (a keyboard, a notice, a growing field) does not hide the last words. The place is
  // remembered, since after the change it is too late to ask.
  let end = true;
  log.addEventListener("scroll", () => (end = atEnd()));
  new ResizeObserver(() => end && toEnd()).observe(log);
  // Apple's keyboards cover the page instead of shrinking it.
  window.visualViewport?.addEventListener("resize", () => {
    document.documentElement.style.setProperty("--seen-height", `${window.visualViewport?.height ?? 0}px`);
  });
  return { atEnd, toEnd, hint: () => void (jump.hidden = false) };
}

function listen(handlers: Handlers): void {
  const onClick = (selector: string, act: () => void) =>
    find(selector, HTMLButtonElement).addEventListener("click", act);
  const leaving = find("#leaving", HTMLDialogElement);
  onClick("#try", () => handlers.tryNow());
  onClick("#large", () => handlers.toggleLarge());
  onClick("#language", () => handlers.toggleLanguage());
  onClick("#leave", () => {
    leaving.returnValue = "";
    leaving.showModal();
  });
  leaving.addEventListener("close", () => {
    if (leaving.returnValue === "yes") handlers.leave();
  });
}

/** The view over the page's own HTML. */
export function createView(handlers: Handlers): View {
  const log = find("#log", HTMLElement);
  const scroller = createScroller(log);
  let words = wordsOf("zh-CN");
  let last: { readonly thread: Thread; readonly status: Status } | undefined;
  // After a key press the next choices get the focus the pressed one had.
  let follow = false;
  const lines = createLines(find("#lines", HTMLElement), find("#clock", HTMLTemplateElement), {
    ...handlers,
    press(line, choice, byKey) {
      follow = byKey;
      // The button goes away, so the focus needs a place; not the field, where a phone would raise its keyboard.
      log.focus({ preventScroll: true });
      handlers.press(line, choice);
    },
  });
  listen(handlers);

  function draw(thread: Thread, status: Status): void {
    const end = last === undefined || scroller.atEnd();
    const newest = thread[thread.length - 1];
    const fresh = newest !== undefined && !last?.thread.some((line) => line.id === newest.id);
    last = { thread, status };
    lines.draw(thread);
    drawStatus(status, words);
    if (end || (fresh && newest.role !== "notice")) scroller.toEnd();
    else if (fresh) scroller.hint();
    if (follow && fresh && newest.from === "bot" && document.activeElement === log) {
      lines.firstButton(newest.id)?.focus();
    }
  }
  return {
    draw,
    speak(language) {
      words = wordsOf(language);
      drawWords(language, words);
      lines.speak(language);
      if (last) draw(last.thread, last.status);
    },
    setLarge(on) {
      document.documentElement.toggleAttribute("data-large", on);
      find("#large", HTMLElement).setAttribute("aria-pressed", String(on));
      if (last) draw(last.thread, last.status);
    },
    setDemo(text) {
      const banner = find("#demo", HTMLElement);
      banner.textContent = text;
      banner.hidden = text === "";
    },
  };
}
