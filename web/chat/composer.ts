/** Where the person writes: the field, a photo made ready, and sending. */
import { find } from "./find.js";
import { shrinkPhoto, type SmallPhoto } from "./photo.js";
import type { Words } from "./texts.js";

export interface ComposerDeps {
  readonly words: () => Words;
  readonly send: (text: string, photo: SmallPhoto | undefined) => void;
  /** What stands in the field, at every change. */
  readonly typed: (text: string) => void;
}

export interface Composer {
  /** Draws its words and its size again. */
  refresh(): void;
  setText(text: string): void;
  /** Takes an unsent message back into the field, before what is there. */
  edit(text: string, photo: SmallPhoto | undefined): void;
}

type Staged = { readonly type: "none" | "working" | "bad" } | { readonly type: "ready"; readonly photo: SmallPhoto };

/** The composer over the page's own HTML. */
export function createComposer(deps: ComposerDeps): Composer {
  const field = find("#field", HTMLTextAreaElement);
  const send = find("#send", HTMLButtonElement);
  let staged: Staged = { type: "none" };

  function refresh(): void {
    const words = deps.words();
    const said = { none: "", working: words.photoWait, bad: words.photoBad, ready: words.photoReady };
    find("#staged", HTMLElement).hidden = staged.type === "none";
    find("#staged span", HTMLElement).textContent = said[staged.type];
    const image = find("#staged img", HTMLImageElement);
    image.hidden = staged.type !== "ready";
    if (staged.type === "ready") image.src = staged.photo.thumb;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
    send.disabled = staged.type === "working" || (field.value.trim() === "" && staged.type !== "ready");
  }
  function setText(text: string): void {
    field.value = text;
    deps.typed(text);
    refresh();
  }
  function stage(next: Staged): void {
    staged = next;
    refresh();
  }
  function submit(): void {
    if (send.disabled) return;
    const text = field.value.trim();
    const photo = staged.type === "ready" ? staged.photo : undefined;
    staged = { type: "none" };
    setText("");
    deps.send(text, photo);
  }
  async function pick(file: File): Promise<void> {
    const working: Staged = { type: "working" };
    stage(working);
    const photo = await shrinkPhoto(file);
    // Unless the person has dropped it meanwhile.
    if (staged === working) stage(photo ? { type: "ready", photo } : { type: "bad" });
  }

  listen({ submit, refresh: () => setText(field.value), pick, drop: () => stage({ type: "none" }), setText });
  return {
    refresh,
    setText,
    edit(text, photo) {
      if (photo) stage({ type: "ready", photo });
      setText([text, field.value].filter((part) => part !== "").join("\n"));
      field.focus();
    },
  };
}

interface Hands {
  submit(): void;
  refresh(): void;
  pick(file: File): Promise<void>;
  drop(): void;
  setText(text: string): void;
}

function listen(hands: Hands): void {
  const field = find("#field", HTMLTextAreaElement);
  const file = find("#file", HTMLInputElement);
  find("#composer", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    hands.submit();
  });
  field.addEventListener("input", () => hands.refresh());
  field.addEventListener("keydown", (event) => {
    // 229: Safari ends a composition before the Enter that chose the word.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      hands.submit();
    } else if (event.key === "Escape") {
      hands.drop();
      hands.setText("");
    }
  });
  find("#photo", HTMLButtonElement).addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const picked = file.files?.[0];
    if (picked) void hands.pick(picked);
    // So that the same file can be picked again.
    file.value = "";
  });
  find("#drop", HTMLButtonElement).addEventListener("click", () => {
    hands.drop();
    field.focus();
  });
}
