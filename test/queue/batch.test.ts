import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../main/files/digest.ts';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';
import type { PlannedOutput } from '../../main/output-names.ts';
import { runBatch } from '../../main/queue/batch.ts';
import type { SketchJob } from '../../main/queue/job.ts';
import type { JobQueue, Standing } from '../../main/queue/job-queue.ts';
import { Preparation } from '../../main/queue/prepare.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-batch-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));
let shared = '';
const at = (name: string) => path.join(shared, name);
beforeEach(({ task }) => {
  shared = path.join(scratch, task.id);
  fs.mkdirSync(shared);
  for (const name of ['a.jpg', 'b.jpg']) fs.writeFileSync(at(name), name);
});

/** A queue whose worker answers when it is asked, so that the first look finds everything done; what was put is told. */
class QuickQueue implements JobQueue {
  readonly jobs = new Map<string, Standing>();
  readonly names: string[] = [];

  constructor(private readonly work: (job: SketchJob) => Standing) {}

  async put(id: string, job: SketchJob): Promise<void> {
    this.names.push(job.name);
    this.jobs.set(id, this.work(job));
  }

  async standing(id: string): Promise<Standing> {
    return this.jobs.get(id) ?? { state: 'unknown' };
  }

  async forget(id: string): Promise<void> {
    this.jobs.delete(id);
  }
}

const drawingOf = (job: SketchJob) => `drawing of ${job.name}`;

/** As a worker draws: into the shared folder, or into the answer. */
function drawn(job: SketchJob): Standing {
  const bytes = drawingOf(job);
  const outputs = job.outputs.map(({ file }) => {
    if (file !== null) fs.writeFileSync(at(file), bytes);
    return { sha256: digestOf(bytes), base64: file === null ? Buffer.from(bytes).toString('base64') : null };
  });
  return { state: 'drawn', answer: { notes: ['a note'], outputs } };
}

interface Heard {
  drawn: string[];
  failed: string[];
  left: number;
}

async function batch(
  queue: JobQueue,
  { through = 'folder', leave = false, signal = new AbortController().signal } = {},
): Promise<Heard> {
  const outputs: PlannedOutput[] = ['a', 'b'].map((stem) => ({
    photo: at(`${stem}.jpg`),
    file: at(`${stem}.svg`),
    levels: [],
  }));
  const wish = { settings: DEFAULT_SETTINGS, format: 'svg' as const, shared: through === 'folder' ? shared : null };
  const preparation = await Preparation.begin(wish);
  const heard: Heard = { drawn: [], failed: [], left: 0 };
  heard.left = await runBatch(queue, outputs, (output) => preparation.jobFor(output), {
    attempts: 3,
    leave,
    signal,
    drawn: (photo, files, notes) =>
      heard.drawn.push(
        [photo, ...files]
          .map((file) => path.basename(file))
          .concat(notes)
          .join(' '),
      ),
    failed: (photo, error) => heard.failed.push(`${path.basename(photo)}: ${(error as Error).message}`),
  });
  return heard;
}

const BOTH = ['a.jpg a.svg a note', 'b.jpg b.svg a note'];

test('every photo is put once and told when it is drawn; the same batch again draws nothing', async () => {
  const queue = new QuickQueue(drawn);
  expect(await batch(queue)).toEqual({ drawn: BOTH, failed: [], left: 0 });
  expect(await batch(queue)).toEqual({ drawn: BOTH, failed: [], left: 0 });
  expect(queue.names).toEqual(['a.jpg', 'b.jpg']);
});

test('a drawing that was deleted or changed since is drawn again, the other is not', async () => {
  const queue = new QuickQueue(drawn);
  await batch(queue);
  fs.writeFileSync(at('b.svg'), 'by hand');
  expect((await batch(queue)).drawn.sort()).toEqual(BOTH);
  expect(queue.names).toEqual(['a.jpg', 'b.jpg', 'b.jpg']);
});

test('through the queue drawings are written here, and forgotten there', async () => {
  const queue = new QuickQueue(drawn);
  expect(await batch(queue, { through: 'queue' })).toEqual({ drawn: BOTH, failed: [], left: 0 });
  expect(fs.readFileSync(at('a.svg'), 'utf8')).toBe('drawing of a.jpg');
  expect(queue.jobs.size).toBe(0);
});

test('a photo that is dead is told with its reason, and put anew by the next batch', async () => {
  let mended = false;
  const queue = new QuickQueue((job) =>
    job.name === 'b.jpg' && !mended ? { state: 'dead', reason: 'It is damaged.' } : drawn(job),
  );
  expect(await batch(queue)).toEqual({ drawn: BOTH.slice(0, 1), failed: ['b.jpg: It is damaged.'], left: 0 });
  mended = true;
  expect(await batch(queue)).toEqual({ drawn: BOTH, failed: [], left: 0 });
});

test('a photo that cannot be read fails alone', async () => {
  fs.rmSync(at('a.jpg'));
  const { drawn: told, failed } = await batch(new QuickQueue(drawn));
  expect(told).toEqual(BOTH.slice(1));
  expect(failed).toEqual([expect.stringMatching(/^a\.jpg: .*a\.jpg/)]);
});

test('jobs that the server lost are put again', async () => {
  let lost = 0;
  const queue = new QuickQueue((job) => (lost++ < 2 ? { state: 'unknown' } : drawn(job)));
  expect((await batch(queue)).drawn.sort()).toEqual(BOTH);
  expect(queue.names).toEqual(['a.jpg', 'b.jpg', 'a.jpg', 'b.jpg']);
});

test('who leaves them there, or stops, is told how many are left', async () => {
  const waiting = new QuickQueue(() => ({ state: 'open' }));
  expect(await batch(waiting, { leave: true })).toEqual({ drawn: [], failed: [], left: 2 });
  const stop = new AbortController();
  const asked: JobQueue = {
    put: (id, job) => waiting.put(id, job),
    forget: (id) => waiting.forget(id),
    standing: async (id) => {
      // Both are put by the third question.
      if (waiting.names.length === 4) stop.abort();
      return waiting.standing(id);
    },
  };
  waiting.jobs.clear();
  expect(await batch(asked, { signal: stop.signal })).toEqual({ drawn: [], failed: [], left: 2 });
});
