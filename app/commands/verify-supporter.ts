import { helpKinds } from "#core/help/kinds.js";
import type { Pledge } from "#core/pledge/pledge.js";
import { matchJob } from "../change.js";
import { allow } from "../rights.js";
import type { Command } from "./decision.js";

/** The office has checked the enterprise: its pledges, kept until now, begin to count. */
export const verifySupporter: Command<"verify-supporter"> = async (who, command) => {
  const { deps, contact } = who;
  const found = await deps.store.supporters.get(command.supporter);
  if (!found) return { result: { type: "gone" } };
  const supporter = allow(who, "supporter.verify", { office: found.office }, found);
  if (!supporter) return { result: { type: "not-yours" } };
  const pledges: Pledge[] = [];
  const own = { index: "bySupporter", where: { office: contact.office, supporter: supporter._id } };
  for await (const pledge of deps.store.pledges.scan(own)) if (pledge.state === "unverified") pledges.push(pledge);
  const result = { type: "verified" as const, name: supporter.name, pledges: pledges.length };
  if (supporter.verified) return { result };
  return {
    result,
    change: {
      root: { op: "replace", collection: "supporters", doc: { ...supporter, verified: true } },
      audit: { action: "supporter-verified", subject: { collection: "supporters", id: supporter._id }, detail: {} },
      happened: [{ event: "supporter-verified", ids: { supporter: supporter._id } }],
      // the next run of matching opens its pledges
      wake: helpKinds.map((kind) => matchJob(contact.office, kind)),
    },
  };
};
