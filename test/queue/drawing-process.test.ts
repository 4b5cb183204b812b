import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GivenBack } from '../../main/queue/draw-job.ts';
import { DrawingProcess } from '../../main/queue/drawing-process.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-drawing-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

/** A process that does what its order says, and answers with its own number. */
const STUB = `
  process.on('message', ({ job, shared }) => {
    process.send({ kind: 'frame', photo: 'a.jpg', frame: { progress: 0 } });
    if (job === 'die') process.exit(7);
    if (job === 'fail') process.send({ kind: 'failed', reason: 'It is no picture.' });
    if (job === 'draw') process.send({ kind: 'answer', answer: { notes: [shared, String(process.pid)], outputs: [] } });
  });
  process.on('disconnect', () => process.exit());
`;

function open(signal = new AbortController().signal, hear = () => {}) {
  const file = path.join(scratch, 'stub.mjs');
  fs.writeFileSync(file, STUB);
  return new DrawingProcess('/shared', { frame: hear, done: () => {} }, signal, file);
}

test('one process draws job after job; a job that fails does not end it', async () => {
  const stop = new AbortController();
  let frames = 0;
  const drawing = open(stop.signal, () => frames++);
  const first = await drawing.draw('draw');
  await expect(drawing.draw('fail')).rejects.toThrow('It is no picture.');
  expect(await drawing.draw('draw')).toEqual(first);
  expect([first.notes[0], frames]).toEqual(['/shared', 3]);
  stop.abort();
});

test('one that dies is told as the failure of its job, and another draws the next', async () => {
  const stop = new AbortController();
  const drawing = open(stop.signal);
  const [, before] = (await drawing.draw('draw')).notes;
  await expect(drawing.draw('die')).rejects.toThrow('The process that drew it died (exit code 7)');
  const [, after] = (await drawing.draw('draw')).notes;
  expect(after).not.toBe(before);
  stop.abort();
});

test('a stop gives the job under way back, and takes no other', async () => {
  const stop = new AbortController();
  const drawing = open(stop.signal, () => stop.abort());
  await expect(drawing.draw('linger')).rejects.toThrow(GivenBack);
  await expect(drawing.draw('draw')).rejects.toThrow(GivenBack);
});

test('one that cannot be started fails its job and not the worker; the next is tried anew', async () => {
  const stop = new AbortController();
  const drawing = open(stop.signal);
  const { execPath } = process;
  process.execPath = path.join(scratch, 'no-such-program');
  const started = drawing.draw('draw');
  process.execPath = execPath;
  await expect(started).rejects.toThrow(/^The process that was to draw it could not be started: .*\.$/);
  expect((await drawing.draw('draw')).notes[0]).toBe('/shared');
  stop.abort();
});
