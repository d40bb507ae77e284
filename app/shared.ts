/** What processes share besides documents and jobs, for those who may not look into the store. */
export type { Leases, Limits, Signals } from "#store/shared/port.js";
