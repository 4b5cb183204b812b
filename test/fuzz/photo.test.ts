/**
 * Pictures from anybody: a photo of a bounded size, or one clear sentence; what a small file claims is never believed
 * before there is room for it.
 */

import fs from 'node:fs';
import zlib from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { readPhoto } from '../../main/jobs/photo.ts';
import { type Mutation, mutated } from './mutate.ts';
import { pngMutation } from './structures.ts';
import { tryCases } from './trial.ts';

const SIDE = 24;
const noise = () => {
  const data = Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i * 7919 + (i >> 3) * 104729) % 251);
  return sharp(data, { raw: { width: SIDE, height: SIDE, channels: 4 } });
};
const svg = (inside: string, attributes = 'width="24" height="24"') =>
  new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`,
  );

/** Each kind of file: whole ones to begin with, what more is done to them, and how many cases. */
const KINDS: Record<string, { make: () => Promise<Uint8Array[]>; more?: Mutation[]; cases: number }> = {
  png: {
    make: async () => [
      await noise().png().toBuffer(),
      await noise().png({ progressive: true, palette: true }).toBuffer(),
      await noise()
        .toColourspace('b-w')
        .png()
        .withExif({ IFD0: { Artist: 'x' } })
        .toBuffer(),
    ],
    more: [pngMutation, pngMutation, pngMutation],
    cases: 500,
  },
  jpeg: {
    make: async () => [
      await noise().jpeg().toBuffer(),
      await noise().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    ],
    cases: 500,
  },
  webp: {
    make: async () => [await noise().webp().toBuffer(), await noise().webp({ lossless: true }).toBuffer()],
    cases: 500,
  },
  gif: { make: async () => [await noise().gif().toBuffer()], cases: 500 },
  tiff: { make: async () => [await noise().tiff({ compression: 'lzw' }).toBuffer()], cases: 500 },
  heic: {
    make: async () =>
      ['quarters.heic', 'quarters-turned.heic'].map((name) => fs.readFileSync(`test/fixtures/photos/${name}`)),
    cases: 30,
  },
  svg: {
    make: async () => [
      svg('<g transform="scale(2)"><path d="M0 0H9" stroke="red"/><text>a</text></g>'),
      svg(
        '<defs><filter id="f"><feGaussianBlur stdDeviation="3"/></filter></defs><rect filter="url(#f)" width="9" height="9"/>',
      ),
      zlib.gzipSync(svg('<circle r="9"/>')),
    ],
    cases: 300,
  },
};
const files = new Map<string, Uint8Array[]>();
beforeAll(async () => {
  for (const [kind, { make }] of Object.entries(KINDS))
    files.set(
      kind,
      (await make()).map((one) => new Uint8Array(one)),
    );
});

test.each(Object.keys(KINDS))('mutated %s: a photo or one clear sentence', async (kind) => {
  const { more = [], cases } = KINDS[kind]!;
  const all = [...files.values()].flat();
  const { refused } = await tryCases({
    kind: `photo-${kind}`,
    cases,
    make: (random) =>
      mutated(random, files.get(kind)!, [...more, (bytes, own) => mutated(own, [bytes, ...all.slice(0, 2)])]),
    run: async (bytes) => {
      const { workingWidth, workingHeight, rgb, width, height } = await readPhoto(bytes, { name: 'hen', maxSide: 64 });
      expect(rgb.length).toBe(3 * workingWidth * workingHeight);
      expect(Math.max(workingWidth, workingHeight)).toBeLessThanOrEqual(64);
      expect(Math.min(width, height)).toBeGreaterThan(0);
    },
    show: (bytes) => bytes,
  });
  expect(refused).toBeGreaterThan(cases / 20);
  // What came before has done the decoders no harm.
  for (const whole of files.get(kind)!) expect((await readPhoto(whole)).width).toBeGreaterThan(0);
});

/** A GIF (89a) whose one picture is as large as it says, and holds nothing. */
function gif(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(files.get('gif')![0]!);
  const view = new DataView(bytes.buffer);
  view.setUint16(6, width, true);
  view.setUint16(8, height, true);
  const at = bytes.indexOf(0x2c, 13);
  view.setUint16(at + 5, width, true);
  view.setUint16(at + 7, height, true);
  return bytes;
}

const BOMBS: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  'a GIF of 400 megapixels': () => gif(20_000, 20_000),
  'a compressed SVG of a gigabyte': () => {
    const blank = zlib.gzipSync(new Uint8Array(16 << 20).fill(0x20));
    return Buffer.concat([
      zlib.gzipSync('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'),
      ...Array(64).fill(blank),
    ]);
  },
  'an SVG of copies of copies': () =>
    svg(
      `<defs><g id="a0"><rect width="9" height="9"/></g>${Array.from(
        { length: 40 },
        (_, i) => `<g id="a${i + 1}"><use xlink:href="#a${i}"/><use xlink:href="#a${i}"/></g>`,
      ).join('')}</defs><use xlink:href="#a40"/>`,
    ),
  'an SVG of entities of entities': () => {
    const laughs = Array.from({ length: 12 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const text = new TextDecoder().decode(svg('<text>&l12;</text>'));
    return new TextEncoder().encode(`<!DOCTYPE svg [<!ENTITY l0 "ha">${laughs}]>${text}`);
  },
  'an SVG of a million by a million': () => svg('<rect width="9" height="9"/>', 'width="1000000" height="1000000"'),
  'an SVG with a picture that is a bomb': async () => {
    const png = await sharp({ create: { width: 15_000, height: 15_000, channels: 3, background: 'red' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    return svg(`<image width="9" height="9" xlink:href="data:image/png;base64,${png.toString('base64')}"/>`);
  },
};

/** Those that take seconds, all within bounds, are for longer runs. */
const SLOW = ['an SVG of copies of copies', 'an SVG with a picture that is a bomb'];
const bombs = Object.keys(BOMBS).filter((name) => process.env['FUZZ_CASES'] || !SLOW.includes(name));

test.each(bombs)('%s: bounded work, and a sentence where it is refused', async (name) => {
  const bytes = await BOMBS[name]!();
  await tryCases({
    kind: 'photo-bomb',
    cases: 1,
    make: () => bytes,
    run: () => readPhoto(bytes, { name: 'hen', maxSide: 64 }),
    show: () => bytes,
  });
});

test('an SVG whose filters would take hours is given up in time', async () => {
  const blurs = '<feGaussianBlur stdDeviation="30"/>'.repeat(4);
  const slow = svg(
    `<filter id="f">${blurs}</filter><rect width="900" height="900" filter="url(#f)"/>`,
    'width="900" height="900"',
  );
  await expect(readPhoto(slow, { name: 'hen.svg', seconds: 0 })).rejects.toThrow(
    'hen.svg takes too long to draw, as its filters ask for too much: hand over a PNG of it.',
  );
});
