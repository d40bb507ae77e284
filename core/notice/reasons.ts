/** Why a need was chosen, as messages. */
import { messageOf, type Message } from "#core/message/message.js";
import { SpecialGroup } from "#core/registry/household.js";

const groups: ReadonlySet<string> = new Set(SpecialGroup.options);

/**
 * Why this need, as one list parameter. A household's special groups are said once and in general: which one it
 * is would tell of illness or of minors (P3), and a reason is shown on foreign channels too. Reasons that have
 * no text yet are left out.
 */
export function reasonMessages(reasons: readonly string[]): Message[] {
  const firstGroup = reasons.find((reason) => groups.has(reason));
  return reasons
    .filter((reason) => !groups.has(reason) || reason === firstGroup)
    .flatMap((reason) => messageOf(`reason.${reason}`) ?? []);
}
