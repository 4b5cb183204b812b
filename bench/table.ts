/**
 * A benchmark's figures and how they are told: rows, whether each is met, and the table for a terminal.
 *
 * A figure is a ratio within one run wherever it can be, so that a slow or busy machine changes both sides of it; where
 * it is a time or a size, the row's method says what was measured, and how.
 */

/** What a figure should be: at most, or at least. */
export type Reach = { most: number } | { least: number };

export interface BenchRow {
  name: string;
  value: number;
  /** 's', 'ms', 'MB', or '×' for a ratio. */
  unit: string;
  /** null for a figure that stands beside another for comparison. */
  reach: Reach | null;
  /** null where there is nothing to reach. */
  met: boolean | null;
  /** How it was measured, in a line. */
  method: string;
}

/** What a bench is told, and whom it tells how far it is. */
export interface BenchContext {
  /** Only the first so many photos; null for all. Figures that ask for all of them then have nothing to reach. */
  photos: number | null;
  /** Steps of a sketch; null for the default. */
  steps: number | null;
  say: (line: string) => void;
}

/** A bench that cannot run here; its message says what is missing. */
export class Skipped extends Error {}

export interface Bench {
  name: string;
  about: string;
  /** @throws Skipped when something that it needs is not there */
  run: (context: BenchContext) => Promise<BenchRow[]>;
}

/** A row with its verdict. A value that is no number meets nothing. */
export function benchRow(name: string, value: number, unit: string, reach: Reach | null, method: string): BenchRow {
  return { name, value, unit, reach, met: reach && isMet(value, reach), method };
}

function isMet(value: number, reach: Reach): boolean {
  return 'most' in reach ? value <= reach.most : value >= reach.least;
}

/** '≤ 0.15' or '≥ 16'; a dash where there is nothing to reach. */
export function reachText(reach: Reach | null): string {
  if (!reach) return '–';
  return 'most' in reach ? `≤ ${reach.most}` : `≥ ${reach.least}`;
}

/** Three significant digits, and no more decimals than that needs: 0.124, 2.31, 418. Counts stay whole. */
export function valueText(value: number, unit: string): string {
  const digits = Number.isInteger(value) ? String(value) : plain(value);
  return unit ? `${digits} ${unit}` : digits;
}

function plain(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  return value.toFixed(Math.min(6, Math.max(0, 3 - whole)));
}

const VERDICTS = { true: 'met', false: 'NOT MET', null: '' };

/** The rows as columns: what, value, reach, verdict. */
export function formatTable(rows: BenchRow[]): string {
  const cells = [
    ['what', 'value', 'reach', ''],
    ...rows.map(({ name, value, unit, reach, met }) => [
      name,
      valueText(value, unit),
      reachText(reach),
      VERDICTS[`${met}`],
    ]),
  ];
  const widths = cells[0]!.map((_, c) => Math.max(...cells.map((row) => row[c]!.length)));
  const line = (row: string[]) =>
    row
      // Figures stand right, words left.
      .map((cell, c) => (c === 1 ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd();
  return [line(cells[0]!), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join('\n');
}

/** The middle value (the lower one of two). NaN for none. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}

export function mean(values: number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
