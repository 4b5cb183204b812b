import { expect, test } from 'vitest';
import { writePdf } from '../../main/strokes/pdf.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';

const drawing: Drawing = {
  width: 400,
  height: 200,
  strokes: [
    { points: [0, 0, 10, 20, 30, 40, 400, 200], width: 4, color: '#ff0080', opacity: 1 },
    { points: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], width: 2, color: '#000000', opacity: 0.5 },
  ],
};
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const contentOf = (text: string): string => /stream\n([\s\S]*)\nendstream/.exec(text)![1]!;
/** The page's box, and the map from drawing to page: scale, left, bottom. */
const pageOf = (text: string): { box: number[]; scale: number; left: number; top: number } => {
  const box = /MediaBox \[0 0 ([\d. ]+)\]/.exec(text)![1]!.split(' ').map(Number);
  const [scale, , , , left, bottom] = /(\S+) (\S+) (\S+) (\S+) (\S+) (\S+) cm/.exec(text)!.slice(1).map(Number);
  return { box, scale: scale!, left: left!, top: box[1]! - bottom! };
};

test('every object begins where the table says, and the stream is as long as it says', () => {
  const text = textOf(writePdf(drawing, { title: 'Hähnchen 🐓 (1)', background: '#fffef0' }));
  expect(text.startsWith('%PDF-1.4\n') && text.endsWith('%%EOF\n')).toBe(true);
  const table = Number(/startxref\n(\d+)/.exec(text)![1]);
  const rows = text.slice(table).match(/^\d{10} \d{5} [nf] \n/gm)!;
  expect(text.slice(table)).toMatch(/^xref\n0 6\n0000000000 65535 f \n/);
  expect(rows).toHaveLength(6);
  rows
    .slice(1)
    .forEach((row, i) => void expect(text.slice(Number(row.slice(0, 10)))).toMatch(new RegExp(`^${i + 1} 0 obj\n`)));
  expect(Number(/\/Length (\d+)/.exec(text)![1])).toBe(contentOf(text).length);
  const title = Buffer.from(/\/Title <FEFF([0-9A-F]+)>/.exec(text)![1]!, 'hex').swap16();
  expect(title.toString('utf16le')).toBe('Hähnchen 🐓 (1)');
});

test('strokes are drawn in order with their width, colour and opacity, chains as one path', () => {
  const text = textOf(writePdf(drawing));
  expect(contentOf(text)).toBe(
    [
      '0.75 0 0 -0.75 0 150 cm',
      '1 J 1 j',
      '/O0 gs 1 0 0.502 RG 4 w',
      '0 0 m 10 20 30 40 400 200 c S',
      '/O1 gs 0 0 0 RG 2 w',
      '1 2 m 3 4 5 6 7 8 c 9 10 11 12 13 14 c S',
    ].join('\n'),
  );
  expect(text).toContain('/ExtGState << /O0 << /CA 1 >> /O1 << /CA 0.5 >> >>');
  expect(pageOf(text).box).toEqual([300, 150]);
});

test.each([
  ['a4', 400, 200, 297, 210],
  ['a4', 200, 400, 210, 297],
  ['letter', 300, 300, 215.9, 279.4],
] as const)('on %s a drawing of %d × %d lies in the middle, as large as the margins allow', (page, w, h, mmX, mmY) => {
  const { box, scale, left, top } = pageOf(textOf(writePdf({ ...drawing, width: w, height: h }, { page, margin: 20 })));
  const mm = 72 / 25.4;
  expect(box).toEqual([expect.closeTo(mmX * mm, 2), expect.closeTo(mmY * mm, 2)]);
  expect(2 * left + scale * w).toBeCloseTo(box[0]!, 2);
  expect(2 * top + scale * h).toBeCloseTo(box[1]!, 2);
  expect(Math.min(left, top)).toBeCloseTo(20 * mm, 2);
});

test('the paper covers the page, under the strokes', () => {
  expect(contentOf(textOf(writePdf(drawing, { background: '#ff0000' })))).toMatch(/^1 0 0 rg 0 0 300 150 re f\n/);
});

test('the same drawing gives the same bytes; what cannot be drawn is refused', () => {
  expect(writePdf(structuredClone(drawing))).toEqual(writePdf(drawing));
  const [stroke] = drawing.strokes;
  const with_ = (changes: object): Drawing => ({ ...drawing, strokes: [{ ...stroke!, ...changes }] });
  expect(() => writePdf(with_({ points: [1, 2, Number.NaN, 4, 5, 6, 7, 8] }))).toThrow(/must be finite/);
  expect(() => writePdf(with_({ points: [1, 2, 3, 4] }))).toThrow(/6 for each of its curves, but one has 4/);
  expect(() => writePdf(with_({ color: 'red' }))).toThrow(/written #rrggbb, but one is red/);
  expect(() => writePdf(drawing, { page: 'a5', margin: 80 })).toThrow(/80 mm leaves no room/);
  expect(() => writePdf({ ...drawing, height: 0 })).toThrow(/above zero/);
  expect(textOf(writePdf({ ...drawing, strokes: [] }))).toContain('1 J 1 j\nendstream');
});
