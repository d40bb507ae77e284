/** Puts the chat page together. */
import { reloadForKeys, takeCode, takeKey } from "./address.js";
import { createApi, type Api } from "./api.js";
import { START, type Status } from "./board.js";
import { createScreen, type Screen, type Seated } from "./screen.js";
import { takeSeat, type Seat } from "./seat.js";
import { createSession } from "./session.js";
import { createTalk, type Talk } from "./talk.js";
import { createPauser } from "./wait.js";

/** 128 random bits. `crypto.randomUUID` is missing on plain-http addresses in an office's own network. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const random = () => Math.random();

/** The talk of a seat, not yet started. */
function makeTalk(api: Api, seat: Seat, { view, words }: Screen, code: string | undefined): Talk {
  return createTalk({
    api,
    session: createSession(seat.store, seat.create),
    store: seat.store,
    now: () => Date.now(),
    newId,
    random,
    code,
    words: () => ({ ...words(), unsent: words()[seat.unsent] }),
    show: (thread, status) => view.draw(thread, status),
  });
}

function listenToLine(talk: Talk): void {
  addEventListener("online", () => talk.wake());
  addEventListener("offline", () => talk.lineLost());
  document.addEventListener("visibilitychange", () => talk.setVisible(!document.hidden));
}

/** Shows the talk of a seat, and keeps it going until the page is closed. */
function startTalk({ seat, talk }: Seated, { view, composer, showBanner }: Screen): void {
  showBanner();
  view.setClosing(seat.closing);
  view.draw([], START);
  const draft = seat.store.get("draft");
  composer.setText(typeof draft === "string" ? draft : "");
  listenToLine(talk);
  talk.start();
}

async function openPage(): Promise<void> {
  const [key, code] = [takeKey(), takeCode()];
  reloadForKeys();
  const api = createApi((input, init) => fetch(input, init));
  const pauser = createPauser();
  let seated: Seated | undefined;
  const screen = createScreen({ seated: () => seated, tryNow: () => (seated?.talk ?? pauser).wake() });
  // Nothing can be written before it is known whose talk this is: a link may have to wait for the line.
  const wait = (line: Status["line"]) => screen.view.draw([], { ...START, closed: true, line });
  wait("good");
  addEventListener("online", () => pauser.wake());
  const seat = await takeSeat({
    api,
    person: new URL(location.href).searchParams.get("as") ?? undefined,
    key,
    language: screen.language,
    pauser,
    random,
    failed: (cause) => wait(cause === "network" ? "offline" : "trouble"),
    changed: screen.showBanner,
  });
  seated = { seat, talk: makeTalk(api, seat, screen, code) };
  startTalk(seated, screen);
}

void openPage();
