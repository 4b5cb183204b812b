/**
 * Numbers as the controls treat them: typed freely, kept within their range and on their step.
 *
 * Every number in the page can be dragged, typed and keyed; these rules are the same for all three.
 */

export interface Range {
  min: number;
  max: number;
  /** The least change; values lie on min + k · step. */
  step: number;
  /** What values are rounded to, where that is finer than the step. */
  fine?: number;
}

/** The nearest value that the range allows. */
export function within({ min, max, step, fine = step }: Range, value: number): number {
  const stepped = min + Math.round((value - min) / fine) * fine;
  return tidy(Math.min(max, Math.max(min, stepped)));
}

/** The number in what was typed ("2,5 px", "40 %"), or null where there is none. */
export function readNumber(text: string): number | null {
  const found = /[-+−]?\s*(\d+([.,]\d*)?|[.,]\d+)/.exec(text);
  if (!found) return null;
  const value = Number(found[0].replace('−', '-').replace(/\s/g, '').replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

/** How far an arrow key goes: one step, ten with Shift, a tenth with Alt; null for any other key. */
export function keyed(
  { min, max, step }: Range,
  value: number,
  { key, shiftKey, altKey }: { key: string; shiftKey: boolean; altKey: boolean },
): number | null {
  const by = shiftKey ? 10 * step : altKey ? step / 10 : step;
  if (key === 'ArrowUp') return tidy(Math.min(max, value + by));
  if (key === 'ArrowDown') return tidy(Math.max(min, value - by));
  return null;
}

/** A value of which each digit was meant: 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
  return Number(value.toFixed(6));
}
