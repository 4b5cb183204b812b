/**
 * `lineament sketch`: photos in, files out, one after the other.
 *
 * A photo that fails never stops the others. When the person stops the run, the photo in hand is written as far as it
 * is and the rest are left. The job is loaded only when there is something to do, so that help and mistakes are
 * answered at once.
 */

import path from 'node:path';
import type { Host } from './command-host.ts';
import { helpOf, readOptions, UsageError } from './command-line.ts';
import { type Beginning, openBeginning } from './continue-sketch.ts';
import { eachPhoto } from './each-photo.ts';
import { refuseUnwritable } from './files/whole-file.ts';
import { type Format, writeSketch } from './jobs/output.ts';
import { type Listed, listPhotos } from './jobs/photo-list.ts';
import type { SketchResult } from './jobs/sketch.ts';
import type { SketchSettings } from './jobs/sketch-settings.ts';
import { filesOf, type PlannedOutput, planOutputs } from './output-names.ts';
import { type Reporter, reporterFor } from './progress.ts';
import { SKETCH_OPTIONS, type SketchValues, settingsFrom } from './sketch-options.ts';

/**
 * Runs the command.
 * @returns the exit code: 0, or 1 when any photo failed. Whether it was stopped is for the caller to know.
 * @throws UsageError when the words make no sense: nothing was done then.
 */
export async function sketchCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, SKETCH_OPTIONS);
  if (values.help) {
    host.stdout.write(sketchHelp(host.stdout.columns || 80));
    return 0;
  }
  if (values.continue !== undefined) return continueSketch(values.continue, words, values, host);
  if (!words.length) throw new UsageError('There is no photo to sketch: lineament sketch PHOTO... [-o OUT].');
  const { settings, listed, outputs, format } = await planSketches(words, values);

  const reporter = reporterFor(host, values);
  return eachPhoto(listed, allFiles(outputs), host, reporter, (photo) =>
    sketchOne(outputs.get(photo)!, format, settings, host, reporter),
  );
}

/** Goes on from a drawing. */
async function continueSketch(file: string, words: string[], said: SketchValues, host: Host): Promise<number> {
  const { photo, drawing, values, close } = await openBeginning(file, words, said);
  try {
    const { settings, listed, outputs, format } = await planSketches([photo], values);
    const reporter = reporterFor(host, values);
    return await eachPhoto(listed, allFiles(outputs), host, reporter, (one) =>
      sketchOne(outputs.get(one)!, format, settings, host, reporter, drawing),
    );
  } finally {
    close();
  }
}

const allFiles = (outputs: SketchPlan['outputs']) => [...outputs.values()].flatMap(filesOf);

/** What a command line comes to. */
export interface SketchPlan {
  settings: SketchSettings;
  /** Every photo, and every word that led to none. */
  listed: Listed[];
  /** Where the drawing of each photo goes. */
  outputs: Map<string, PlannedOutput>;
  format: Format;
}

/**
 * Settings, photos and files.
 * @param words photos, folders and patterns
 * @throws UsageError where they make no sense together
 */
export async function planSketches(words: string[], values: SketchValues): Promise<SketchPlan> {
  const settings = settingsFrom(values);
  const { listed, several } = await listPhotos(words);
  const found = listed.filter(({ error }) => !error).map(({ photo }) => photo);
  const { levels, mask, encoder, detail, regions = [] } = settings;
  const begun = values.continue === undefined ? [] : [values.continue];
  const { format, outputs } = planOutputs(found, {
    out: values.out,
    format: values.format,
    levels,
    inputs: [
      mask,
      encoder,
      ...begun,
      ...(detail === undefined ? [] : [detail]),
      ...regions.map((region) => region.mask),
    ],
    several,
  });
  return { settings, listed, outputs: new Map(outputs.map((output) => [output.photo, output])), format };
}

async function sketchOne(
  output: PlannedOutput,
  format: Format,
  settings: SketchSettings,
  host: Host,
  reporter: Reporter,
  from: Beginning['drawing'] | null = null,
): Promise<void> {
  // A sketch that cannot be written is not worth the wait.
  await refuseUnwritable(output.file);
  const sketchPhoto = await host.loadJob();
  const running = sketchPhoto(output.photo, settings, host.signal, from);
  let result: SketchResult;
  for (;;) {
    const next = await running.next();
    if (next.done) {
      result = next.value;
      break;
    }
    reporter.frame(output.photo, next.value);
    // A Ctrl-C is only heard between turns of the event loop, and a job may go on without ever ending its turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const photo = path.basename(output.photo);
  await writeSketch(output.file, { result, photo }, format);
  // A run that was stopped has not come to all of its levels.
  const levels = output.levels.filter(({ level }) => !result.stopped || level <= result.drawing.strokes.length);
  for (const { level, file } of levels) await writeSketch(file, { result, photo, level }, format);
  reporter.done(output.photo, [output.file, ...levels.map(({ file }) => file)], result);
}

/** The help of the command, from its table. */
export function sketchHelp(columns = 80): string {
  return `Usage: lineament sketch PHOTO... [-o OUT] [options]

PHOTO is a picture, a folder of pictures, or a pattern such as 'holiday/*.jpg'. Ctrl-C writes the best so far.

${helpOf(SKETCH_OPTIONS, Math.min(columns, 110))}
`;
}
