/**
 * The stock grammY echo with its session in Redis: what a bot of several processes looks like at the least.
 * node echo-session.mjs PORT API_ROOT REDIS_URL ; webhook at POST /h
 */
import fastify from "fastify";
import { Bot, session, webhookCallback } from "grammy";
import { Redis } from "ioredis";

const [port, apiRoot, redisUrl] = process.argv.slice(2);
const redis = new Redis(redisUrl ?? "");
const key = (name) => `echo-${name}`;
const storage = {
  read: async (name) => {
    const text = await redis.get(key(name));
    return text === null ? undefined : JSON.parse(text);
  },
  write: (name, value) => redis.set(key(name), JSON.stringify(value)),
  delete: (name) => redis.del(key(name)),
};
const botInfo = {
  id: 42,
  is_bot: true,
  first_name: "b",
  username: "b_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
};
const bot = new Bot("1:a", { client: { apiRoot }, botInfo });
bot.use(session({ initial: () => ({ said: 0 }), storage }));
bot.on("message:text", (ctx) => {
  ctx.session.said += 1;
  return ctx.reply(ctx.message.text);
});
const server = fastify();
server.post("/h", webhookCallback(bot, "fastify"));
await server.listen({ port: Number(port), host: "127.0.0.1" });
console.log("listening");
