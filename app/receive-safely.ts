/** The error boundary of conversations: the person hears "sorry, reference X", the log has X, and nothing is half written. */
import { say } from "#core/message/message.js";
import { StoreAway } from "#store/refused.js";
import { botRows, newContact } from "./conversation.js";
import type { Receive, ReceiveDeps } from "./receive.js";

export function receiveSafely(deps: ReceiveDeps & { reference(): string }, receive: Receive): Receive {
  return async (inbound) => {
    try {
      return await receive(inbound);
    } catch (error) {
      // it is not kept, and whoever sent it is told so: networks and our own page send it again
      if (error instanceof StoreAway) throw error;
      const reference = deps.reference();
      deps.log.error({ action: "receive.failed", reference, channel: inbound.channel, error });
      const { channel, address } = inbound;
      const found = await deps.store.contacts.by("address", { channel, address }).catch(() => undefined);
      const contact =
        found ?? newContact({ id: reference, office: "-", channel, address, locale: "zh-CN", person: null });
      const outlet = deps.outlet(channel);
      // not stored: a repeat of the same message is tried anew
      const rows = botRows(deps, {
        id: `sorry-${reference}`,
        contact,
        now: deps.clock.now(),
        reply: { message: say("error.reference", { reference }), choices: [] },
        inbound: null,
        event: null,
        outlet,
        dataClass: "local",
        sequence: () => 0,
      });
      // a push channel is handed it here, once: there is no row for the ledger to send
      for (const row of outlet?.delivery === "push" ? rows : [])
        await outlet
          ?.send(address, { id: row._id, rendered: { ...row, locale: contact.locale } })
          .catch(() => undefined);
      return { contact: contact._id, replies: rows, repeated: false };
    }
  };
}
