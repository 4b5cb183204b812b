/** What is done to a network's answer, with answers made here; then the shipped network on photos beside the repo. */
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { resolveMask } from '../../main/jobs/mask.ts';
import { readPhoto } from '../../main/jobs/photo.ts';
import { withMaskNetwork } from '../../main/models/mask-network.ts';
import { learnedMask, learnedOdds, type MaskNetwork, type SubjectOdds } from '../../main/vision/learned-mask.ts';
import { overlap } from './overlap.ts';

const [WIDTH, HEIGHT] = [320, 240];

/** A red disc on grey. */
const disc = (x: number, y: number) => Math.hypot(x - 180, y - 110) < 60;
const RGB = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, k) => {
  const i = Math.floor(k / 3);
  return disc(i % WIDTH, Math.floor(i / WIDTH)) ? [200, 40, 40][k % 3]! : 128;
});

/**
 * A network that says yes where `inside` does, in shares of the sides, of the picture and of its mirror image. Looking
 * again it says nothing.
 */
function answer(inside: (x: number, y: number) => boolean, odds = 6): SubjectOdds {
  let looks = 0;
  return async (_, width, height) => {
    const [w, h] = [width / 2, height / 2];
    if (looks++) return new Float32Array(w * h);
    return Float32Array.from({ length: 2 * w * h }, (_, i) => {
      const x = ((i % w) + 0.5) / w;
      const y = ((Math.floor(i / w) % h) + 0.5) / h;
      return inside(i < w * h ? x : 1 - x, y) ? odds : -odds;
    });
  };
}

const opened =
  (odds: SubjectOdds): MaskNetwork =>
  (use) =>
    use(odds);

/** Roughly the disc: a square around it that cuts its corners, as a coarse answer may. */
const rough = (x: number, y: number) =>
  Math.abs(x * WIDTH - 180) + Math.abs(y * HEIGHT - 110) < 80 &&
  Math.max(Math.abs(x * WIDTH - 180), Math.abs(y * HEIGHT - 110)) < 58;

const discAt = (i: number) => disc(i % WIDTH, Math.floor(i / WIDTH));

test('the network sees planes in 0..1 and their mirror image, small and then closer, the sides in whole cells', async () => {
  const seen: { width: number; height: number; pixels: Float32Array }[] = [];
  const look: SubjectOdds = async (pixels, width, height) => {
    seen.push({ width, height, pixels });
    return new Float32Array(pixels.length / 12);
  };
  await learnedMask(RGB, WIDTH, HEIGHT, opened(look));
  await learnedMask(new Uint8Array(3), 1, 1, opened(look));
  await learnedMask(new Uint8Array(3 * 400), 400, 1, opened(look));
  expect(seen.map(({ width, height, pixels }) => [width, height, pixels.length / (width * height)])).toEqual([
    [192, 144, 6],
    [320, 240, 3],
    [192, 192, 6],
    [320, 320, 3],
    [192, 16, 6],
    [320, 16, 3],
  ]);
  // The disc's middle lies at 108, 66; its mirror image's at 83.
  const at = (plane: number, x: number, y: number) => seen[0]!.pixels[(plane * 144 + y) * 192 + x]!;
  expect(at(0, 108, 66)).toBeCloseTo(200 / 255, 2);
  expect(at(1, 108, 66)).toBeCloseTo(40 / 255, 2);
  expect(at(2, 0, 0)).toBeCloseTo(128 / 255, 2);
  expect([at(0, 142, 66), at(0, 48, 66)].map((value) => value > 0.6)).toEqual([true, false]);
  expect([at(3, 142, 66), at(3, 48, 66)].map((value) => value > 0.6)).toEqual([false, true]);
});

test('a subject in a part of the picture is looked at again with the ground around it, and counts in the mean', async () => {
  const seen: { width: number; height: number; red: number }[] = [];
  const inPart = (x: number, y: number) => Math.abs(x - 0.56) < 0.2 && Math.abs(y - 0.46) < 0.25;
  const first = answer(inPart);
  const network: SubjectOdds = async (pixels, width, height) => {
    const red = pixels.subarray(0, width * height).reduce((sum, value) => sum + Number(value > 0.6), 0);
    seen.push({ width, height, red: red / (width * height) });
    return seen.length === 1 ? first(pixels, width, height) : new Float32Array((width * height) / 4).fill(-2);
  };
  const { values, width, height } = await learnedOdds(RGB, WIDTH, HEIGHT, opened(network));
  // A box of 0.4 of the width and half of the height, and a fifth of its longer side around: 0.56 and 0.71 of the sides.
  expect(seen.map((look) => [look.width, look.height])).toEqual([
    [192, 144],
    [320, 304],
  ]);
  const disc = (Math.PI * 60 ** 2) / (WIDTH * HEIGHT);
  expect(seen[0]!.red).toBeCloseTo(disc, 2);
  expect(seen[1]!.red).toBeCloseTo(disc / (0.56 * 0.71), 1);
  const at = (x: number, y: number) => values[Math.floor(y * height) * width + Math.floor(x * width)];
  expect([at(0.56, 0.46), at(0.34, 0.46), at(0.2, 0.46), at(0.56, 0.95)]).toEqual([2, -4, -6, -6]);
});

test('where the subject fills the picture, or there is none, all of it is seen again', async () => {
  for (const inside of [() => false, (x: number) => x < 0.95]) {
    const network = vi.fn(answer(inside));
    const { width, height } = await learnedOdds(RGB, WIDTH, HEIGHT, opened(network));
    expect(network.mock.calls.map(([, w, h]) => [w, h])).toEqual([
      [192, 144],
      [320, 240],
    ]);
    expect([width, height]).toEqual([192, 144]);
  }
});

test('a coarse answer is drawn to the picture’s edges', async () => {
  const coarse = (i: number) => rough(((i % WIDTH) + 0.5) / WIDTH, (Math.floor(i / WIDTH) + 0.5) / HEIGHT);
  const before = overlap(
    Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (coarse(i) ? 255 : 0)),
    discAt,
  );
  const { mask, found } = await learnedMask(RGB, WIDTH, HEIGHT, opened(answer(rough)));
  expect(found).toBe(true);
  expect(overlap(mask, discAt)).toBeGreaterThan(Math.max(0.97, before));
});

test('specks are dropped, a second subject is kept, and so is a small one', async () => {
  const second = (x: number, y: number) => x < 0.2 && y < 0.25;
  const small = (x: number, y: number) => x < 0.1 && y > 0.87;
  const speck = (x: number, y: number) => x > 0.93 && y > 0.94;
  const { mask } = await learnedMask(
    RGB,
    WIDTH,
    HEIGHT,
    // Half of it is left in the mean.
    opened(answer((x, y) => rough(x, y) || second(x, y) || small(x, y) || speck(x, y), 12)),
  );
  const at = (x: number, y: number) => mask[Math.floor(y * HEIGHT) * WIDTH + Math.floor(x * WIDTH)];
  expect([at(0.99, 0.99), at(0.1, 0.1), at(0.03, 0.96), at(0.56, 0.45), at(0.3, 0.8)]).toEqual([0, 255, 255, 255, 0]);
});

test('what stands out plainly is found even where the network rather sees nothing', async () => {
  const { mask, found } = await learnedMask(RGB, WIDTH, HEIGHT, opened(answer(() => false, 2)));
  expect(found).toBe(true);
  expect(overlap(mask, discAt)).toBeGreaterThan(0.9);
});

test('a flat picture, and an answer of everything, have no subject', async () => {
  const everything = await learnedMask(RGB, WIDTH, HEIGHT, opened(answer(() => true)));
  const flat = await learnedMask(new Uint8Array(RGB.length).fill(120), WIDTH, HEIGHT, opened(answer(() => false)));
  for (const { mask, found } of [everything, flat]) {
    expect(found).toBe(false);
    expect(mask).toEqual(new Uint8Array(WIDTH * HEIGHT).fill(255));
  }
});

const PHOTOS = path.resolve('../shared/photos');
const photosAreHere = fs.existsSync(PHOTOS);

test.skipIf(!photosAreHere)(
  'photos overlap U2NetP’s masks by 0.84 in the mean (runs where ../shared/photos lies)',
  async () => {
    const overlaps: number[] = [];
    for (const name of fs.readdirSync(PHOTOS).filter((entry) => /\.(png|jpg)$/.test(entry))) {
      const photo = await readPhoto(path.join(PHOTOS, name));
      const { workingWidth: width, workingHeight: height } = photo;
      const { mask } = await resolveMask('auto', null, photo);
      const wanted = await sharp(path.join(PHOTOS, 'masks', `${path.parse(name).name}.png`))
        .resize(width, height, { fit: 'fill' })
        .extractChannel(0)
        .raw()
        .toBuffer();
      overlaps.push(overlap(mask ?? new Uint8Array(width * height).fill(255), (i) => wanted[i]! >= 128));
    }
    expect(overlaps).toHaveLength(16);
    expect(overlaps.reduce((sum, value) => sum + value, 0) / 16).toBeGreaterThan(0.84);
  },
);

test.each([
  ['white', () => 255],
  ['grey', () => 128],
  ['a colour', (i: number) => [60, 120, 220][i % 3]!],
  ['a ramp', (i: number) => 80 + Math.floor(((i / 3) % WIDTH) / 3)],
] as const)(
  'the network that ships has to say something of a blank wall too (%s), and no subject is seen in it',
  async (_, at) => {
    const wall = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (__, i) => at(i));
    expect((await learnedMask(wall, WIDTH, HEIGHT, withMaskNetwork)).found).toBe(false);
  },
);
