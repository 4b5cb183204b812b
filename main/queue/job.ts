/**
 * A job of the queue: one photo, how it is to be drawn and where the drawing goes; and what a worker answers.
 *
 * A job is known by a hash of the photo's content, the settings with the content of every file that they name, and the
 * outputs. The same wish is the same job however often it is put, and two workers that draw it write the same bytes.
 */

import * as v from 'valibot';
import { finite, text, unit } from '../contract-scalars.ts';
import { digestOf } from '../files/digest.ts';
import type { Device } from '../jobs/devices.ts';
import { DEPTH_USES } from '../jobs/guide-wish.ts';
import { MOST_VIEWS, type SketchSettings } from '../jobs/sketch-settings.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const base64 = v.string();

const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml'] as const satisfies Device[];

/** A file of the shared folder, told by its beginning from the words and names that some settings take as well. */
const sharedFile = v.pipe(text, v.startsWith('./'));
const fileOrName = v.union([sharedFile, v.pipe(text, v.regex(/^\w[\w.-]*$/))]);
export const namesFile = (value: string) => value.startsWith('./');

/** One for each of a sketch's settings, or nothing compiles: what a job left out would be drawn as if it was not said. */
const settings = {
  strokes: whole(1, 64),
  seeds: whole(1, 8),
  seed: whole(0, 2 ** 31 - 1),
  levels: v.pipe(v.array(whole(1, 64)), v.maxLength(64)),
  width: v.nullable(v.pipe(finite, v.minValue(0.1), v.maxValue(20))),
  mask: fileOrName,
  detail: v.exactOptional(sharedFile),
  byDepth: v.exactOptional(v.array(v.picklist(DEPTH_USES))),
  regions: v.exactOptional(
    v.pipe(v.array(v.strictObject({ mask: sharedFile, strokes: whole(1, 64) })), v.maxLength(64)),
  ),
  encoder: fileOrName,
  fidelity: unit,
  quality: v.picklist(['draft', 'normal', 'best']),
  protocol: v.picklist(['lineament', 'reference']),
  steps: v.nullable(whole(1, 100_000)),
  views: v.nullable(whole(1, MOST_VIEWS)),
  device: v.picklist(devices),
  threads: v.nullable(whole(1, 256)),
} satisfies Record<keyof SketchSettings, v.GenericSchema>;

/** Checked, never rebuilt: the order of the settings' keys is that in which they are written into the drawing. */
export const jobSchema = v.strictObject({
  /** The photo's name without its folder: it is written into the drawing. */
  name: text,
  /** SHA-256 of the photo's bytes. */
  sha256: digest,
  /** Where its bytes are: a file of the shared folder, which is known by its mark, or here. */
  photo: v.variant('from', [
    v.strictObject({ from: v.literal('folder'), file: sharedFile, mark: text }),
    v.strictObject({ from: v.literal('queue'), base64 }),
  ]),
  settings: v.strictObject(settings),
  format: v.picklist(['animated', 'svg', 'png', 'json']),
  /** The whole drawing, then the levels with a file of their own; `file` null: it goes back through the queue. */
  outputs: v.pipe(
    v.array(v.strictObject({ level: v.nullable(whole(1, 64)), file: v.nullable(sharedFile) })),
    v.minLength(1),
    v.maxLength(65),
  ),
});
export type SketchJob = Omit<v.InferOutput<typeof jobSchema>, 'settings'> & { settings: SketchSettings };

export const answerSchema = v.object({
  /** What the person should know of the drawing. */
  notes: v.array(v.string()),
  /** Of each output in its order; `base64` null where it was written to the shared folder. */
  outputs: v.array(v.object({ sha256: digest, base64: v.nullable(base64) })),
});
export type Answer = v.InferOutput<typeof answerSchema>;

/**
 * What the job is known by.
 * @param contents the digest of each file that the settings name, by its name there
 */
export function identityOf(job: SketchJob, contents: Record<string, string>): string {
  const { photo, name, sha256, settings, format, outputs } = job;
  const wish = { name, sha256, from: photo.from, settings, contents, format, outputs };
  return digestOf(JSON.stringify(wish, inOneOrder));
}

/** A replacer for JSON.stringify: objects' keys are sorted, so that equal values are written alike. */
function inOneOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
