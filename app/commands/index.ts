/** Every command: one file and one line each. */
import { answerMatch } from "./answer-match.js";
import { bind } from "./bind.js";
import { bindPhone } from "./bind-phone.js";
import { confirmDelivery } from "./confirm-delivery.js";
import { confirmPledge } from "./confirm-pledge.js";
import type { Command } from "./decision.js";
import { deliver } from "./deliver.js";
import { exportData } from "./export-data.js";
import { join } from "./join.js";
import { makeCode } from "./make-code.js";
import { recordNeed } from "./record-need.js";
import { refuseHelp } from "./refuse-help.js";
import { restart } from "./restart.js";
import { reviewNeed } from "./review-need.js";
import { seeLink } from "./see-link.js";
import { sendWord } from "./send-word.js";
import { setLocale } from "./set-locale.js";
import { stop } from "./stop.js";
import { switchSpeaker } from "./switch-speaker.js";
import type { CommandName } from "./types.js";
import { verifySupporter } from "./verify-supporter.js";
import { widenPledge } from "./widen-pledge.js";
import { withdrawPledge } from "./withdraw-pledge.js";

export type { Decision } from "./decision.js";

export const commands: { readonly [N in CommandName]: Command<N> } = {
  join,
  bind,
  "bind-phone": bindPhone,
  "see-link": seeLink,
  "confirm-pledge": confirmPledge,
  "withdraw-pledge": withdrawPledge,
  "widen-pledge": widenPledge,
  "answer-match": answerMatch,
  "record-need": recordNeed,
  "review-need": reviewNeed,
  deliver,
  "confirm-delivery": confirmDelivery,
  "refuse-help": refuseHelp,
  "send-word": sendWord,
  "set-locale": setLocale,
  stop,
  restart,
  "switch-speaker": switchSpeaker,
  "make-code": makeCode,
  "export-data": exportData,
  "verify-supporter": verifySupporter,
};
