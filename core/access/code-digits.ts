/**
 * Digits of the single-use codes that tie a conversation to a person. A household's is short, since it is read aloud
 * and typed on a borrowed phone: few are good at a time, and wrong ones are counted for the whole office. Those for
 * staff are good for weeks and by the thousand, so they cannot be guessed at all.
 */
export const codeDigits = { household: 6, staff: 10 } as const;

/** Is it as long as a code? */
export function isCodeLength(digits: number): boolean {
  return Object.values<number>(codeDigits).includes(digits);
}
