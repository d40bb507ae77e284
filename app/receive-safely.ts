/** The error boundary of conversations: the person hears "sorry, reference X", the log has X, and nothing is half written. */
import { say } from "#core/message/message.js";
import { botRow, newContact, renderReply } from "./conversation.js";
import type { Receive, ReceiveDeps } from "./receive.js";

export function receiveSafely(deps: ReceiveDeps & { reference(): string }, receive: Receive): Receive {
  return async (inbound) => {
    try {
      return await receive(inbound);
    } catch (error) {
      const reference = deps.reference();
      deps.log.error({ action: "receive.failed", reference, channel: inbound.channel, error });
      const { channel, address } = inbound;
      const found = await deps.store.contacts.by("address", { channel, address }).catch(() => undefined);
      const contact =
        found ?? newContact({ id: reference, office: "-", channel, address, locale: "zh-CN", person: null });
      const reply = { message: say("error.reference", { reference }), choices: [] };
      const rendered = renderReply(deps, reply, contact, "local");
      const now = deps.clock.now();
      // a push channel is handed it here, once: there is no row for the ledger to send
      const outlet = deps.outlet(channel);
      if (outlet?.delivery === "push")
        await outlet.send(address, { id: `sorry-${reference}`, rendered }).catch(() => undefined);
      // not stored: a repeat of the same message is tried anew
      const row = botRow({
        id: `sorry-${reference}`,
        contact,
        seq: 0,
        now,
        reply,
        rendered,
        inbound: null,
        event: null,
        delivery: "pull",
      });
      return { contact: contact._id, replies: [row], repeated: false };
    }
  };
}
