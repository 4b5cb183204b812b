import { expect, test } from 'vitest';
import { benchDocument, kindOf } from '../../bench/document.ts';
import { joinResults, type Machine, type Results } from '../../bench/results.ts';
import { benchRow } from '../../bench/table.ts';

const MACHINE: Machine = { cpu: 'Maker Model 9000', cores: 4, platform: 'linux', arch: 'x64', node: 'v24.1.0' };
const BENCHES = [
  { name: 'mask', about: 'the subject found by itself' },
  { name: 'raster', about: 'strokes to pixels and back' },
  { name: 'page', about: 'the page in a real browser' },
];
const of = (bench: string, ...row: Parameters<typeof benchRow>) => ({ bench, load: 0.1, ...benchRow(...row) });
const results = (rows: Results['rows'], more: Partial<Results> = {}): Results => ({
  machine: MACHINE,
  rows,
  skipped: [],
  failed: [],
  ...more,
});

test('every figure stands in its bench’s table with its method, and a bar in it breaks no cell', () => {
  const page = benchDocument(results([of('raster', 'a | b', 2.5, 'ms', { most: 4 }, 'median of 300\nruns')]), BENCHES);
  expect(page).toContain('## Strokes to pixels and back (`raster`)');
  expect(page).toContain('| a \\| b | 2.50 ms | ≤ 4 | yes | median of 300 runs |');
  expect(page).not.toContain('(`mask`)');
});

test('the machine is told by its kind, not by its maker', () => {
  expect(kindOf(MACHINE)).toBe('a Linux machine (x64) of 4 cores, Node 24');
  expect(benchDocument(results([]), BENCHES)).not.toContain('Maker');
});

test('what is missed, what costs more than its peer and what another way does better are said', () => {
  const page = benchDocument(
    results([
      of('mask', 'photos', 0.86, '', { least: 0.9 }, '16 photos'),
      of('mask', 'photos, network alone', 0.88, '', null, '16 photos'),
      of('mask', 'scenes, network alone', 0.99, '', null, '60 scenes'),
      of('raster', 'twice over once', 1.8, '×', { most: 2 }, 'in turns'),
      of('raster', 'half over once', 0.5, '×', { most: 2 }, 'in turns'),
    ]),
    BENCHES,
  );
  const [, missed] = page.split('## Not reached')[1]!.split('\n\n');
  expect(missed).toBe('- Photos: 0.860, wanted ≥ 0.9.');
  const [, worse] = page.split('## Slower or worse than a peer (a ratio above 1 is how much so)')[1]!.split('\n\n');
  expect(worse).toBe('- Twice over once: 1.80 ×.\n- Photos, network alone is better than photos: 0.880 against 0.860.');
});

test('a bench that was skipped, failed or never run is named', () => {
  const page = benchDocument(
    results([], { skipped: [{ bench: 'mask', why: 'no photos.' }], failed: [{ bench: 'raster', why: 'it broke.' }] }),
    BENCHES,
  );
  expect(page).toContain('- `page` was not run.\n- `mask` was skipped: no photos.\n- `raster` failed: it broke.');
});

test('what ran beside other work is named with how much of it there was', () => {
  const calm = of('mask', 'a', 1, 'ms', null, 'm');
  const busy = { ...of('raster', 'b', 1, 'ms', null, 'm'), load: 4.2 };
  expect(benchDocument(results([calm, busy]), BENCHES)).toContain(
    '**Measured on a busy machine:** `raster`, while up to 4 other programs',
  );
  expect(benchDocument(results([calm]), BENCHES)).not.toContain('busy machine:');
});

const ORDER = BENCHES.map(({ name }) => name);

test('a run of some benches keeps the figures of the others, in their order', () => {
  const kept = results([of('mask', 'old', 1, '', null, 'm'), of('raster', 'other', 2, '', null, 'm')], {
    failed: [{ bench: 'page', why: 'it broke.' }],
  });
  const now = results([of('mask', 'new', 3, '', null, 'm'), of('page', 'works', 4, '', null, 'm')]);
  const joined = joinResults(kept, now, ORDER);
  expect(joined.rows.map(({ name }) => name)).toEqual(['new', 'other', 'works']);
  expect(joined.failed).toEqual([]);
});

test('figures of another machine are not kept beside new ones', () => {
  const kept = results([of('mask', 'old', 1, '', null, 'm')], { machine: { ...MACHINE, cores: 8 } });
  const now = results([of('raster', 'new', 3, '', null, 'm')]);
  expect(joinResults(kept, now, ORDER)).toBe(now);
});
