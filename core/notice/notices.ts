/**
 * Who is told what when something happens, in the order of consent (design §3.5): the responsible cadre first,
 * supporter and household only once somebody accountable has said yes. Pure: event and facts in, notices out.
 */
import { say, type Message } from "#core/message/message.js";
import type { MatchEvent } from "#core/match/life.js";
import { reasonMessages } from "./reasons.js";
import type { HouseholdView, MatchView, NeedView } from "#core/views.js";

export type Party = "supporter" | "household" | "cadre" | "unit" | "township" | "office";

/** A button under a notice; it starts a flow and stays good. */
export interface NoticeButton {
  readonly start: string;
  readonly args: readonly string[];
  readonly label: Message;
}

export interface Notice {
  readonly to: Party | { readonly person: string };
  readonly message: Message;
  readonly buttons: readonly NoticeButton[];
}

export interface MatchFacts {
  readonly match: MatchView;
  readonly cadreName: string;
  /** Marked delivered by the supporter itself? */
  readonly bySupporter: boolean;
  readonly proxy: boolean;
  readonly question: string | null;
  /** Who the ladder's newest step tells; days past the due day, negative before it. */
  readonly late: { readonly tell: readonly Party[]; readonly days: number };
}

const button = (start: string, args: readonly string[], label: Message): NoticeButton => ({ start, args, label });

/** The household of a match as messages name it; a village's own need is named by its village. */
export function householdOf(match: { household: HouseholdView | null; village: string }): HouseholdView {
  return match.household ?? { code: "", village: match.village, name: match.village };
}

export const matchNotices: Record<MatchEvent, (facts: MatchFacts) => Notice[]> = {
  "match-proposed": (facts) => [askForAnswer(facts, "cadre")],
  "match-escalated": (facts) => [
    askForAnswer(facts, facts.match.rung),
    told("cadre", say("notice.match-climbed", { code: facts.match.code, household: householdOf(facts.match) })),
  ],
  "match-accepted": (facts) => [toldMatched(facts), householdTold(facts)].flat(),
  "match-declined": ({ match }) => [told("supporter", say("notice.match-declined", pledgeParams(match)))],
  // only silence is told: what lapsed because pledge or need went away, nobody had heard of
  "match-lapsed": ({ match }) => [told("supporter", say("notice.match-lapsed", pledgeParams(match)))],
  "match-refused": ({ match }) => [
    told("cadre", say("notice.match-refused-cadre", { household: householdOf(match), code: match.code })),
    told("supporter", say("notice.match-refused", pledgeParams(match))),
  ],
  "delivery-late": ({ match, late }) =>
    late.tell.map((to) =>
      to === "supporter"
        ? told(to, lateForSupporter(match, late.days), [
            button("deliver", [match.id], say("choice.mark-delivered")),
            button("my-pledges", [], say("choice.my-pledges")),
          ])
        : told(to, say("notice.late-staff", lateParams(match))),
    ),
  "help-delivered": (facts) => [askHousehold(facts), otherSideDelivered(facts)].flat(),
  "help-unconfirmed": ({ match }) => [
    told("cadre", unconfirmed(match), [button("proxy-confirm", [match.id], say("choice.confirm-for-them"))]),
  ],
  "help-questioned": (facts) => [
    // a household's cadre who has said it for them knows
    ...(facts.proxy && facts.match.household ? [] : [questionFor("cadre", facts)]),
    questionedSupporter(facts.match),
  ],
  "question-escalated": (facts) => [questionFor(facts.match.rung, facts)],
  "help-confirmed": (facts) => confirmed(facts),
};

function told(to: Notice["to"], message: Message, buttons: readonly NoticeButton[] = []): Notice {
  return { to, message, buttons };
}

function amountOf(match: MatchView): { kind: MatchView["kind"]; amount: number } {
  return { kind: match.kind, amount: match.quantity };
}

function pledgeParams(match: MatchView) {
  return { pledge: match.pledgeCode, quantity: amountOf(match), village: match.village };
}

function lateParams(match: MatchView) {
  return {
    code: match.code,
    supporter: match.supporter,
    quantity: amountOf(match),
    household: householdOf(match),
    due: match.due,
  };
}

function askForAnswer(facts: MatchFacts, to: Party): Notice {
  const { match } = facts;
  const params = {
    code: match.code,
    supporter: match.supporter,
    quantity: amountOf(match),
    category: match.category,
    household: householdOf(match),
    reasons: reasonMessages(match.reasons),
    by: match.answerBy,
  };
  const message = to === "cadre" ? say("notice.match-proposed", params) : say("notice.match-escalated", params);
  return told(to, message, [
    button("answer", ["accept", match.id], say("choice.accept")),
    button("answer", ["decline", match.id], say("choice.decline")),
  ]);
}

/** An answer may come after the day of delivery: then no text asks for that day. */
function toldMatched({ match, cadreName, late }: MatchFacts): Notice {
  return told(
    "supporter",
    say(late.days > 0 ? "notice.matched-supporter-late" : "notice.matched-supporter", {
      ...pledgeParams(match),
      category: match.category,
      cadre: cadreName,
      due: match.due,
    }),
    [button("deliver", [match.id], say("choice.mark-delivered")), button("my-pledges", [], say("choice.my-pledges"))],
  );
}

function householdTold({ match, cadreName, late }: MatchFacts): Notice[] {
  if (!match.household) return [];
  const params = {
    supporter: match.supporter,
    quantity: amountOf(match),
    category: match.category,
    cadre: cadreName,
  };
  const message =
    late.days > 0
      ? say("notice.matched-household-late", params)
      : say("notice.matched-household", { ...params, due: match.due });
  return [
    told("household", message, [
      button("my-help", ["ok", match.id], say("choice.got-it")),
      button("ask-cadre", [], say("choice.ask-cadre", { cadre: cadreName })),
      button("my-help", ["refuse", match.id], say("choice.refuse")),
    ]),
  ];
}

function lateForSupporter(match: MatchView, days: number): Message {
  const params = { ...pledgeParams(match), due: match.due };
  return days < 0 ? say("notice.due-soon", params) : say("notice.late-supporter", params);
}

function askHousehold({ match, cadreName }: MatchFacts): Notice[] {
  if (!match.household) return [];
  const params = {
    supporter: match.supporter,
    quantity: amountOf(match),
    category: match.category,
    cadre: cadreName,
  };
  return [
    told("household", say("notice.delivered-household", params), [
      button("arrived", ["yes", match.id], say("choice.arrived-yes")),
      button("arrived", ["not-yet", match.id], say("choice.arrived-not-yet")),
      button("arrived", ["wrong", match.id], say("choice.arrived-wrong")),
    ]),
  ];
}

function otherSideDelivered({ match, bySupporter }: MatchFacts): Notice[] {
  const params = pledgeParams(match);
  if (!bySupporter) {
    // nobody of a village is asked: its cadre looks and confirms
    const message = match.household
      ? say("notice.delivered-supporter", params)
      : say("notice.delivered-supporter-village", params);
    return [told("supporter", message)];
  }
  const message = match.household
    ? say("notice.delivered-cadre", { ...params, household: match.household })
    : say("notice.delivered-cadre-village", params);
  return [told("cadre", message, [button("proxy-confirm", [match.id], say("choice.confirm-for-them"))])];
}

function unconfirmed(match: MatchView): Message {
  const { code, village, household } = match;
  return household
    ? say("notice.unconfirmed", { household, code })
    : say("notice.unconfirmed-village", { village, code });
}

function questionFor(to: Party, facts: MatchFacts): Notice {
  const { match, cadreName } = facts;
  const delivered = button("deliver", [match.id], say("choice.mark-delivered"));
  if (to === "cadre") {
    // only the cadre writes to a household
    const answers = match.householdId
      ? [button("answer-household", [match.householdId], say("choice.answer-them"))]
      : [];
    return told(to, questioned(facts), [...answers, delivered]);
  }
  const params = { code: match.code, household: householdOf(match), words: "", by: match.answerBy, cadre: cadreName };
  return told(to, say("notice.question-escalated", params), [delivered]);
}

function questioned({ match, question }: MatchFacts): Message {
  const { code, village, household, answerBy: by } = match;
  if (!household) return say("notice.questioned-village", { code, village, by });
  return say(question ? "notice.questioned-words" : "notice.questioned", {
    code,
    household,
    words: question ?? "",
    by,
  });
}

function questionedSupporter(match: MatchView): Notice {
  const params = pledgeParams(match);
  return told(
    "supporter",
    match.household ? say("notice.questioned-supporter", params) : say("notice.questioned-supporter-village", params),
  );
}

function confirmed({ match, proxy, cadreName }: MatchFacts): Notice[] {
  const params = pledgeParams(match);
  const byCadre = match.household
    ? say("notice.confirmed-proxy", params)
    : say("notice.confirmed-proxy-village", params);
  const supporter = proxy ? byCadre : say("notice.confirmed-supporter", params);
  const notices = [told("supporter", supporter)];
  const cadre = say("notice.confirmed-cadre", { code: match.code, household: householdOf(match) });
  if (!proxy) notices.push(told("cadre", cadre));
  if (proxy && match.household) {
    const about = { supporter: match.supporter, quantity: amountOf(match), cadre: cadreName };
    notices.push(
      told("household", say("notice.confirmed-household", about), [
        button("ask-cadre", [], say("choice.ask-cadre", { cadre: cadreName })),
      ]),
    );
  }
  return notices;
}

/** A need waits for a reviewer. */
export function needToReview(need: NeedView, to: Notice["to"], note: "first" | "second"): Notice {
  const params = {
    code: need.code,
    household: householdOf(need),
    quantity: { kind: need.kind, amount: need.quantity },
    category: need.category,
    recorder: need.recordedBy,
  };
  const message = note === "first" ? say("notice.need-to-review", params) : say("notice.need-second-review", params);
  return told(to, message, [button("review", [need.id], say("choice.look-at-it"))]);
}

/** The recorder hears what became of the need. */
export function needDecided(need: NeedView, recorder: string, opened: boolean): Notice {
  const params = { code: need.code, household: householdOf(need), category: need.category };
  return told({ person: recorder }, opened ? say("notice.need-opened", params) : say("notice.need-rejected", params));
}

/** The supporter hears that a pledge waits, and why. */
export function pledgeWaiting(pledge: { code: string; id: string; areaName: string; anyNeed: boolean }): Notice {
  const params = { pledge: pledge.code, area: pledge.areaName };
  return told(
    "supporter",
    pledge.anyNeed ? say("notice.pledge-waiting-taken", params) : say("notice.pledge-waiting-none", params),
    [button("my-pledges", [pledge.id], say("choice.my-pledges"))],
  );
}

/** What waited has found a need; the cadre is asked now. */
export function pledgeFound(pledge: { code: string; villages: string }): Notice {
  return told("supporter", say("notice.pledge-found", { pledge: pledge.code, villages: pledge.villages }));
}

export function supporterToVerify(supporter: { id: string; name: string }): Notice {
  return told("office", say("notice.verify", { supporter: supporter.name }), [
    button("verify", [supporter.id], say("choice.look-at-it")),
  ]);
}

export function supporterVerified(count: number): Notice {
  return told("supporter", count === 0 ? say("notice.verified-none") : say("notice.verified", { count }));
}

/** A photo behind a link that ends; it comes before the message that asks something. */
export function photoFor(to: Notice["to"], link: string): Notice {
  return told(to, say("notice.photo", { link }));
}

/** A household's words, or only its photo. */
export function wordToCadre(household: { id: string; view: HouseholdView }, words: string | null): Notice {
  const message =
    words === null
      ? say("notice.word-photo", { household: household.view })
      : say("notice.word-to-cadre", { household: household.view, words });
  return told("cadre", message, [button("answer-household", [household.id], say("choice.answer-them"))]);
}

export function wordToHousehold(cadreName: string, words: string): Notice {
  return told("household", say("notice.word-to-household", { cadre: cadreName, words }), [
    button("ask-cadre", [], say("choice.ask-cadre", { cadre: cadreName })),
  ]);
}

/** The household cannot be reached by chat: its cadre is asked to tell it ("cadre as channel"). */
export function passOn(household: HouseholdView, message: Message): Notice {
  return told("cadre", say("notice.pass-on", { household, message }));
}
