/** Notices that wait to be sent: as many conversations on Telegram, each with one planned row of the send ledger. */
import { systemIds, systemTimers } from "#app/clock.js";
import { newContact } from "#app/conversation.js";
import { createLog } from "#app/log.js";
import type { ChatMessage } from "#core/records.js";
import { compose } from "../../compose.js";
import { readConfig } from "../../config.js";

/** Makes an office in `dataDir`, and chats 1000001, 1000002 … with a notice each; the first sweep finds them. */
export async function prepareNotices(dataDir: string, count: number): Promise<void> {
  const outcome = readConfig({ DATA_DIR: dataDir, FOURHELP_DEMO: "off", ROLES: "api", LOG_LEVEL: "silent" });
  if (outcome.type === "refused") throw new Error("the bench's configuration was refused");
  const log = createLog({ level: "silent" });
  const house = await compose(outcome.config, { timers: systemTimers(), ids: systemIds(), log });
  const { store, clock, sequence } = house.deps;
  const office = house.office._id;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await Promise.all(
    numbers.map((number) => {
      const id = `chat-${number}`;
      const address = String(1_000_000 + number);
      const contact = newContact({ id, office, channel: "telegram", address, locale: "zh-CN", person: null });
      const notice = noticeTo(id, office, sequence(0), clock.now());
      return Promise.all([store.contacts.insert(contact), store.messages.insert(notice)]);
    }),
  );
  await house.close(1_000);
}

function noticeTo(contact: string, office: string, seq: number, at: number): ChatMessage {
  return {
    _id: `notice-${contact}`,
    version: 1,
    office,
    contact,
    seq,
    at,
    from: "bot",
    keys: [],
    text: "您好，青石县四帮办公室提醒您：今年的春耕补贴可以申请了。",
    choices: [{ id: "s.help", label: "怎么用" }],
    wants: null,
    full: null,
    inbound: null,
    event: `event-${contact}`,
    state: "planned",
    stateAt: at,
    reason: null,
    providerId: null,
    attempts: 0,
    photo: null,
  };
}
