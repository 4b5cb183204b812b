import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Drawing } from '../../main/strokes/stroke.ts';
import { plainNumber, precisionFor, writeSvg } from '../../main/strokes/svg.ts';
import { writeAnimatedSvg } from '../../main/strokes/svg-animated.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';

const wave: Drawing = {
  width: 224,
  height: 160,
  strokes: [
    { points: [10, 20, 60.12345, -0.0001, 100, 150, 200, 80], width: 3, color: '#000000', opacity: 1 },
    { points: [20, 100, 40, 100, 60, 100, 80, 100], width: 3, color: '#000000', opacity: 0.5 },
    { points: [150, 40, 150, 40, 150, 40, 150, 40], width: 8, color: '#cc2200', opacity: 1 },
  ],
};

/** The picture as librsvg draws it, one byte of grey a pixel. */
async function draw(svg: string, width: number, height: number): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).resize(width, height).flatten({ background: '#fff' }).greyscale().raw().toBuffer();
}

test('the whole file is as it should be', () => {
  const metadata = { seed: 3, mask: 'a<b>&"c"' };
  expect(writeSvg(wave, { title: 'a <wave> & "more"', metadata, background: '#ffffff' })).toBe(
    [
      '<svg xmlns="http://www.w3.org/2000/svg" width="224" height="160" viewBox="0 0 224 160">',
      '<title>a &lt;wave&gt; &amp; &quot;more&quot;</title>',
      '<desc>3 strokes, drawn by Lineament</desc>',
      '<metadata><lineament:drawing xmlns:lineament="urn:lineament:drawing:1">' +
        '{&quot;seed&quot;:3,&quot;mask&quot;:&quot;a&lt;b&gt;&amp;\\&quot;c\\&quot;&quot;}</lineament:drawing></metadata>',
      '<rect width="224" height="160" fill="#ffffff"/>',
      '<g fill="none" stroke="#000000" stroke-width="3" stroke-opacity="1" stroke-linecap="round" stroke-linejoin="round">',
      '<path d="M 10 20 C 60.123 0 100 150 200 80"/>',
      '<path d="M 20 100 C 40 100 60 100 80 100" stroke-opacity="0.5"/>',
      '<path d="M 150 40 C 150 40 150 40 150 40" stroke="#cc2200" stroke-width="8"/>',
      '</g>',
      '</svg>',
      '',
    ].join('\n'),
  );
});

test.each([
  [0, 2, '0'],
  [-0.0001, 2, '0'],
  [-1.5, 2, '-1.5'],
  [100, 0, '100'],
  [1e-7, 3, '0'],
  [123456789, 2, '123456789'],
  [0.1 + 0.2, 6, '0.3'],
])('%d with %d decimals is %s', (value, decimals, text) => expect(plainNumber(value, decimals)).toBe(text));

test('decimals go with the size of the sheet: a fifty-thousandth of it is always shown', () => {
  for (const side of [1, 10, 224, 1024, 4000, 12_000, 50_000])
    expect(10 ** -precisionFor(side)).toBeLessThanOrEqual(side / 50_000 + 1e-12);
  expect([224, 1000, 6000].map(precisionFor)).toEqual([3, 2, 1]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('a coordinate of %d is refused', (value) => {
  const strokes = [{ ...wave.strokes[0]!, points: [0, 0, 1, value, 2, 2, 3, 3] }];
  expect(() => writeSvg({ ...wave, strokes })).toThrow(/numbers must be finite/);
});

test('a sheet without size and a stroke of other than four points are refused', () => {
  expect(() => writeSvg({ ...wave, width: 0 })).toThrow(/width and a height above zero/);
  expect(() => writeSvg({ ...wave, strokes: [{ ...wave.strokes[0]!, points: [1, 2] }] })).toThrow(/8 numbers/);
});

test('control characters and half surrogates in a title leave the file readable', () => {
  const svg = writeSvg(wave, { title: 'a\u0000b\ud800c\ufffe\rd😀', metadata: { note: '\ud800\u0001\uffff' } });
  expect(readSvg(svg).title).toBe('a\ufffdb\ufffdc\ufffd\rd😀');
  expect(readSvg(svg).warnings).toEqual([]);
});

test('librsvg draws every stroke, the dot of no length too', async () => {
  const pixels = await draw(writeSvg(wave), 224, 160);
  expect(pixels[40 * 224 + 150]).toBeLessThan(130);
  expect(pixels[100 * 224 + 50]).toBeLessThan(140);
  expect(pixels[150 * 224 + 10]).toBe(255);
});

test('a viewer without animation shows the whole animated drawing', async () => {
  const still = await draw(writeSvg(wave), 224, 160);
  for (const loop of [false, true]) {
    const moving = await draw(writeAnimatedSvg(wave, { loop }), 224, 160);
    expect(Buffer.compare(still, moving)).toBe(0);
  }
});

test('each stroke is drawn in a time of its own, one after the other, the longest for longest', () => {
  const svg = writeAnimatedSvg(wave, { seconds: 6 });
  const turns = [...svg.matchAll(/@keyframes pen-[0-9a-f]{8}-\d+\{(?:0%,)?([\d.]+)%\{[^}]*\}([\d.]+)%/g)].map(
    (turn) => [Number(turn[1]), Number(turn[2])],
  );
  expect(turns).toHaveLength(3);
  expect(turns[0]![0]).toBe(0);
  expect(turns[2]![1]).toBe(100);
  expect(turns[1]![0]).toBe(turns[0]![1]);
  expect(turns[2]![0]).toBe(turns[1]![1]);
  const [first, second, dot] = turns.map(([from, to]) => to! - from!);
  expect(first).toBeGreaterThan(second!);
  expect(second).toBeGreaterThan(dot!);
  expect(dot).toBeGreaterThan(1);
  expect(svg).toContain('animation:6s linear 1');
  expect(svg).toContain('prefers-reduced-motion:reduce');
  expect(svg.match(/pathLength="1"/g)).toHaveLength(3);
});

test('an animated file is read back as the drawing it is', () => {
  const plain = readSvg(writeSvg(wave, { metadata: { seed: 1 } }));
  expect(readSvg(writeAnimatedSvg(wave, { metadata: { seed: 1 }, loop: true }))).toEqual(plain);
});

test('two drawings in one page keep their own keyframes; one drawing twice is the same bytes', () => {
  const name = (svg: string) => /@keyframes (pen-\w+)-0/.exec(svg)![1];
  const other = { ...wave, strokes: wave.strokes.slice(1) };
  expect(name(writeAnimatedSvg(wave))).not.toBe(name(writeAnimatedSvg(other)));
  expect(writeAnimatedSvg(wave)).toBe(writeAnimatedSvg(structuredClone(wave)));
});

test('a drawing without strokes is a file all the same', () => {
  const empty = { width: 10, height: 10, strokes: [] };
  for (const svg of [writeSvg(empty), writeAnimatedSvg(empty)]) expect(readSvg(svg).drawing).toEqual(empty);
});
