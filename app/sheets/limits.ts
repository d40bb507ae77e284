/** How much one file may hold: far above the largest county, far below what would hurt a small machine. */

export interface Limits {
  /** Bytes of the file as sent. */
  readonly fileBytes: number;
  /** Bytes of everything in an xlsx once unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked bytes for one packed byte, looked at in entries above `ratioFrom`. */
  readonly ratio: number;
  /** Unpacked bytes below which the ratio of an entry does not matter. */
  readonly ratioFrom: number;
  readonly sharedStrings: number;
  /** Rows of one sheet. */
  readonly rows: number;
  readonly columns: number;
  /** Characters of one cell; Excel's own limit. */
  readonly cellText: number;
}

const MB = 1024 * 1024;

/** Limits of an office. A csv past `columns` or `cellText` is broken; so is an xlsx. */
export const defaultLimits: Limits = {
  fileBytes: 200 * MB,
  unpackedBytes: 1024 * MB,
  ratio: 200,
  ratioFrom: 10 * MB,
  sharedStrings: 5_000_000,
  rows: 1_000_000,
  columns: 500,
  cellText: 32_767,
};
