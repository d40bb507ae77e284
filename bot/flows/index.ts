/** Every flow: one file and one line each. The key is the flow's id and the file's name. */
import type { Flow } from "#bot/dialogue/flow.js";
import { join } from "./join.js";
import { myPledges } from "./my-pledges.js";
import { pledge } from "./pledge.js";
import { pledgeFunds } from "./pledge-funds.js";
import { pledgeIndustry } from "./pledge-industry.js";
import { pledgeInformation } from "./pledge-information.js";
import { pledgeJobs } from "./pledge-jobs.js";
import { verify } from "./verify.js";

export const flows: Readonly<Record<string, Flow>> = {
  join,
  "my-pledges": myPledges,
  pledge,
  "pledge-funds": pledgeFunds,
  "pledge-industry": pledgeIndustry,
  "pledge-information": pledgeInformation,
  "pledge-jobs": pledgeJobs,
  verify,
};

/** Words typed anywhere that start a flow (`words.…` in the locales), first match wins. */
export const entries: Readonly<Record<string, string>> = {
  "words.pledge": "pledge",
  "words.join": "join",
  "words.my-pledges": "my-pledges",
  "words.verify": "verify",
};
