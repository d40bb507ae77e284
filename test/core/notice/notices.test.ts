import { describe, expect, it } from "vitest";
import { flows } from "#bot/flows/index.js";
import type { MatchEvent } from "#core/match/life.js";
import { MatchReason } from "#core/match/reasons.js";
import { BUTTON_BYTES, packButton, unpackButton } from "#core/message/buttons.js";
import { say } from "#core/message/message.js";
import {
  householdOf,
  matchNotices,
  needDecided,
  needToReview,
  passOn,
  photoFor,
  pledgeFound,
  pledgeWaiting,
  supporterToVerify,
  supporterVerified,
  wordToCadre,
  wordToHousehold,
  type MatchFacts,
  type Notice,
} from "#core/notice/notices.js";
import { defaultSettings } from "#core/office.js";
import type { HouseholdView, MatchView, NeedView } from "#core/views.js";

/** As long as ids are (`app/clock.ts`). */
const matchId = "m0123456789abcde";
const wang: HouseholdView = { code: "BC-017", village: "板长村", name: "王秀英" };
const match: MatchView = {
  id: matchId,
  code: "M4H7K2",
  kind: "funds",
  category: "housing",
  quantity: 18_000,
  state: "proposed",
  rung: "cadre",
  household: wang,
  householdId: "h0123456789abcde",
  village: "板长村",
  supporter: { name: "恒丰养殖", citizen: false },
  pledgeCode: "K7Q-204",
  due: "2027-02-05",
  answerBy: "2026-11-26",
  reasons: ["heavy", "exact-category"],
  photo: null,
};
const facts: MatchFacts = {
  match,
  cadreName: "李倩",
  bySupporter: true,
  proxy: false,
  question: null,
  late: { tell: ["supporter", "cadre"], days: -3 },
};
const ofVillage: Partial<MatchFacts> = { match: { ...match, household: null, householdId: null } };
const atRung = (rung: MatchView["rung"]): Partial<MatchFacts> => ({ match: { ...match, rung } });

/** Who is told what, with which buttons: `to: message [flow args]…`. */
function told(notices: readonly Notice[]): string[] {
  return notices.map(({ to, message, buttons }) => {
    const party = typeof to === "object" ? `person ${to.person}` : to;
    const pressed = buttons.map(({ start, args }) => ` [${[start, ...args].join(" ").replace(matchId, "ID")}]`);
    return `${party}: ${message.key.replace("notice.", "")}${pressed.join("")}`;
  });
}

const answers = " [answer accept ID] [answer decline ID]";
const supporters = " [deliver ID] [my-pledges]";
const questions = " [answer-household h0123456789abcde] [deliver ID]";
const asks = " [arrived yes ID] [arrived not-yet ID] [arrived wrong ID]";

const cases: [MatchEvent, string, Partial<MatchFacts>, string[]][] = [
  ["match-proposed", "only the cadre", {}, [`cadre: match-proposed${answers}`]],
  ["match-proposed", "for a village too", ofVillage, [`cadre: match-proposed${answers}`]],
  ["match-escalated", "to the unit", atRung("unit"), [`unit: match-escalated${answers}`, "cadre: match-climbed"]],
  [
    "match-escalated",
    "to the township",
    atRung("township"),
    [`township: match-escalated${answers}`, "cadre: match-climbed"],
  ],
  [
    "match-accepted",
    "both sides",
    {},
    [
      `supporter: matched-supporter${supporters}`,
      "household: matched-household [my-help ok ID] [ask-cadre] [my-help refuse ID]",
    ],
  ],
  [
    "match-accepted",
    "after its day: no text asks for a day that has passed",
    { late: { tell: [], days: 1 } },
    [
      `supporter: matched-supporter-late${supporters}`,
      "household: matched-household-late [my-help ok ID] [ask-cadre] [my-help refuse ID]",
    ],
  ],
  ["match-accepted", "no household of a village's need", ofVillage, [`supporter: matched-supporter${supporters}`]],
  ["match-declined", "the supporter, never the household", {}, ["supporter: match-declined"]],
  ["match-lapsed", "the supporter, never the household", {}, ["supporter: match-lapsed"]],
  ["match-refused", "cadre and supporter", {}, ["cadre: match-refused-cadre", "supporter: match-refused"]],
  [
    "delivery-late",
    "before the day",
    { late: { tell: ["supporter"], days: -7 } },
    [`supporter: due-soon${supporters}`],
  ],
  [
    "delivery-late",
    "on the day",
    { late: { tell: ["supporter", "cadre"], days: 0 } },
    [`supporter: late-supporter${supporters}`, "cadre: late-staff"],
  ],
  [
    "delivery-late",
    "at the end of the ladder",
    { late: { tell: ["supporter", "cadre", "township"], days: 20 } },
    [`supporter: late-supporter${supporters}`, "cadre: late-staff", "township: late-staff"],
  ],
  [
    "help-delivered",
    "by the supporter: the household is asked, the cadre stands by",
    {},
    [`household: delivered-household${asks}`, "cadre: delivered-cadre [proxy-confirm ID]"],
  ],
  [
    "help-delivered",
    "by the cadre: the supporter hears of it",
    { bySupporter: false },
    [`household: delivered-household${asks}`, "supporter: delivered-supporter"],
  ],
  ["help-delivered", "to a village", ofVillage, ["cadre: delivered-cadre-village [proxy-confirm ID]"]],
  [
    "help-delivered",
    "to a village, by its cadre: nobody is said to be asked",
    { ...ofVillage, bySupporter: false },
    ["supporter: delivered-supporter-village"],
  ],
  ["help-unconfirmed", "the cadre", {}, ["cadre: unconfirmed [proxy-confirm ID]"]],
  ["help-unconfirmed", "the cadre of a village", ofVillage, ["cadre: unconfirmed-village [proxy-confirm ID]"]],
  ["help-questioned", "without words", {}, [`cadre: questioned${questions}`, "supporter: questioned-supporter"]],
  [
    "help-questioned",
    "by the cadre for the household, who knows",
    { proxy: true },
    ["supporter: questioned-supporter"],
  ],
  [
    "help-questioned",
    "for a village, which nobody writes to",
    { ...ofVillage, proxy: true },
    ["cadre: questioned-village [deliver ID]", "supporter: questioned-supporter-village"],
  ],
  [
    "help-questioned",
    "with words",
    { question: "少了一袋" },
    [`cadre: questioned-words${questions}`, "supporter: questioned-supporter"],
  ],
  ["question-escalated", "to the unit", atRung("unit"), ["unit: question-escalated [deliver ID]"]],
  ["question-escalated", "to the township", atRung("township"), ["township: question-escalated [deliver ID]"]],
  ["help-confirmed", "by the household", {}, ["supporter: confirmed-supporter", "cadre: confirmed-cadre"]],
  [
    "help-confirmed",
    "by proxy: the household may object",
    { proxy: true },
    ["supporter: confirmed-proxy", "household: confirmed-household [ask-cadre]"],
  ],
  ["help-confirmed", "by proxy, of a village", { ...ofVillage, proxy: true }, ["supporter: confirmed-proxy-village"]],
];

const need: NeedView = {
  id: "n0123456789abcde",
  code: "X4H7K2",
  kind: "funds",
  category: "housing",
  quantity: 18_000,
  household: wang,
  village: "板长村",
  approvals: 2,
  approved: 1,
  source: "cadre",
  recordedBy: "李倩",
};
const pledge = { code: "K7Q-204", id: "p0123456789abcde", areaName: "石桥镇" };
const others: [string, Notice, string][] = [
  ["a need to review", needToReview(need, "cadre", "first"), "cadre: need-to-review [review n0123456789abcde]"],
  [
    "a second review",
    needToReview(need, "township", "second"),
    "township: need-second-review [review n0123456789abcde]",
  ],
  ["a need opened", needDecided(need, "li", true), "person li: need-opened"],
  ["a need rejected", needDecided(need, "li", false), "person li: need-rejected"],
  [
    "a pledge that waits for others",
    pledgeWaiting({ ...pledge, anyNeed: true }),
    "supporter: pledge-waiting-taken [my-pledges p0123456789abcde]",
  ],
  [
    "a pledge that nobody needs yet",
    pledgeWaiting({ ...pledge, anyNeed: false }),
    "supporter: pledge-waiting-none [my-pledges p0123456789abcde]",
  ],
  ["a pledge that found a need", pledgeFound({ code: "K7Q-204", villages: "板长村" }), "supporter: pledge-found"],
  [
    "a supporter to verify",
    supporterToVerify({ id: "s0123456789abcde", name: "恒丰养殖" }),
    "office: verify [verify s0123456789abcde]",
  ],
  ["a supporter verified", supporterVerified(2), "supporter: verified"],
  ["a supporter verified who has not pledged yet", supporterVerified(0), "supporter: verified-none"],
  [
    "a household's word",
    wordToCadre({ id: "h0123456789abcde", view: wang }, "什么时候来？"),
    "cadre: word-to-cadre [answer-household h0123456789abcde]",
  ],
  [
    "a household's photo without words",
    wordToCadre({ id: "h0123456789abcde", view: wang }, null),
    "cadre: word-photo [answer-household h0123456789abcde]",
  ],
  ["a photo", photoFor("household", "/p/abc"), "household: photo"],
  ["the cadre's word", wordToHousehold("李倩", "明天来。"), "household: word-to-household [ask-cadre]"],
  ["what the cadre is to pass on", passOn(wang, say("talk.cancelled")), "cadre: pass-on"],
];

describe("who is told what of a match", () => {
  it.each(cases)("%s, %s", (event, _, changes, lines) => {
    expect(told(matchNotices[event]({ ...facts, ...changes }))).toEqual(lines);
  });

  it("has a case for every event", () => {
    expect(new Set(cases.map(([event]) => event))).toEqual(new Set(Object.keys(matchNotices)));
  });

  it("tells neither supporter nor household while nobody has said yes", () => {
    for (const event of ["match-proposed", "match-escalated"] as const) {
      const to = matchNotices[event]({ ...facts, ...atRung("township") }).map((notice) => notice.to);
      expect(to).not.toContain("supporter");
      expect(to).not.toContain("household");
    }
  });

  it.each(Object.keys(matchNotices) as MatchEvent[])("%s: never tells a household of a village's need", (event) => {
    for (const proxy of [true, false]) {
      for (const bySupporter of [true, false]) {
        const notices = matchNotices[event]({ ...facts, ...ofVillage, proxy, bySupporter });
        expect(notices.map((notice) => notice.to)).not.toContain("household");
      }
    }
  });

  it("tells everyone whom the office's ladder names, at every step", () => {
    for (const { tell, days } of defaultSettings.lateLadder) {
      expect(matchNotices["delivery-late"]({ ...facts, late: { tell, days } }).map((notice) => notice.to)).toEqual(
        tell,
      );
    }
  });
});

describe("what a notice says", () => {
  const reasonsFor = (reasons: readonly string[]) => {
    const [notice] = matchNotices["match-proposed"]({ ...facts, match: { ...match, reasons: [...reasons] } });
    return notice?.message.params["reasons"];
  };

  it("has words for every reason there is", () => {
    for (const reason of MatchReason.options)
      expect(reasonsFor([reason])).toEqual([{ key: `reason.${reason}`, params: {} }]);
  });

  it("says of special groups only that there is one, and leaves out reasons it has no words for", () => {
    expect(reasonsFor(["heavy", "orphaned", "disabled", "same-village", "of-a-later-version"])).toEqual([
      { key: "reason.heavy", params: {} },
      { key: "reason.orphaned", params: {} },
      { key: "reason.same-village", params: {} },
    ]);
  });

  it("names a village's need by its village", () => {
    expect(householdOf(match)).toBe(wang);
    expect(householdOf({ household: null, village: "板长村" })).toEqual({
      code: "",
      village: "板长村",
      name: "板长村",
    });
  });
});

describe("every other notice", () => {
  it.each(others)("%s", (_, notice, line) => {
    expect(told([notice])).toEqual([line]);
  });
});

describe("every button of every notice", () => {
  const notices = [
    ...cases.flatMap(([event, , changes]) => matchNotices[event]({ ...facts, ...changes })),
    ...others.map(([, notice]) => notice),
  ];
  const buttons = notices.flatMap((notice) => notice.buttons);

  it("fits its bytes and comes back as it was", () => {
    expect(buttons.length).toBeGreaterThan(20);
    for (const { start: entry, args } of buttons) {
      const packed = packButton({ type: "start", entry, args });
      expect(new TextEncoder().encode(packed).length).toBeLessThanOrEqual(BUTTON_BYTES);
      expect(unpackButton(packed)).toEqual({ type: "start", entry, args });
    }
  });

  it("starts a flow that exists", () => {
    expect(buttons.map(({ start }) => start).filter((start) => !Object.hasOwn(flows, start))).toEqual([]);
  });
});
