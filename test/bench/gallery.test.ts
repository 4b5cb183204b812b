import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectiveCurve } from '../../bench/gallery-curve.ts';
import { makeGallery, type Written } from '../../bench/gallery-run.ts';
import { sheetSize } from '../../bench/gallery-sheet.ts';
import { TILE } from '../../bench/gallery-tiles.ts';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';
import { descendants, readXml, type XmlElement } from '../../main/strokes/xml.ts';
import { fakeSketch } from '../jobs/fake-job.ts';

/** Photos of the size that the fake job draws on; a name with what HTML gives a meaning to, and one that is no photo. */
const PHOTOS = ['a disc.png', 'b & <c>.png'];
const BROKEN = 'c-broken.png';

let folder: string;
let written: Written;
let page: XmlElement;
const lines: string[] = [];

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'lineament-gallery-'));
  const photos = path.join(folder, 'photos');
  await fs.mkdir(photos);
  const disc = Buffer.from('<svg width="320" height="240"><circle cx="150" cy="120" r="70" fill="#843"/></svg>');
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background: '#dde' } });
  const bytes = await picture
    .composite([{ input: disc }])
    .png()
    .toBuffer();
  for (const name of PHOTOS) await fs.writeFile(path.join(photos, name), bytes);
  await fs.writeFile(path.join(photos, BROKEN), 'no picture');
  const host = {
    job: fakeSketch,
    encoder: null,
    signal: new AbortController().signal,
    say: (line: string) => lines.push(line),
  };
  written = await makeGallery(photos, path.join(folder, 'out'), { ...DEFAULT_SETTINGS, mask: 'none' }, host);
  const text = await fs.readFile(written.page, 'utf8');
  page = readXml(text.replace('<!DOCTYPE html>', '')).root;
});

afterAll(() => fs.rm(folder, { recursive: true, force: true }));

const all = (name: string, within = page) => [...descendants(within)].filter((element) => element.name === name);
const sections = () => all('section');

test('the page has a section a photo, named as it is, and nothing outside the page is asked for', () => {
  expect(all('h2').map(({ text }) => text)).toEqual([...PHOTOS, BROKEN]);
  const sources = [...descendants(page)].flatMap(({ attributes }) =>
    ['src', 'href'].flatMap((name) => attributes.get(name) ?? []),
  );
  expect(sources.length).toBe(6);
  for (const source of sources) expect(source).toMatch(/^data:image\/jpeg;base64,/);
});

test('each photo has its pictures and a sketch of as many strokes as each level says', () => {
  for (const section of sections().slice(0, 2)) {
    const figures = all('figure', section);
    // Photo, subject, contours; levels 4, 8, 16; the curve.
    expect(figures.length).toBe(7);
    const paths = figures.slice(3, 6).map((figure) => all('path', figure).length);
    expect(paths).toEqual([4, 8, 16]);
    const captions = all('figcaption', section).map(({ text }) => text);
    // The fake job's objective is 1 / strokes.
    expect(captions[4]).toBe('8 strokes, objective 0.125');
  }
});

test('pictures on the page are squares of one size', async () => {
  for (const { attributes } of all('img')) {
    const { width, height } = await sharp(Buffer.from(attributes.get('src')!.split(',')[1]!, 'base64')).metadata();
    expect([width, height]).toEqual([TILE, TILE]);
  }
});

test('a photo that fails shows its sentence and stops nothing', () => {
  const [error] = all('p', sections()[2]).filter(({ attributes }) => attributes.get('class') === 'error');
  expect(error!.text).toContain(`${BROKEN} is not a picture that can be read`);
  expect(written).toMatchObject({ photos: 3, failed: 1 });
  expect(lines.map((line) => line.split(':')[0])).toEqual(['[1/3] a disc.png', '[2/3] b & <c>.png', `[3/3] ${BROKEN}`]);
});

test('the sheet has a row a photo and room for every tile, and ink where sketches are', async () => {
  const { data, info } = await sharp(written.sheet).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect({ width: info.width, height: info.height }).toEqual(sheetSize(3, 7));
  const darkest = (left: number, top: number, side: number) => {
    let least = 255;
    for (let y = top; y < top + side; y++)
      for (let x = left; x < left + side; x++) least = Math.min(least, data[(y * info.width + x) * info.channels]!);
    return least;
  };
  const { height: rowTop } = sheetSize(1, 7);
  const column = (n: number) => sheetSize(1, n).width;
  for (const n of [3, 4, 5]) expect(darkest(column(n) + 20, rowTop + 20, 200)).toBeLessThan(60);
  expect(darkest(column(5) + 20, 2 * rowTop, 200)).toBeGreaterThan(250);
});

test('a curve has a mark for each stage that begins and each level that is measured', () => {
  const points = Array.from({ length: 40 }, (_, step) => ({ objective: 1 / (step + 1), strokes: step < 15 ? 4 : 8 }));
  const levels = [
    { strokes: 4, objective: 0.3 },
    { strokes: 8, objective: 0.1 },
  ];
  const { root } = readXml(objectiveCurve(points, levels));
  expect(all('circle', root).length).toBe(2);
  const labels = all('text', root).map(({ text }) => text);
  expect(labels).toEqual(expect.arrayContaining(['4', '8', '40', '4: 0.300', '8: 0.100']));
  // The finer objective lies lower on the chart, as the smaller value.
  const heights = all('circle', root).map(({ attributes }) => Number(attributes.get('cy')));
  expect(heights[0]).toBeLessThan(heights[1]!);
});

test('a curve without a step says so, and values that are no numbers do no harm', () => {
  expect(objectiveCurve([], [])).toContain('no step was taken');
  const odd = objectiveCurve(
    [
      { objective: Number.NaN, strokes: 4 },
      { objective: 0.5, strokes: 4 },
    ],
    [],
  );
  expect(odd).not.toContain('NaN');
});
