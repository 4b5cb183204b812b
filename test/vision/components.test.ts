/** Parts and holes of masks drawn as text. */
import { expect, test } from 'vitest';
import { connectedComponents, fillHoles, keepLargest } from '../../main/vision/components.ts';

function parse(rows: string[]): [Uint8Array, number, number] {
  return [Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)), rows[0]!.length, rows.length];
}

function show(mask: Uint8Array, width: number): string[] {
  const text = Array.from(mask, (value) => (value ? '#' : '.')).join('');
  return Array.from({ length: mask.length / width }, (_, y) => text.slice(y * width, (y + 1) * width));
}

test('corners do not join parts, nor do rows join across the border', () => {
  const { size, label } = connectedComponents(...parse(['#..#', '.#.#', '...#', '#...']));
  expect(size).toEqual([0, 1, 3, 1, 1]);
  expect(Math.max(...label)).toBe(4);
});

test('parts below the share of the largest go', () => {
  const rows = ['####.#', '####..', '...##.'];
  // The last row's pair touches the block's corner column: ten and one.
  const [mask, width, height] = parse(rows);
  expect(show(keepLargest(mask, width, height, 0.2), width)).toEqual(['####..', '####..', '...##.']);
  expect(show(keepLargest(mask, width, height, 0.05), width)).toEqual(rows);
});

test('an empty mask stays empty', () => {
  expect([...keepLargest(new Uint8Array(6), 3, 2, 0.1)]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('small holes close; large ones and bays do not', () => {
  const rows = ['#######', '#.#...#', '###...#', '#######', '#.#####'];
  const [mask, width, height] = parse(rows);
  expect(show(fillHoles(mask, width, height, 0.1), width)).toEqual([
    '#######',
    '###...#',
    '###...#',
    '#######',
    '#.#####',
  ]);
});
