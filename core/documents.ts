/** Every collection and the schema of its documents; one line each. Layouts (keys, indexes) are in `store/collections.ts`. */
import type { z } from "zod";
import { Match } from "#core/match/match.js";
import { Office } from "#core/office.js";
import { Pledge } from "#core/pledge/pledge.js";
import {
  AuditEntry,
  Binding,
  ChatMessage,
  Code,
  Contact,
  InboxEntry,
  OutboxEntry,
  Photo,
  Planner,
  Post,
  Session,
} from "#core/records.js";
import { Area } from "#core/registry/area.js";
import { Household, Member } from "#core/registry/household.js";
import { Import, ImportReject } from "#core/registry/import-run.js";
import { Need } from "#core/registry/need.js";
import { Person, Supporter, Unit } from "#core/registry/people.js";

export const documents = {
  offices: Office,
  areas: Area,
  units: Unit,
  people: Person,
  posts: Post,
  supporters: Supporter,
  households: Household,
  members: Member,
  needs: Need,
  pledges: Pledge,
  matches: Match,
  planners: Planner,
  contacts: Contact,
  bindings: Binding,
  inbox: InboxEntry,
  messages: ChatMessage,
  audit: AuditEntry,
  outbox: OutboxEntry,
  codes: Code,
  sessions: Session,
  photos: Photo,
  imports: Import,
  rejects: ImportReject,
} as const;

export type CollectionName = keyof typeof documents;
export type Documents = { [N in CollectionName]: z.infer<(typeof documents)[N]> };
export const collectionNames = Object.keys(documents) as CollectionName[];
