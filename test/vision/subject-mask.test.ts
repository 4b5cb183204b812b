/** Subjects cut out of pictures made here, whose masks are known, and of the photos that lie beside the repo. */
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPhoto } from '../../main/jobs/photo.ts';
import { labFromRgb } from '../../main/vision/lab.ts';
import { subjectMask } from '../../main/vision/subject-mask.ts';
import { HEIGHT, picture, WIDTH } from './made-picture.ts';
import { overlap } from './overlap.ts';

const disc = (x: number, y: number) => Math.hypot(x - 130, y - 85) < 50;
/** A figure with thin legs, off the middle. */
const figure = (x: number, y: number) =>
  Math.hypot((x - 100) / 1.6, y - 80) < 32 || ((Math.abs(x - 80) < 5 || Math.abs(x - 122) < 5) && y > 80 && y < 150);

const PICTURES: [string, (x: number, y: number) => boolean, (x: number, y: number) => number[]][] = [
  ['a disc on a plain ground', disc, (x, y) => (disc(x, y) ? [190, 60, 40] : [90, 130, 90])],
  ['a disc on a shaded ground', disc, (x, y) => (disc(x, y) ? [190, 60, 40] : [60 + x / 2, 90 + x / 3, 140 - y / 3])],
  [
    'a striped disc on a ground of two colours',
    disc,
    (x, y) => (disc(x, y) ? (y % 16 < 8 ? [220, 200, 40] : [60, 30, 20]) : y < 100 ? [150, 180, 220] : [80, 120, 60]),
  ],
  ['a figure with legs', figure, (x, y) => (figure(x, y) ? [70, 60, 60] : [215, 205, 190])],
];

test.each(PICTURES)('%s is cut out', (_, isSubject, colour) => {
  const { mask, found } = subjectMask(picture(colour), WIDTH, HEIGHT);
  expect(found).toBe(true);
  expect(mask).toHaveLength(WIDTH * HEIGHT);
  expect(overlap(mask, (i) => isSubject(i % WIDTH, Math.floor(i / WIDTH)))).toBeGreaterThan(0.9);
});

test('a flat picture has no subject, nor has one of one pixel', () => {
  for (const [width, height] of [
    [64, 48],
    [1, 1],
    [200, 1],
  ] as const) {
    const { mask, found } = subjectMask(new Uint8Array(3 * width * height).fill(120), width, height);
    expect(found).toBe(false);
    expect(mask).toEqual(new Uint8Array(width * height).fill(255));
  }
});

test('the same picture gives the same bytes', () => {
  const rgb = picture(PICTURES[2]![2]);
  expect(subjectMask(rgb, WIDTH, HEIGHT)).toEqual(subjectMask(rgb, WIDTH, HEIGHT));
});

test('Lab of the primaries', () => {
  // Lindbloom's CIE colour calculator, sRGB and D65.
  const known = [
    [255, 0, 0, 53.241, 80.092, 67.203],
    [0, 255, 0, 87.735, -86.183, 83.179],
    [0, 0, 255, 32.297, 79.188, -107.86],
    [255, 255, 255, 100, 0, 0],
    [119, 119, 119, 50.034, 0, 0],
  ];
  for (const [r, g, b, ...lab] of known)
    labFromRgb(new Uint8Array([r!, g!, b!])).forEach((value, c) => {
      expect(Math.abs(value - lab[c]!)).toBeLessThan(0.2);
    });
});

const PHOTOS = path.resolve('../shared/photos');
const photosAreHere = fs.existsSync(PHOTOS);

test.skipIf(!photosAreHere)(
  'photos overlap a learned network’s masks by 0.74 in the mean (runs where ../shared/photos lies)',
  async () => {
    const overlaps: number[] = [];
    for (const name of fs.readdirSync(PHOTOS).filter((entry) => /\.(png|jpg)$/.test(entry))) {
      const photo = await readPhoto(path.join(PHOTOS, name));
      const { rgb, workingWidth: width, workingHeight: height } = photo;
      const { mask } = subjectMask(rgb, width, height);
      const wanted = await sharp(path.join(PHOTOS, 'masks', `${path.parse(name).name}.png`))
        .resize(width, height, { fit: 'fill' })
        .extractChannel(0)
        .raw()
        .toBuffer();
      overlaps.push(overlap(mask, (i) => wanted[i]! >= 128));
    }
    expect(overlaps).toHaveLength(16);
    expect(overlaps.reduce((sum, value) => sum + value, 0) / 16).toBeGreaterThan(0.74);
  },
);
