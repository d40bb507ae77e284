/** Every look-up: one file and one line each. */
import { fits } from "./fits.js";
import { households } from "./households.js";
import { lastNotice } from "./last-notice.js";
import type { Look } from "./look.js";
import { match } from "./match.js";
import { myHelp } from "./my-help.js";
import { myPledges } from "./my-pledges.js";
import { need } from "./need.js";
import { pledge } from "./pledge.js";
import { speakers } from "./speakers.js";
import { tasks } from "./tasks.js";
import { token } from "./token.js";
import type { LookName } from "./types.js";
import { unverified } from "./unverified.js";

export const looks: { readonly [N in LookName]: Look<N> } = {
  fits,
  "my-pledges": myPledges,
  pledge,
  token,
  tasks,
  match,
  need,
  households,
  "my-help": myHelp,
  "last-notice": lastNotice,
  unverified,
  speakers,
};
