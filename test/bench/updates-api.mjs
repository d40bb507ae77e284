// @ts-check
/**
 * The shared stand-in of the Bot API, with its answers counted: node updates-api.mjs BASELINE PORT [UPDATES FIRST].
 * Asked over IPC it tells how many it has given. With UPDATES it also hands that many out to whoever polls.
 */
import net from "node:net";
import { pathToFileURL } from "node:url";

const [baseline, port, updates = "0", first = "1"] = process.argv.slice(2);
/** Steps of one talk, each with one reply, as the echo has one: what is asked next, an answer, and the end of it. */
const texts = ["你好", "1", "取消"];
/** @type {Set<net.Socket>} */
const sockets = new Set();
let closedBytes = 0;
let given = 0;
/** Bytes of answers to polls, which are no messages sent. */
let pollBytes = 0;

const { createServer } = net;
net.createServer = (/** @type {any} */ handler) =>
  createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      closedBytes += socket.bytesWritten;
    });
    if (Number(updates) > 0) answerPolls(socket);
    handler(socket);
  });

/** Answers getUpdates itself, and lets everything else through to the baseline. @param {net.Socket} socket */
function answerPolls(socket) {
  const emit = socket.emit.bind(socket);
  socket.emit = (/** @type {string} */ event, /** @type {any[]} */ ...args) => {
    const [data] = args;
    if (event !== "data" || !data.includes("/getUpdates")) return emit(event, ...args);
    const body = JSON.stringify({ ok: true, result: batch() });
    const answer = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    pollBytes += Buffer.byteLength(answer);
    // an idle poll is answered later, as Telegram would
    setTimeout(() => socket.write(answer), body.length > 40 ? 0 : 50);
    return true;
  };
}

function batch() {
  return Array.from({ length: Math.min(100, Number(updates) - given) }, () => {
    const index = given++;
    const chat = 1000 + (index % 500);
    return {
      update_id: Number(first) + index,
      message: {
        message_id: index + 1,
        date: 1_700_000_000,
        chat: { id: chat, type: "private", first_name: "a" },
        from: { id: chat, is_bot: false, first_name: "a", language_code: "zh-hans" },
        text: texts[Math.floor(index / 500) % texts.length],
      },
    };
  });
}

process.argv[2] = port ?? "";
process.on("message", () => {
  const written = [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, closedBytes);
  process.send?.({ bytes: written - pollBytes, given });
});
process.on("disconnect", () => process.exit(0));
await import(pathToFileURL(baseline ?? "").href);
