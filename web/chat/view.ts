/** The page around the talk: the log and its scrolling, the notices, the switches. */
import type { Choice } from "./api.js";
import type { Status } from "./board.js";
import { find } from "./find.js";
import { createLines } from "./lines.js";
import { isWord, wordsOf, type Language, type Words } from "./texts.js";
import type { Line, Thread } from "./thread.js";

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
  /** Says above the talk whose it is, or why; nothing for an empty text. */
  setBanner(text: string): void;
  /** The sentence for when no talk can be had. */
  setClosing(word: keyof Words): void;
}

const NEAR_END_PX = 80;
const MARGIN_PX = 8;

function drawStatus(status: Status, words: Words): void {
  find("#log", HTMLElement).setAttribute("aria-busy", String(status.opening));
  find("#opening", HTMLElement).hidden = !status.opening;
  find("#anew", HTMLElement).hidden = !status.anew || status.closed;
  find("#closed", HTMLElement).hidden = !status.closed || status.opening;
  find("#composer", HTMLElement).hidden = status.closed;
  find("#lines", HTMLElement).classList.toggle("closed", status.closed);
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
  /** A line longer than the page is read from its beginning; for others this is the end. */
  toStart(line: HTMLElement): void;
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
  function toStart(line: HTMLElement): void {
    const above = line.getBoundingClientRect().top - log.getBoundingClientRect().top;
    log.scrollTo({ top: log.scrollTop + above - MARGIN_PX });
    end = atEnd();
  }
  return { atEnd, toEnd, toStart, hint: () => void (jump.hidden = false) };
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

/** The newest line, when it was not there before. */
function freshLine(thread: Thread, before: Thread | undefined): Line | undefined {
  const newest = thread[thread.length - 1];
  return newest && !before?.some((line) => line.id === newest.id) ? newest : undefined;
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

  function scrollTo(newest: Line | undefined): void {
    const said = newest?.from === "bot" ? lines.element(newest.id) : undefined;
    if (said) scroller.toStart(said);
    else scroller.toEnd();
  }
  function draw(thread: Thread, status: Status): void {
    const end = last === undefined || scroller.atEnd();
    const opened = last?.status.opening === true && !status.opening;
    const fresh = freshLine(thread, last?.thread);
    last = { thread, status };
    lines.draw(thread);
    drawStatus(status, words);
    if (opened) scrollTo(thread[thread.length - 1]);
    else if (end || (fresh && fresh.role !== "notice")) scrollTo(fresh);
    else if (fresh) scroller.hint();
    if (follow && fresh?.from === "bot" && document.activeElement === log) {
      lines.firstButton(fresh.id)?.focus();
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
    setBanner(text) {
      const banner = find("#banner", HTMLElement);
      banner.textContent = text;
      banner.hidden = text === "";
    },
    setClosing(word) {
      const sentence = find("#closed span", HTMLElement);
      sentence.dataset["word"] = word;
      sentence.textContent = words[word];
    },
  };
}
