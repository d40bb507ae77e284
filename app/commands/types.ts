/** Commands: everything a person can make happen. Their words and results; one file beside this one per command. */
import type { Locale } from "#core/registry/people.js";
import type { HouseholdView, NeedDraft, PledgeDraft } from "#core/views.js";

interface Gone {
  type: "gone";
}
interface NotYours {
  type: "not-yours";
}

export interface Commands {
  /** Registers the speaker as supporter. An enterprise without credit code may add it later by joining again. */
  join: {
    command: {
      sort: "enterprise" | "citizen";
      name: string;
      creditCode: string | null;
      phone: string | null;
      /** The network vouches for the phone; one that was typed finds nobody later. */
      vouched: boolean;
    };
    result: { type: "joined"; verified: boolean } | { type: "taken" };
  };
  /** Binds this conversation to the person a single-use code was made for. */
  bind: {
    command: { code: string };
    result:
      | { type: "bound"; name: string }
      | { type: "wrong" }
      | { type: "used" }
      | { type: "expired" }
      | { type: "slow-down"; minutes: number };
  };
  /** Binds this conversation to whoever is registered with a number that the network vouches for. */
  "bind-phone": {
    command: { phone: string };
    result: { type: "bound"; name: string } | { type: "unknown" } | { type: "several" };
  };
  /** Makes a link that shows one message of this conversation in full, once. `seq`: its place. */
  "see-link": {
    command: { seq: number };
    result: { type: "made"; link: string } | NotYours | Gone;
  };
  /** Registers a pledge once per token (I3). `needs` is 0 when nothing fits yet. */
  "confirm-pledge": {
    command: { token: string; draft: PledgeDraft };
    result:
      | { type: "registered"; pledge: string; code: string; verified: boolean; needs: number; areaName: string }
      | { type: "already"; code: string; day: string }
      | { type: "over-limit"; limit: number; left: number }
      | { type: "not-joined" };
  };
  "withdraw-pledge": {
    command: { pledge: string };
    result: { type: "withdrawn"; code: string; kept: number } | { type: "already"; code: string } | Gone;
  };
  /** Widens a pledge's reach to the county. */
  "widen-pledge": { command: { pledge: string }; result: { type: "widened"; code: string; areaName: string } | Gone };
  "answer-match": {
    command: { match: string; answer: "accept" | "decline"; because: string | null };
    result:
      | { type: "accepted"; code: string }
      | { type: "declined"; code: string; needClosed: boolean }
      | { type: "already"; code: string; state: string; by: string | null }
      | NotYours
      | Gone;
  };
  "record-need": {
    command: { draft: NeedDraft };
    result: { type: "recorded"; code: string; need: string; approvals: 1 | 2; mine: boolean } | NotYours;
  };
  "review-need": {
    command: { need: string; verdict: "approved" | "rejected" };
    result:
      | { type: "opened"; code: string }
      | { type: "one-more"; code: string }
      | { type: "rejected"; code: string }
      | { type: "already"; code: string }
      | NotYours
      | Gone;
  };
  /** Marks a match delivered, by its supporter or its cadre. */
  deliver: {
    command: { match: string; photo: string | null };
    result: { type: "delivered"; code: string } | { type: "already"; code: string } | NotYours | Gone;
  };
  /** The household's word on a delivery, or its cadre's as proxy. */
  "confirm-delivery": {
    command: { match: string; verdict: "yes" | "not-yet" | "wrong"; text: string | null; proxy: boolean };
    result:
      | { type: "confirmed"; code: string }
      | { type: "questioned"; code: string; cadreName: string; days: number }
      | { type: "already"; code: string }
      | NotYours
      | Gone;
  };
  /** The household does not want it: the quantity goes back. */
  "refuse-help": {
    command: { match: string };
    result: { type: "refused"; code: string } | { type: "too-late"; code: string } | NotYours | Gone;
  };
  /** A household's question to its cadre; a cadre's answer to a household. */
  "send-word": {
    command: { to: "cadre" | "household"; household: string | null; text: string; photo: string | null };
    result: { type: "sent"; name: string; household: HouseholdView; reached: boolean } | NotYours | Gone;
  };
  "set-locale": { command: { locale: Locale }; result: { type: "set" } };
  stop: { command: Record<string, never>; result: { type: "stopped" } | { type: "already" } };
  /** Takes notices again after a stop. */
  restart: { command: Record<string, never>; result: { type: "restarted" } | { type: "already" } };
  "switch-speaker": { command: { person: string }; result: { type: "switched"; name: string } | Gone };
  /** Makes a single-use code for a household (by its cadre). `hours`: how long it is good. */
  "make-code": {
    command: { household: string };
    result: { type: "made"; code: string; hours: number } | NotYours | Gone;
  };
  /** Makes a link, good for an hour, to everything stored of the speaker. */
  "export-data": { command: Record<string, never>; result: { type: "made"; path: string } };
  "verify-supporter": {
    command: { supporter: string };
    result: { type: "verified"; name: string; pledges: number } | NotYours | Gone;
  };
}
export type CommandName = keyof Commands;
export type CommandCall = { [N in CommandName]: { name: N; command: Commands[N]["command"] } }[CommandName];
