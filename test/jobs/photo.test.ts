/** Every kind of file that people hand over, made here by sharp, and every way in which a file may be unreadable. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, expect, test, vi } from 'vitest';
import { isHeic } from '../../main/jobs/heic.ts';
import { type Photo, readPhoto } from '../../main/jobs/photo.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'photo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [48, 32];
/** Red at the top left, green at the top right, blue at the bottom left, white at the bottom right. */
const CORNERS = { topLeft: [255, 0, 0], topRight: [0, 255, 0], bottomLeft: [0, 0, 255], bottomRight: [255, 255, 255] };

function quarters(): Sharp {
  const data = new Uint8Array(3 * WIDTH * HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const row = Math.floor(i / WIDTH) < HEIGHT / 2 ? 'top' : 'bottom';
    data.set(CORNERS[`${row}${i % WIDTH < WIDTH / 2 ? 'Left' : 'Right'}`], 3 * i);
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

/** The colours a quarter of the way in from each corner. */
function corners({ rgb, workingWidth: width, workingHeight: height }: Photo): typeof CORNERS {
  const at = (x: number, y: number) => {
    const i = 3 * (Math.floor(y * height) * width + Math.floor(x * width));
    return [...rgb.subarray(i, i + 3)];
  };
  return {
    topLeft: at(0.25, 0.25),
    topRight: at(0.75, 0.25),
    bottomLeft: at(0.25, 0.75),
    bottomRight: at(0.75, 0.75),
  };
}

function expectCorners(photo: Photo, tolerance: number): void {
  for (const [place, colour] of Object.entries(corners(photo)))
    colour.forEach((value, c) => {
      const difference = Math.abs(value - CORNERS[place as keyof typeof CORNERS][c]!);
      expect(difference, `${place}, channel ${c}: ${value}`).toBeLessThanOrEqual(tolerance);
    });
}

const FORMATS: [string, number, () => Promise<Uint8Array>][] = [
  ['png', 0, () => quarters().png().toBuffer()],
  ['palette png', 2, () => quarters().png({ palette: true }).toBuffer()],
  ['interlaced png', 0, () => quarters().png({ progressive: true }).toBuffer()],
  ['16-bit png', 0, () => quarters().toColourspace('rgb16').png().toBuffer()],
  ['jpeg', 6, () => quarters().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
  [
    'progressive jpeg',
    6,
    () => quarters().jpeg({ quality: 100, chromaSubsampling: '4:4:4', progressive: true }).toBuffer(),
  ],
  ['webp', 6, () => quarters().webp({ lossless: true }).toBuffer()],
  ['avif', 8, () => quarters().avif({ lossless: true }).toBuffer()],
  ['tiff', 0, () => quarters().tiff({ compression: 'lzw' }).toBuffer()],
  ['gif', 2, () => quarters().gif().toBuffer()],
];

test.each(FORMATS)('%s is read to its colours', async (_, tolerance, make) => {
  const photo = await readPhoto(new Uint8Array(await make()));
  expect([photo.width, photo.height, photo.workingWidth, photo.workingHeight]).toEqual([WIDTH, HEIGHT, WIDTH, HEIGHT]);
  expect(photo.rgb.length).toBe(3 * WIDTH * HEIGHT);
  expect(photo.alpha).toBeNull();
  expectCorners(photo, tolerance);
});

test('a file reads as its bytes do, whatever its name says', async () => {
  const bytes = await quarters().png().toBuffer();
  const file = path.join(folder, 'really-a-png.jpg');
  writeFileSync(file, bytes);
  expect(await readPhoto(file)).toEqual(await readPhoto(bytes));
});

/** What turns the upright picture into the stored one (CIPA DC-008, Orientation); sharp mirrors before it turns. */
const STORED: Record<number, (picture: Sharp) => Sharp> = {
  1: (picture) => picture,
  2: (picture) => picture.flop(),
  3: (picture) => picture.rotate(180),
  4: (picture) => picture.flip(),
  5: (picture) => picture.flip().rotate(90),
  6: (picture) => picture.rotate(-90),
  7: (picture) => picture.flop().rotate(90),
  8: (picture) => picture.rotate(90),
};

test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i is turned upright', async (orientation) => {
  const stored = await STORED[orientation]!(quarters()).png().toBuffer();
  const upright = sharp(stored).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).withMetadata({ orientation });
  const photo = await readPhoto(await upright.toBuffer());
  expect([photo.width, photo.height, photo.workingWidth]).toEqual([WIDTH, HEIGHT, WIDTH]);
  expectCorners(photo, 6);
});

test('a large photo lying on its side is measured as shown and shrunk to the longer side', async () => {
  const stored = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#884422' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const photo = await readPhoto(stored, { maxSide: 90 });
  expect(photo).toMatchObject({ width: 300, height: 900, workingWidth: 30, workingHeight: 90 });
});

test('CMYK becomes sRGB', async () => {
  const bytes = await quarters().toColourspace('cmyk').jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  expect((await sharp(bytes).metadata()).space).toBe('cmyk');
  const { topLeft, topRight, bottomLeft, bottomRight } = corners(await readPhoto(bytes));
  // The press's colours are duller than the screen's, so only which is which is held.
  expect(topLeft.indexOf(Math.max(...topLeft))).toBe(0);
  expect(topRight.indexOf(Math.max(...topRight))).toBe(1);
  expect(bottomLeft.indexOf(Math.max(...bottomLeft))).toBe(2);
  expect(Math.min(...bottomRight)).toBeGreaterThan(245);
});

test.each([
  ['grey', 'b-w'],
  ['16-bit grey', 'grey16'],
] as const)('%s becomes three equal channels', async (_, space) => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#777777' } })
    .toColourspace(space)
    .png()
    .toBuffer();
  const { rgb } = await readPhoto(bytes);
  expect(rgb.length).toBe(3 * 64);
  expect(new Set(rgb)).toEqual(new Set([0x77]));
});

test('transparency is kept, and what lies beneath it is white paper', async () => {
  const data = new Uint8Array([200, 0, 0, 255, 200, 0, 0, 0, 0, 0, 0, 128, 255, 255, 255, 255]);
  const bytes = await sharp(data, { raw: { width: 4, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  const { rgb, alpha } = await readPhoto(bytes);
  expect([...alpha!]).toEqual([255, 0, 128, 255]);
  expect([...rgb]).toEqual([200, 0, 0, 255, 255, 255, 127, 127, 127, 255, 255, 255]);
});

test('an alpha channel that is opaque throughout says nothing', async () => {
  const bytes = await quarters().ensureAlpha().png().toBuffer();
  expect((await readPhoto(bytes)).alpha).toBeNull();
});

test('of an animation the first frame is read', async () => {
  const frames = await Promise.all(
    ['#ff0000', '#00ff00'].map((background) =>
      sharp({ create: { width: 16, height: 16, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  const photo = await readPhoto(gif);
  expect([photo.height, ...photo.rgb.subarray(0, 3)]).toEqual([16, 255, 0, 0]);
});

const SVG = (inside: string, size = 'width="40" height="20"') =>
  new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${inside}</svg>`,
  );

test('an SVG is drawn at the working size, on paper where it is empty', async () => {
  const photo = await readPhoto(SVG('<rect width="20" height="20" fill="#00f"/>'), { maxSide: 200 });
  expect(photo).toMatchObject({ width: 40, height: 20, workingWidth: 200, workingHeight: 100 });
  expect([...photo.rgb.subarray(0, 3), ...photo.rgb.subarray(-3)]).toEqual([0, 0, 255, 255, 255, 255]);
  expect([photo.alpha![0], photo.alpha!.at(-1)]).toEqual([255, 0]);
});

test('an SVG shows no other file, even from a file beside it', async () => {
  const beside = path.join(folder, 'beside.png');
  writeFileSync(beside, await quarters().png().toBuffer());
  const file = path.join(folder, 'curious.svg');
  const images = ['beside.png', beside, `file://${beside}`].map(
    (href) => `<image href="${href}" xlink:href="${href}" width="40" height="20"/>`,
  );
  writeFileSync(file, SVG(`<rect width="40" height="20" fill="#abcdef"/>${images.join('')}`));
  const { rgb } = await readPhoto(file);
  expect(new Set(rgb)).toEqual(new Set([0xab, 0xcd, 0xef]));
});

test.each([
  ['heic', [], true],
  ['heix', ['mif1'], true],
  ['mif1', ['heic'], true],
  ['mif1', ['avif', 'miaf'], false],
  ['avif', ['mif1', 'miaf'], false],
  ['isom', ['mp42'], false],
])('a file of brand %s (and %j) is HEIC: %s', (major, others, heic) => {
  expect(isHeic(fileTypeBox(major, others))).toBe(heic);
});

function fileTypeBox(major: string, others: string[]): Uint8Array {
  const length = 16 + 4 * others.length;
  return new TextEncoder().encode(`\0\0\0${String.fromCharCode(length)}ftyp${major}\0\0\0\0${others.join('')}`);
}

/** Made with libheif and x265: the four quarters, upright, and stored upright but to be shown turned by a quarter. */
const HEIC = path.resolve(import.meta.dirname, '../fixtures/photos');

test('HEIC is read to its colours', async () => {
  const photo = await readPhoto(path.join(HEIC, 'quarters.heic'));
  expect([photo.width, photo.height]).toEqual([WIDTH, HEIGHT]);
  expect(photo.alpha).toBeNull();
  expectCorners(photo, 12);
});

test('a HEIC is turned as it is to be shown, once', async () => {
  const photo = await readPhoto(path.join(HEIC, 'quarters-turned.heic'));
  expect([photo.width, photo.height]).toEqual([HEIGHT, WIDTH]);
  const { topLeft, topRight } = corners(photo);
  expect([topLeft.indexOf(Math.max(...topLeft)), topRight.indexOf(Math.max(...topRight))]).toEqual([2, 0]);
});

test('a HEIC under a brand that the decoder does not name is read too', async () => {
  const bytes = new Uint8Array(readFileSync(path.join(HEIC, 'quarters.heic')));
  bytes.set(new TextEncoder().encode('heim'), 8);
  expectCorners(await readPhoto(bytes), 12);
});

test('a HEIC cut short is refused in one sentence', async () => {
  const bytes = readFileSync(path.join(HEIC, 'quarters.heic'));
  await expect(readPhoto(bytes.subarray(0, bytes.length - 200))).rejects.toThrow(/damaged or cut short/);
});

/** No sentence of ours, nor libheif's, may go to standard output: what is written there is for machines. */
test('a damaged HEIC says nothing on standard output', async () => {
  const log = vi.spyOn(console, 'log');
  await expect(readPhoto(fileTypeBox('heic', ['mif1']))).rejects.toThrow();
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
});

const UNREADABLE: [string, () => string | Uint8Array | Promise<Uint8Array>, RegExp][] = [
  ['a missing file', () => path.join(folder, 'missing.jpg'), /^There is no file .*missing\.jpg: /],
  ['a folder', () => folder, / is a folder: expected a picture/],
  ['no bytes', () => new Uint8Array(0), /^The picture is empty \(0 bytes\)/],
  ['text', () => new TextEncoder().encode('dear diary'), /^The picture is not a picture that can be read: /],
  [
    'a web page',
    () => new TextEncoder().encode('<html><body>Not found</body></html>'),
    / is not a picture that can be read|an SVG that cannot be drawn/,
  ],
  ['a film', () => fileTypeBox('isom', ['mp42']), / is not a picture that can be read/],
  ['a HEIC without a picture', () => fileTypeBox('heic', ['mif1']), / is a HEIC picture that is damaged or cut short/],
  ['an SVG of no size', () => SVG('', 'width="0" height="0"'), /an SVG that cannot be drawn: it needs a size/],
  ['an SVG cut short', () => SVG('<rect width="9" height="9"/>').subarray(0, 120), /an SVG that cannot be drawn/],
];

test.each(UNREADABLE)('%s is refused in one sentence', async (_, make, sentence) => {
  await expect(readPhoto(await make())).rejects.toThrow(sentence);
  await expect(readPhoto(await make())).rejects.not.toThrow(/\n/);
});

test.each([
  ['jpeg', () => noise().jpeg().toBuffer()],
  ['png', () => noise().png().toBuffer()],
  ['webp', () => noise().webp().toBuffer()],
  ['tiff', () => noise().tiff().toBuffer()],
  ['gif', () => noise().gif().toBuffer()],
  ['avif', () => noise().avif().toBuffer()],
] as const)('a %s cut short is refused in one sentence', async (_, make) => {
  const bytes = await make();
  const file = path.join(folder, `cut.${_}`);
  writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length / 2)));
  await expect(readPhoto(file)).rejects.toThrow(/^cut\.\w+ is (damaged or cut short|not a picture)/);
});

function noise(): Sharp {
  const data = Uint8Array.from({ length: 3 * 96 * 96 }, (_, i) => (i * 7919 + (i >> 3) * 104729) % 251);
  return sharp(data, { raw: { width: 96, height: 96, channels: 3 } });
}

test('a small file that claims a huge picture is refused before it is unpacked', async () => {
  const bytes = await quarters().png().toBuffer();
  // The width and height of the header chunk, and its checksum, which libspng verifies.
  const header = bytes.subarray(12, 29);
  header.writeUInt32BE(60000, 4);
  header.writeUInt32BE(60000, 8);
  bytes.writeUInt32BE(checksum(header), 29);
  await expect(readPhoto(bytes)).rejects.toThrow(/^The picture is too large: 512 megapixels are the most/);
});

/** CRC-32 as PNG has it (ISO/IEC 15948, annex D). */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

// The superuser may read everything, and Windows has no such permission bits.
test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a file without permission is refused',
  async () => {
    mkdirSync(path.join(folder, 'closed'));
    const file = path.join(folder, 'closed', 'secret.png');
    writeFileSync(file, await quarters().png().toBuffer());
    chmodSync(file, 0);
    await expect(readPhoto(file)).rejects.toThrow(/ may not be read: /);
  },
);
