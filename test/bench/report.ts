/** One JSON line per figure. */
export function report(line: Readonly<Record<string, string | number | boolean>>): void {
  console.log(JSON.stringify(line));
}

/** The value below which the share `q` of the sorted numbers lies. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** Rounded to two places, for reading. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
