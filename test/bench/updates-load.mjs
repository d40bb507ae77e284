// @ts-check
/**
 * Calls a webhook with updates, 50 at a time, over raw sockets so that it is not the bottleneck.
 * node updates-load.mjs PORT[,PORT…] PATH COUNT CONCURRENCY FIRST SECRET ; prints {perSecond, p50, p99, bad}
 */
import net from "node:net";

const [ports, path, count, concurrency, first, secret] = process.argv.slice(2);
/** Callers take them in turn. */
const hosts = (ports ?? "").split(",").map(Number);
const total = Number(count);
const times = new Float64Array(total);
/** Steps of one talk, each with one reply, as the echo has one: what is asked next, an answer, and the end of it. */
const texts = ["你好", "1", "取消"];
let next = 0;
let done = 0;
let bad = 0;

/** @param {number} index */
function requestOf(index) {
  const id = Number(first) + index;
  const chat = 1000 + (index % 500);
  const body = JSON.stringify({
    update_id: id,
    message: {
      message_id: id,
      date: 1_700_000_000,
      chat: { id: chat, type: "private", first_name: "a" },
      from: { id: chat, is_bot: false, first_name: "a", language_code: "zh-hans" },
      text: texts[Math.floor(index / 500) % texts.length],
    },
  });
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: ${secret ?? ""}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const requests = Array.from({ length: total }, (_, index) => requestOf(index));
const began = performance.now();
await Promise.all(Array.from({ length: Number(concurrency) }, (_, index) => caller(hosts[index % hosts.length] ?? 0)));
const seconds = (performance.now() - began) / 1000;
const sorted = times.toSorted();
const quantile = (/** @type {number} */ q) => sorted[Math.min(total - 1, Math.floor(q * total))];
console.log(JSON.stringify({ perSecond: total / seconds, p50: quantile(0.5), p99: quantile(0.99), bad }));

/** @param {number} port */
function caller(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let index = -1;
    let sent = 0;
    let got = "";
    const send = () => {
      if (next >= total) {
        socket.end();
        resolve(undefined);
        return;
      }
      index = next++;
      sent = performance.now();
      socket.write(requests[index] ?? "");
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("data", (data) => {
      got += data.toString("latin1");
      const head = got.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(got)?.[1] ?? 0);
      if (got.length < head + 4 + length) return;
      if (!got.startsWith("HTTP/1.1 200")) bad++;
      times[index] = performance.now() - sent;
      got = "";
      done++;
      send();
    });
  });
}
