import { expect, test, vi } from 'vitest';
import { sizeWords } from '../../renderer/dialogs/file-size.ts';
import { EXPORT_FORMATS } from '../../renderer/export/formats.ts';

vi.mock('../../renderer/state/app.ts', () => ({ app: {} }));
const { aspectOf, defaultsOf, EXPORTS } = await import('../../renderer/dialogs/exports.ts');
const { PHOTO_EXPORTS } = await import('../../renderer/dialogs/photo-exports.ts');

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [2140, '2.1 KB'],
  [9949, '9.9 KB'],
  [9960, '10 KB'],
  [999_400, '999 KB'],
  [999_600, '1.0 MB'],
  [12_400_000, '12 MB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test('the dialog lists every format that there is, once', () => {
  expect([...EXPORTS].sort()).toEqual([...Object.keys(EXPORT_FORMATS), ...Object.keys(PHOTO_EXPORTS)].sort());
});

test('options start as the table says, in a record of their own', () => {
  expect(defaultsOf('svg')).toEqual(EXPORT_FORMATS.svg.defaults);
  expect(defaultsOf('svg')).not.toBe(EXPORT_FORMATS.svg.defaults);
});

test('a plotter sheet is turned as its drawing is; all else has the photo’s aspect', () => {
  const a4 = { width: 210, height: 297 };
  expect(aspectOf('plotter', { width: 300, height: 200 }, a4)).toBeCloseTo(297 / 210);
  expect(aspectOf('plotter', { width: 200, height: 300 }, a4)).toBeCloseTo(210 / 297);
  expect(aspectOf('gif', { width: 300, height: 200 }, { width: 640 })).toBe(1.5);
});
