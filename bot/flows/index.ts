/** Every flow: one file and one line each. The key is the flow's id and the file's name. */
import type { Flow } from "#bot/dialogue/flow.js";
import { bind } from "./bind.js";
import { group } from "./group.js";
import { help } from "./help.js";
import { language } from "./language.js";
import { mine } from "./mine.js";
import { myData } from "./my-data.js";
import { privacy } from "./privacy.js";
import { restart } from "./restart.js";
import { see } from "./see.js";
import { stale } from "./stale.js";
import { stop } from "./stop.js";
import { switchSpeaker } from "./switch.js";
import { welcome } from "./welcome.js";
import { join } from "./join.js";
import { myPledges } from "./my-pledges.js";
import { pledge } from "./pledge.js";
import { pledgeFunds } from "./pledge-funds.js";
import { pledgeIndustry } from "./pledge-industry.js";
import { pledgeInformation } from "./pledge-information.js";
import { pledgeJobs } from "./pledge-jobs.js";
import { verify } from "./verify.js";
import { answer } from "./answer.js";
import { answerHousehold } from "./answer-household.js";
import { arrived } from "./arrived.js";
import { askCadre } from "./ask-cadre.js";
import { deliver } from "./deliver.js";
import { invite } from "./invite.js";
import { myHelp } from "./my-help.js";
import { proxyConfirm } from "./proxy-confirm.js";
import { recordNeed } from "./record-need.js";
import { review } from "./review.js";
import { tasks } from "./tasks.js";

export const flows: Readonly<Record<string, Flow>> = {
  welcome,
  bind,
  stale,
  group,
  help,
  language,
  privacy,
  "my-data": myData,
  stop,
  restart,
  see,
  switch: switchSpeaker,
  mine,
  join,
  "my-pledges": myPledges,
  pledge,
  "pledge-funds": pledgeFunds,
  "pledge-industry": pledgeIndustry,
  "pledge-information": pledgeInformation,
  "pledge-jobs": pledgeJobs,
  verify,
  answer,
  "answer-household": answerHousehold,
  arrived,
  "ask-cadre": askCadre,
  deliver,
  invite,
  "my-help": myHelp,
  "proxy-confirm": proxyConfirm,
  "record-need": recordNeed,
  review,
  tasks,
};

/** Words typed anywhere that start a flow (`words.…` in the locales), first match wins; arguments stand behind dots. */
export const entries: Readonly<Record<string, string>> = {
  "words.welcome": "welcome",
  "words.help": "help",
  "words.language": "language",
  "words.language-zh": "language.zh-CN",
  "words.language-en": "language.en",
  "words.privacy": "privacy",
  "words.my-data": "my-data",
  "words.mine": "mine",
  "words.restart": "restart",
  "words.switch": "switch",
  "words.pledge": "pledge",
  "words.join": "join",
  "words.my-pledges": "my-pledges",
  "words.verify": "verify",
  "words.tasks": "tasks",
  "words.record-need": "record-need",
  "words.invite": "invite",
  "words.answer-household": "answer-household",
  "words.my-help": "my-help",
  "words.ask-cadre": "ask-cadre",
};
