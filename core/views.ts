/** What the chat shows of pledges, matches and needs: answers of look-ups, made by `core` rules, read by flows. */
import type { Category, HelpKind, Level } from "#core/help/kinds.js";
import type { Brings, PledgeTerms } from "#core/help/terms.js";
import type { MatchState, Rung } from "#core/match/match.js";
import type { Pledge } from "#core/pledge/pledge.js";
import type { Labour } from "#core/registry/household.js";

/** A household as a message may name it; `name` is shown on local channels only. */
export interface HouseholdView {
  code: string;
  village: string;
  name: string;
}

/** A supporter as a message may name it; a citizen's own name is shown on local channels only. */
export interface SupporterView {
  name: string;
  citizen: boolean;
}

export interface MatchView {
  id: string;
  code: string;
  kind: HelpKind;
  category: Category;
  quantity: number;
  state: MatchState;
  rung: Rung;
  /** Null for a village's own need. */
  household: HouseholdView | null;
  /** The household's id, for buttons that write to it. */
  householdId: string | null;
  village: string;
  supporter: SupporterView;
  pledgeCode: string;
  /** Day of delivery, and day until which an answer is asked for. */
  due: string;
  answerBy: string;
  reasons: string[];
  photo: string | null;
}

export interface PledgeView {
  id: string;
  code: string;
  kind: HelpKind;
  categories: Category[] | null;
  /** The title, project, topic or purpose in the supporter's words; null when there is none. */
  title: string | null;
  quantity: number;
  area: string;
  areaName: string;
  reach: Level;
  due: string;
  state: Pledge["state"];
  /** Amounts in each stage; a later stage is not counted in the earlier ones. `free` is what is not matched; `asked` waits for an answer. */
  free: number;
  asked: number;
  matched: number;
  delivered: number;
  confirmed: number;
  matches: MatchView[];
}

export interface NeedView {
  id: string;
  code: string;
  kind: HelpKind;
  category: Category;
  quantity: number;
  household: HouseholdView | null;
  village: string;
  approvals: 1 | 2;
  approved: number;
  source: "cadre" | "cause";
  /** The recorder's name. */
  recordedBy: string;
}

/** What a supporter has said so far; becomes a pledge on confirmation. */
export interface PledgeDraft {
  kind: HelpKind;
  categories: Category[] | null;
  quantity: number;
  area: string;
  reach: Level;
  due: string;
  terms: PledgeTerms;
}

/** What a cadre has said of a need. */
export interface NeedDraft {
  household: string | null;
  village: string | null;
  kind: HelpKind;
  category: Category;
  quantity: number;
  worker: { age: number; labour: Labour; travel: Level } | null;
  brings: Brings | null;
  note: string | null;
}
