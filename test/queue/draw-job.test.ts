import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../main/files/digest.ts';
import { encodeSketch } from '../../main/jobs/output.ts';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';
import { drawJob, GivenBack, WrongFolder } from '../../main/queue/draw-job.ts';
import type { SketchJob } from '../../main/queue/job.ts';
import { fakeResult, fakeSketch } from '../jobs/fake-job.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-draw-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));
let shared = '';
beforeEach(({ task }) => {
  shared = path.join(scratch, task.id);
  fs.mkdirSync(shared);
  fs.writeFileSync(path.join(shared, 'a.jpg'), 'photo');
  fs.writeFileSync(path.join(shared, '.lineament-shared'), 'of this folder\n');
});

const JOB: SketchJob = {
  name: 'a.jpg',
  sha256: digestOf('photo'),
  photo: { from: 'folder', file: './a.jpg', mark: 'of this folder' },
  settings: { ...DEFAULT_SETTINGS, strokes: 8 },
  format: 'svg',
  outputs: [
    { level: null, file: './out/a.svg' },
    { level: 4, file: './out/a-4.svg' },
  ],
};

/** Draws with a job that takes no time; what it heard comes back too. */
async function draw(job: object, signal = new AbortController().signal) {
  const heard: string[] = [];
  const hearer = { frame: () => heard.push('frame'), done: () => heard.push('done') };
  const answer = await drawJob(job, { sketchPhoto: fakeSketch, shared, signal, hearer });
  return { answer, heard };
}

const expected = async (level: number | null) =>
  String(await encodeSketch({ result: fakeResult({ strokes: 8 }), photo: 'a.jpg', level }, 'svg'));

test('the drawing and its levels are written as the sketch command writes them, and their digests are answered', async () => {
  const { answer, heard } = await draw(JOB);
  const written = ['a.svg', 'a-4.svg'].map((name) => fs.readFileSync(path.join(shared, 'out', name), 'utf8'));
  expect(written).toEqual([await expected(null), await expected(4)]);
  expect(answer.outputs).toEqual(written.map((bytes) => ({ sha256: digestOf(bytes), base64: null })));
  expect(heard).toEqual(['frame', 'frame', 'frame', 'frame', 'frame', 'done']);
});

test('through the queue nothing is read or written: the bytes are in the job and in the answer', async () => {
  fs.rmSync(path.join(shared, 'a.jpg'));
  const photo = { from: 'queue', base64: Buffer.from('photo').toString('base64') };
  const { answer } = await draw({ ...JOB, photo, outputs: [{ level: null, file: null }] });
  expect(Buffer.from(answer.outputs[0]!.base64!, 'base64').toString()).toBe(await expected(null));
  expect(fs.readdirSync(shared)).toEqual(['.lineament-shared']);
});

test('a drawing that is stopped is given back, and nothing is written', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(draw(JOB, stop.signal)).rejects.toThrow(GivenBack);
  expect(fs.readdirSync(shared)).toEqual(['.lineament-shared', 'a.jpg']);
});

test('a job of another folder, or of a disk that is gone, is given back and not failed', async () => {
  fs.writeFileSync(path.join(shared, '.lineament-shared'), 'of another folder');
  await expect(draw(JOB)).rejects.toThrow(WrongFolder);
  fs.rmSync(path.join(shared, '.lineament-shared'));
  await expect(draw(JOB)).rejects.toThrow(`${shared} is not the shared folder of the batch`);
});

test('files that the settings name are looked for in the shared folder, and written down as at home', async () => {
  const looked: string[] = [];
  const sketchPhoto: typeof fakeSketch = (photo, settings, signal) => {
    looked.push(settings.mask, settings.encoder, settings.detail!);
    return fakeSketch(photo, settings, signal);
  };
  // The keys of what a person asks for come in this order, and so they are in the file.
  const asked = { ...JOB.settings, mask: './masks/a.png', encoder: 'clip-rn101', detail: './more/map.png' };
  const hearer = { frame: () => {}, done: () => {} };
  const signal = new AbortController().signal;
  await drawJob(JSON.parse(JSON.stringify({ ...JOB, settings: asked })), { sketchPhoto, shared, signal, hearer });
  const [mask, detail] = [path.join(shared, 'masks', 'a.png'), path.join(shared, 'more', 'map.png')];
  expect(looked).toEqual([mask, 'clip-rn101', detail]);
  const atHome = await encodeSketch({ result: fakeResult({ ...asked, mask, detail }), photo: 'a.jpg' }, 'svg');
  expect(fs.readFileSync(path.join(shared, 'out', 'a.svg'), 'utf8')).toBe(atHome);
  expect(atHome).not.toContain(shared);
});

test.each([
  ['that is none', { ...JOB, outputs: [] }, 'This is no job of this version'],
  [
    'that writes elsewhere',
    { ...JOB, outputs: [{ level: null, file: './../a.svg' }] },
    'leads out of the shared folder',
  ],
  [
    'that reads elsewhere',
    { ...JOB, photo: { ...JOB.photo, file: './../../etc/hostname' } },
    'leads out of the shared folder',
  ],
  ['whose encoder is a path', { ...JOB, settings: { ...JOB.settings, encoder: '../eye.onnx' } }, 'This is no job'],
  ['whose photo is another by now', { ...JOB, sha256: digestOf('before') }, 'a.jpg is not the photo any more'],
  ['whose photo is gone', { ...JOB, photo: { ...JOB.photo, file: './b.jpg' } }, 'there is no such file or folder'],
])('a job %s fails in one sentence', async (_what, job, sentence) => {
  await expect(draw(job)).rejects.toThrow(sentence);
  expect(fs.readdirSync(shared)).toEqual(['.lineament-shared', 'a.jpg']);
});
