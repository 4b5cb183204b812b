/** `lineament sketch --continue`: with a fake job for what is asked of it, and with the real one for what comes of it. */

import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Host } from '../main/command-host.ts';
import type { sketchPhoto } from '../main/jobs/sketch.ts';
import type { Drawing } from '../main/strokes/stroke.ts';
import { writeSvg } from '../main/strokes/svg.ts';
import { readSvg } from '../main/strokes/svg-read.ts';
import { writeProject } from '../renderer/document/project-file.ts';
import { fakeSketch } from './jobs/fake-job.ts';
import { pearMask, pearPhoto } from './jobs/live-photo.ts';
import { FIXTURE } from './models/small-vit.ts';
import { discDocuments } from './page/disc.ts';
import { inFreshFolders, run } from './run-command.ts';

vi.setConfig({ testTimeout: 120_000 });
inFreshFolders();

const line = (y: number, color = '#000000') => ({ points: [10, y, 30, y, 60, y, 90, y], width: 4, color, opacity: 1 });
const DRAWING: Drawing = { width: 100, height: 80, strokes: [line(20), line(40, '#aa2200'), line(60)] };
const CHAIN = { ...line(10), points: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6] };

/** A job that is fake, and what it was asked. */
function spied() {
  const asked: Parameters<typeof sketchPhoto>[] = [];
  const loadJob: Host['loadJob'] = async () => (photo, settings, signal, from) => {
    asked.push([photo, settings, signal, from]);
    return fakeSketch(photo, settings, signal);
  };
  return { asked, loadJob };
}

test('a drawing’s strokes are what the job goes on from, all of them, chains taken apart; the drawing is not written over', async () => {
  fs.writeFileSync('cat.svg', writeSvg({ ...DRAWING, strokes: [...DRAWING.strokes, CHAIN] }));
  const { asked, loadJob } = spied();
  const { code, stdout } = await run(['sketch', 'cat.jpg', '--continue', 'cat.svg', '--encoder', 'x'], { loadJob });
  expect(code).toBe(0);
  expect(stdout).toContain('cat.jpg -> cat-jpg.svg: 5 strokes');
  const [[photo, settings, , from]] = asked as [Parameters<typeof sketchPhoto>];
  expect(photo).toBe('cat.jpg');
  expect(settings).toMatchObject({ encoder: 'x', strokes: 5, seeds: 1 });
  expect(from!.strokes).toHaveLength(5);
  expect(from!.strokes[1]).toMatchObject({ color: '#aa2200', points: DRAWING.strokes[1]!.points });
});

test('the photo is that of the SVG’s own name beside it, where none is said', async () => {
  fs.writeFileSync('holiday/drawn.svg', writeSvg(DRAWING, { metadata: { photo: '2.jpg' } }));
  const { asked, loadJob } = spied();
  await run(['sketch', '--continue', 'holiday/drawn.svg', '--strokes', '8', '--seeds', '2'], { loadJob });
  expect(asked[0]![0]).toBe(path.join('holiday', '2.jpg'));
  expect(asked[0]![1]).toMatchObject({ strokes: 8, seeds: 2 });
  fs.writeFileSync('holiday/drawn.svg', writeSvg(DRAWING, { metadata: { photo: 'gone.jpg' } }));
  const { code, stderr } = await run(['sketch', '--continue', 'holiday/drawn.svg'], { loadJob });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^lineament: Say which photo holiday\/drawn\.svg was drawn from, which was .*gone\.jpg/),
  ]);
});

test.each(['..', '/', '', 'a\0b', 'é'.repeat(200)])(
  'an SVG that names %j as its photo leads to no folder of photos',
  async (photo) => {
    fs.writeFileSync('holiday/drawn.svg', writeSvg(DRAWING, { metadata: { photo } }));
    const { asked, loadJob } = spied();
    const { code, stderr } = await run(['sketch', '--continue', 'holiday/drawn.svg'], { loadJob });
    expect([code, asked]).toEqual([2, []]);
    expect(stderr).toMatch(/^lineament: Say which photo holiday\/drawn\.svg was drawn from: lineament sketch PHOTO/);
  },
);

test.each([
  ['cut-out.png', 'cut-out.png'],
  ['..', 'photo'],
])('the photo of a document is its photo, even where it is called %j', async (name, kept) => {
  const { photo, drawn } = await discDocuments();
  const named = { ...drawn, photo: { ...drawn.photo, name } };
  fs.writeFileSync('disc.lineament', writeProject(named, photo, await pearMask()));
  let seen: [string, Buffer] | null = null;
  const { code, stderr } = await run(['sketch', '--continue', 'disc.lineament', '-o', 'on.svg'], {
    loadJob: async () => (file, settings, signal) => {
      seen = [path.basename(String(file)), fs.readFileSync(String(file))];
      return fakeSketch(file, settings, signal);
    },
  });
  expect([code, stderr]).toEqual([0, '']);
  expect(seen).toEqual([kept, Buffer.from(photo)]);
});

test('a document has its photo in it, and what it shows of its strokes is gone on from', async () => {
  const { photo, drawn } = await discDocuments();
  fs.writeFileSync('disc.lineament', writeProject({ ...drawn, shown: 3 }, photo, await pearMask()));
  const asked: Parameters<typeof sketchPhoto>[] = [];
  let seen: string[] = [];
  const { code } = await run(['sketch', '--continue', 'disc.lineament', '-o', 'on.svg'], {
    loadJob: async () => (photo, settings, signal, from) => {
      seen = [String(photo), settings.mask].map((file) => `${path.basename(file)} ${fs.existsSync(file)}`);
      asked.push([photo, settings, signal, from]);
      return fakeSketch(photo, settings, signal);
    },
  });
  expect(code).toBe(0);
  expect(seen).toEqual([`${drawn.photo.name} true`, 'cut-out.png true']);
  const visible = drawn.strokes.filter(({ locked, hidden }, s) => !hidden && (locked || s < 4));
  expect(asked[0]![3]!.strokes.length).toBe(visible.length);
  // What was unpacked is gone.
  expect(fs.existsSync(String(asked[0]![0]))).toBe(false);
});

test('what makes no sense is said before anything is drawn', async () => {
  fs.writeFileSync('cat.svg', writeSvg(DRAWING));
  const said = async (...argv: string[]) => (await run(['sketch', ...argv])).stderr;
  expect(await said('cat.jpg', '--continue', 'dog.svg')).toMatch(/dog\.svg.* can't be read: there is no such file/);
  expect(await said('cat.jpg', '--continue', 'cat.jpg')).toContain('ends in .svg or .lineament, not');
  expect(await said('cat.jpg', 'holiday/2.jpg', '--continue', 'cat.svg')).toContain('but got 2 photos');
  expect(await said('cat.jpg', '--continue', 'cat.svg', '--strokes', '2')).toContain(
    'fewer than the 3 that cat.svg has',
  );
  expect(await said('cat.jpg', '--continue', 'cat.svg', '--levels', '2')).toContain(
    '--levels is for strokes that begin',
  );
  expect(await said('cat.jpg', '--continue', 'cat.svg', '--protocol', 'reference')).toContain('begins anew');
  expect(await said('cat.jpg', '--continue', 'cat.svg', '-o', 'cat.svg')).toContain('is the drawing, mask, map');
});

test('another encoder goes on from a drawing: as many strokes, in their colours, moved and not begun anew; the file says which', async () => {
  const loadJob = async () => (await import('../main/jobs/sketch.ts')).sketchPhoto;
  fs.writeFileSync('pear.png', await pearPhoto());
  fs.writeFileSync('mask.png', await pearMask());
  const quick = ['--mask', 'mask.png', '--device', 'cpu', '--quality', 'draft'];
  expect((await run(['sketch', 'pear.png', '-o', 'a.svg', '--strokes', '4', ...quick], { loadJob })).code).toBe(0);
  const first = readSvg(fs.readFileSync('a.svg', 'utf8')).drawing;
  const coloured = first.strokes.map((stroke, s) => (s === 2 ? { ...stroke, color: '#aa2200', width: 11 } : stroke));
  fs.writeFileSync('a.svg', writeSvg({ ...first, strokes: coloured }));
  const goOn = ['sketch', 'pear.png', '--continue', 'a.svg', '-o', 'b.svg', '--encoder', FIXTURE, '--steps', '6'];
  const went = await run([...goOn, ...quick], { loadJob });
  expect([went.code, went.stderr]).toEqual([0, '']);
  const { drawing, metadata } = readSvg(fs.readFileSync('b.svg', 'utf8'));
  expect((metadata as { settings: { encoder: string } }).settings.encoder).toBe(path.basename(FIXTURE));
  expect(drawing.strokes).toHaveLength(4);
  expect(drawing.strokes.find(({ color }) => color === '#aa2200')!.width).toBeCloseTo(11, 1);
  // Six steps move a point by a few pixels each, so every stroke still lies by one that there was.
  const apart = (a: number[], b: number[]) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
  for (const { points } of drawing.strokes) {
    const least = Math.min(...first.strokes.map((stroke) => apart(stroke.points, points)));
    expect(least).toBeGreaterThan(0);
    expect(least).toBeLessThan(30);
  }
  fs.writeFileSync('wide.svg', writeSvg({ width: 300, height: 100, strokes: first.strokes }));
  const other = await run(['sketch', 'pear.png', '--continue', 'wide.svg', '-o', 'c.svg', ...quick], { loadJob });
  expect([other.code, other.stderr]).toEqual([
    1,
    expect.stringContaining('The drawing is 300 × 100, but the photo 320 × 400'),
  ]);
});
