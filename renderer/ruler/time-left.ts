/**
 * The time a running sketch still takes, in words that do not pretend to know it exactly: always "about", rounded to
 * one second below 20, to five below a minute, then to minutes.
 */

export interface TimeLeft {
  /** The large numeral. */
  big: string;
  /** Two short lines beside it. */
  lines: [string, string];
}

/**
 * @param elapsed seconds since it began
 * @param left seconds that are forecast; null: not known yet
 */
export function timeLeft(elapsed: number, left: number | null): TimeLeft {
  if (elapsed < 1 || left === null) return { big: '…', lines: ['sketching', 'just begun'] };
  if (left < 0.5) return { big: '…', lines: ['settling', `after ${spoken(elapsed)}`] };
  return { big: spoken(left), lines: ['left of', `about ${spoken(elapsed + left)}`] };
}

/** Seconds in words, as exact as can be known. */
export function spoken(seconds: number): string {
  if (seconds < 20) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5} s`;
  return `${Math.max(1, Math.round(seconds / 60))} min`;
}
