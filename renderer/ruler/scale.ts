/**
 * The ruler's arithmetic: which count lies under the pointer, which counts are named below the bars, what a key does.
 *
 * Bars stand evenly. Beyond the last one lies a dotted part, in which the count runs on to the most there can be.
 */

/** The most strokes that a sketch can be asked for. */
export const MOST = 64;
const NAMED = [4, 8, 12, 16, 20, 24, 32, 48, 64];

export interface Span {
  /** Screen px. */
  left: number;
  width: number;
}

/**
 * The count under the pointer.
 *
 * @param x screen px
 * @param more the dotted part, null where there is none
 */
export function countAt(x: number, bars: Span, more: Span | null, count: number, most: number): number {
  if (more && x > more.left && most > count) {
    const share = Math.min(1, (x - more.left) / Math.max(1, more.width));
    return Math.min(most, count + Math.max(1, Math.round(share * (most - count))));
  }
  const bar = Math.floor(((x - bars.left) / Math.max(1, bars.width)) * count) + 1;
  return Math.max(1, Math.min(count, bar));
}

/** Whether a bar's number stands below it: the presets, the ends, and never two side by side. */
export function isNamed(number: number, count: number, current: number): boolean {
  if (number === current) return true;
  const gap = Math.max(2, Math.ceil(count / 16));
  if (Math.abs(number - current) < gap) return false;
  if (number === count || number === 1) return true;
  return NAMED.includes(number) && count - number >= gap && number > gap;
}

/** The count that a key asks for from the present one; null: not the ruler's key. */
export function countByKey(
  key: string,
  shift: boolean,
  { now, most, presets }: { now: number; most: number; presets: readonly number[] },
): number | null {
  const step = shift ? 4 : 1;
  const within = (count: number) => Math.max(1, Math.min(most, count));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(now - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return within(now + step);
    case 'PageUp':
      return within(presets.find((preset) => preset > now) ?? most);
    case 'PageDown':
      return within(presets.findLast((preset) => preset < now) ?? 1);
    case 'Home':
      return 1;
    case 'End':
      return most;
    default:
      return null;
  }
}
