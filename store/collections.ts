/**
 * Keys and indexes of every collection. Each collection also has the index `office: ["office"]`
 * (`officeIndex`), so that an office can be counted, exported and removed.
 */
import type { CollectionName } from "#core/documents.js";
import type { Layout } from "./port.js";

export const officeIndex = "office";

export const layouts: Record<CollectionName, Layout> = {
  offices: {},
  areas: {},
  units: {},
  people: { indexes: { byPhone: ["office", "phoneKey"] } },
  posts: { indexes: { byRef: ["office", "as", "ref"], byPerson: ["office", "person"] } },
  supporters: { unique: { credit: ["office", "creditCode"] }, indexes: { byVerified: ["office", "sort", "verified"] } },
  households: {
    unique: { code: ["office", "code"], number: ["office", "number"] },
    indexes: { byCadre: ["office", "cadre", "code"], byVillage: ["office", "village", "code"] },
  },
  members: {
    unique: { idKey: ["office", "idKey"] },
    indexes: { byHousehold: ["office", "household"], byPhone: ["office", "phoneKey"] },
  },
  needs: {
    unique: { code: ["office", "code"] },
    indexes: {
      byState: ["office", "state", "kind", "village"],
      byCadre: ["office", "cadre", "state"],
      byHousehold: ["office", "household", "state"],
    },
  },
  pledges: {
    unique: { code: ["office", "code"] },
    indexes: {
      byState: ["office", "state", "kind"],
      bySupporter: ["office", "supporter", "confirmedAt"],
      byWaiting: ["office", "kind", "waiting"],
    },
  },
  matches: {
    unique: { code: ["office", "code"] },
    indexes: {
      byState: ["office", "state", "kind"],
      byClock: ["office", "clockAt"],
      byPledge: ["office", "pledge", "state", "quantity"],
      byNeed: ["office", "need", "state", "quantity"],
      byHousehold: ["office", "household", "state"],
      byCadre: ["office", "cadre", "state"],
      takenFromPledges: ["office", "kind", "holding", "pledge", "quantity"],
      givenToNeeds: ["office", "kind", "holding", "need", "quantity"],
    },
  },
  planners: {},
  contacts: { unique: { address: ["channel", "address"] }, indexes: { byActive: ["office", "active"] } },
  bindings: { indexes: { byPerson: ["office", "person"], byContact: ["office", "contact"] } },
  inbox: { indexes: { byAge: ["office", "at"] } },
  messages: {
    indexes: {
      byContact: ["contact", "seq"],
      byState: ["office", "state", "stateAt"],
    },
  },
  audit: { indexes: { byTime: ["office", "at"] } },
  outbox: { indexes: { byDone: ["office", "done", "at"] } },
  codes: { indexes: { byAge: ["office", "expiresAt"] } },
  sessions: { indexes: { byAge: ["office", "expiresAt"], bySubject: ["subject"] } },
  photos: { indexes: { byTime: ["office", "at"] } },
  imports: { indexes: { byState: ["office", "state", "at"], byTime: ["office", "at"] } },
  rejects: { indexes: { byImport: ["office", "import", "row"] } },
};
