/** A worker's part: from a job to its files, in the shared folder or in the answer. */

import * as v from 'valibot';
import { digestOf, digestOfFile } from '../files/digest.ts';
import { causeOf, refuseUnwritable, writeWhole } from '../files/whole-file.ts';
import { renameFiles } from '../jobs/named-files.ts';
import { encodeSketch } from '../jobs/output.ts';
import type { SketchResult, sketchPhoto } from '../jobs/sketch.ts';
import type { Reporter } from '../progress.ts';
import { type Answer, jobSchema, namesFile, type SketchJob } from './job.ts';
import { fromShared, readMark } from './shared-folder.ts';

/** The drawing was left off because this worker is to stop: the job is whole, and somebody else's. */
export class GivenBack extends Error {}

/** The job is of another shared folder than this worker's, or the folder's disk is gone: the job is whole. */
export class WrongFolder extends GivenBack {
  constructor(shared: string) {
    super(
      `${shared} is not the shared folder of the batch: start the worker there, or give that folder after --shared.`,
    );
  }
}

/** What a worker draws with. */
export interface Bench {
  sketchPhoto: typeof sketchPhoto;
  /** The shared folder on this machine. */
  shared: string;
  signal: AbortSignal;
  hearer: Hearer;
}

/** Who hears of a drawing on its way. */
export type Hearer = Pick<Reporter, 'frame' | 'done'>;

/**
 * Draws the job.
 * @param data as it came from the queue
 * @throws GivenBack when the signal fires before it is done, or the shared folder is another; nothing was written then
 * @throws Error with one sentence: no job of ours, a photo that changed or cannot be read, an output that cannot be written
 */
export async function drawJob(data: unknown, { sketchPhoto, shared, signal, hearer }: Bench): Promise<Answer> {
  if (!v.is(jobSchema, data))
    throw new Error('This is no job of this version of Lineament: put the photo on the queue anew.');
  const job: SketchJob = data;
  // One worker in a wrong folder would fail faster than all others draw.
  if (job.photo.from === 'folder' && (await readMark(shared)) !== job.photo.mark) throw new WrongFolder(shared);
  const outputs = job.outputs.map(({ level, file }) => ({
    level,
    file: file === null ? null : fromShared(shared, file),
  }));
  const settings = renameFiles(job.settings, (name) => (namesFile(name) ? fromShared(shared, name) : name));
  const { name } = job;
  const photo = await photoOf(job, shared);
  for (const { file } of outputs) if (file !== null) await refuseUnwritable(file);

  const result = await finish(sketchPhoto(photo, settings, signal), (frame) => hearer.frame(name, frame));
  const answer: Answer = { notes: result.notes, outputs: [] };
  for (const { level, file } of outputs) {
    const bytes = Buffer.from(await encodeSketch({ result, photo: name, level }, job.format));
    if (file !== null) await writeWhole(file, bytes);
    answer.outputs.push({ sha256: digestOf(bytes), base64: file === null ? bytes.toString('base64') : null });
  }
  hearer.done(
    name,
    outputs.map(({ file }) => file ?? 'the queue'),
    result,
  );
  return answer;
}

type Frame = Parameters<Reporter['frame']>[1];

async function finish(running: ReturnType<typeof sketchPhoto>, hear: (frame: Frame) => void): Promise<SketchResult> {
  for (;;) {
    const next = await running.next();
    // What was drawn until a stop is not what the job asks for.
    if (next.done && !next.value.stopped) return next.value;
    if (next.done) throw new GivenBack();
    hear(next.value);
    // A stop is only heard between turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The photo's file or bytes, once it is certain that it is the one that was put on the queue. */
async function photoOf({ photo, name, sha256 }: SketchJob, shared: string): Promise<string | Uint8Array> {
  const source = photo.from === 'folder' ? fromShared(shared, photo.file) : Buffer.from(photo.base64, 'base64');
  const found =
    typeof source === 'string'
      ? await digestOfFile(source).catch((error) => {
          throw new Error(`${name} cannot be read in the shared folder ${shared}: ${causeOf(error)}.`);
        })
      : digestOf(source);
  if (found !== sha256)
    throw new Error(`${name} is not the photo any more that was put on the queue: run the batch again.`);
  return source;
}
