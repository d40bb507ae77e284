/** Look-ups a dialogue may ask for: their questions and answers. One file beside this one per look-up. */
import type { Category, HelpKind, Level } from "#core/help/kinds.js";
import type { ParamValues } from "#core/message/message.js";
import type { HouseholdView, MatchView, NeedView, PledgeView } from "#core/views.js";

export interface Looks {
  /** How many open needs a pledge like this would fit, and how many if it reached the whole county. */
  fits: {
    question: { kind: HelpKind; categories: Category[] | null; area: string; reach: Level };
    answer: { needs: number; amount: number; areaName: string; countyNeeds: number; countyName: string };
  };
  /** The speaker's own pledges, newest first. */
  "my-pledges": { question: Record<string, never>; answer: { pledges: PledgeView[] } };
  pledge: { question: { pledge: string }; answer: { pledge: PledgeView | null } };
  /** What a single-use confirm token was used for. */
  token: { question: { token: string }; answer: { code: string; day: string } | null };
  /** Everything that waits for a cadre, a unit or a township. */
  tasks: {
    question: Record<string, never>;
    answer: {
      toAnswer: MatchView[];
      toReview: NeedView[];
      /** Accepted, not delivered. */
      toDeliver: MatchView[];
      /** Delivered, the household has not said anything. */
      toConfirm: MatchView[];
      /** The household says not yet or wrong. */
      questioned: MatchView[];
    };
  };
  match: {
    question: { match: string };
    answer: { match: MatchView | null; may: { answer: boolean; deliver: boolean; confirm: boolean; proxy: boolean } };
  };
  need: { question: { need: string }; answer: { need: NeedView | null } };
  /** Households the speaker may record for or invite: own ones for a cadre, the township's or office's for those. */
  households: {
    question: { search: string | null };
    answer: { households: { id: string; view: HouseholdView }[]; more: boolean };
  };
  /** What came to the speaker's household, newest first. */
  "my-help": { question: Record<string, never>; answer: { matches: MatchView[]; cadreName: string } };
  /** Choices of the newest notice in this conversation, to be picked by typing. */
  "last-notice": { question: Record<string, never>; answer: { choices: { id: string; label: string }[] } };
  /** Enterprises that wait for the office's verification. */
  unverified: {
    question: Record<string, never>;
    answer: { supporters: { id: string; name: string; creditCode: string | null; pledges: number }[] };
  };
  /** People who share this conversation. */
  speakers: {
    question: Record<string, never>;
    answer: { people: { id: string; name: ParamValues["own"]; active: boolean }[] };
  };
}
export type LookName = keyof Looks;
export type LookCall = { [N in LookName]: { name: N; question: Looks[N]["question"] } }[LookName];
