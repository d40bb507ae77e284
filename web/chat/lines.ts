/** Draws the lines of the talk. Texts go in as text only, so markup in a name stays a name. */
import type { Choice } from "./api.js";
import { splitLinks } from "./links.js";
import { wordsOf, type Language, type Words } from "./texts.js";
import type { Line, Thread } from "./thread.js";

export interface LineHandlers {
  /** `byKey`: no pointer, so a key or a screen reader. */
  press(line: string, choice: Choice, byKey: boolean): void;
  resend(id: string): void;
  edit(id: string): void;
  remove(id: string): void;
}

export interface Lines {
  /** Touches only what changed, so that a screen reader hears only what is new. */
  draw(thread: Thread): void;
  /** Draws all anew in a language. */
  speak(language: Language): void;
  /** A line as it stands on the page; undefined when it is not shown. */
  element(id: string): HTMLElement | undefined;
  /** The first button of a line. */
  firstButton(id: string): HTMLButtonElement | null;
}

interface Drawn {
  readonly line: Line;
  /** Does it carry the time, after a pause? */
  readonly timed: boolean;
  readonly element: HTMLElement;
}

const PAUSE_MS = 10 * 60_000;

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...content: (Node | string)[]) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

function makeButton(label: string, press: (event: MouseEvent) => void): HTMLButtonElement {
  const button = make("button", "", label);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

function timeOf(line: Line | undefined): number {
  return line ? new Date(line.at).getTime() : Number.NaN;
}

interface Look {
  readonly language: Language;
  readonly words: Words;
  readonly handlers: LineHandlers;
  readonly clock: HTMLTemplateElement;
}

function showTime(at: number, language: Language): string {
  const day = new Date(at).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(day ? {} : { month: "long", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(at);
}

function makeBubble(line: Line, words: Words): HTMLElement {
  const bubble = make("div", "bubble", make("span", "unseen", `${line.from === "me" ? words.me : words.bot}：`));
  if (line.thumb?.startsWith("data:image/")) {
    const image = make("img", "");
    image.src = line.thumb;
    image.alt = words.photoAlt;
    bubble.append(image);
  } else if (line.photo) bubble.append(`［${words.photoAlt}］`);
  const said = make("span", "said");
  for (const part of line.from === "bot" ? splitLinks(line.text, location.origin) : [{ text: line.text }]) {
    if (!("href" in part)) said.append(part.text);
    else {
      const anchor = make("a", "", part.text);
      Object.assign(anchor, { href: part.href, target: "_blank", rel: "noopener" });
      said.append(anchor);
    }
  }
  bubble.append(said);
  return bubble;
}
/** One line with its choices, its state and what can be done about it. */

function makeLine(line: Line, timed: boolean, look: Look): HTMLElement {
  const { words, handlers, clock } = look;
  const element = make("div", `line ${line.from === "me" ? "mine" : "bot"} ${line.state}`);
  element.dataset["id"] = line.id;
  if (timed) element.append(make("p", "time", showTime(timeOf(line), look.language)));
  element.append(makeBubble(line, words));
  if (line.open) {
    const buttons = line.choices.map((choice) =>
      makeButton(choice.label, (event) => handlers.press(line.id, choice, event.detail === 0)),
    );
    element.append(make("div", "choices", ...buttons));
  }
  if (line.state === "waiting") element.append(make("p", "state", clock.content.cloneNode(true), words.waiting));
  if (line.state === "refused") {
    const ways = line.editable
      ? [makeButton(words.edit, () => handlers.edit(line.id)), makeButton(words.resend, () => handlers.resend(line.id))]
      : [];
    const gone = makeButton(words.remove, () => handlers.remove(line.id));
    element.append(make("p", "state", line.why ?? ""), make("div", "ways", ...ways, gone));
  }
  return element;
}

/** The lines within a place of the page. */
export function createLines(place: HTMLElement, clock: HTMLTemplateElement, handlers: LineHandlers): Lines {
  let look: Look = { language: "zh-CN", words: wordsOf("zh-CN"), handlers, clock };
  let last: Thread = [];
  let drawn = new Map<string, Drawn>();

  /** Puts one line's element in its place; returns the element after it. */
  function put(line: Line, timed: boolean, next: Element | null, kept: Map<string, Drawn>): Element | null {
    const old = drawn.get(line.id);
    const same = old?.line === line && old.timed === timed;
    const element = same ? old.element : makeLine(line, timed, look);
    kept.set(line.id, { line, timed, element });
    if (old && !same) old.element.replaceWith(element);
    if (old?.element === next || element === next) return element.nextElementSibling;
    place.insertBefore(element, next);
    return next;
  }
  function draw(thread: Thread): void {
    last = thread;
    const kept = new Map<string, Drawn>();
    let before: Line | undefined;
    let next = place.firstElementChild;
    for (const line of thread) {
      // One's own line without words or picture: a greeting asked for.
      if (line.from === "me" && line.text === "" && !line.photo) continue;
      const timed = before ? timeOf(line) - timeOf(before) > PAUSE_MS : !Number.isNaN(timeOf(line));
      next = put(line, timed, next, kept);
      before = line;
    }
    drawn.forEach(({ element }, id) => {
      if (!kept.has(id)) element.remove();
    });
    drawn = kept;
  }

  return {
    draw,
    speak(language) {
      look = { ...look, language, words: wordsOf(language) };
      drawn.forEach(({ element }) => element.remove());
      drawn.clear();
      draw(last);
    },
    element: (id) => drawn.get(id)?.element,
    firstButton: (id) => drawn.get(id)?.element.querySelector("button") ?? null,
  };
}
