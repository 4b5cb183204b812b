/**
 * `npm run gallery -- FOLDER OUT [sketch options]`: sketches every photo of a folder and writes OUT/index.html and
 * OUT/sheet.png, to look at all that the engine makes of them at once: photo, subject, contours with the first strokes,
 * the sketch at every level, the objective's curve, time.
 */

import { readOptions, UsageError } from '../main/command-line.ts';
import { sketchPhoto } from '../main/jobs/sketch.ts';
import { openChosenEncoder } from '../main/jobs/sketch-encoder.ts';
import { SKETCH_OPTIONS, settingsFrom } from '../main/sketch-options.ts';
import { makeGallery } from './gallery-run.ts';

/** Levels 4, 8, 16 and 32, unless the options say otherwise. */
const STROKES = 32;

/** The command line's options, but for those that say what it writes and prints. */
const { out: _out, format: _format, json: _json, quiet: _quiet, help: _help, ...OPTIONS } = SKETCH_OPTIONS;

async function main(argv: string[]): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  const [folder, out, ...more] = words;
  if (folder === undefined || out === undefined || more.length)
    throw new UsageError('It takes a folder of photos and a folder to write to: npm run gallery -- FOLDER OUT.');
  const settings = settingsFrom(values.levels || values.strokes ? values : { ...values, strokes: STROKES });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const { encoder } = await openChosenEncoder(settings, 1, 'direction');
  try {
    const say = (line: string) => process.stdout.write(`${line}\n`);
    const host = { job: sketchPhoto, encoder, signal: stop.signal, say };
    const { page, sheet, photos, failed } = await makeGallery(folder, out, settings, host);
    say(`${photos} photos${failed ? `, ${failed} failed` : ''}: ${page}, ${sheet}`);
    return failed ? 1 : 0;
  } finally {
    await encoder.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`gallery: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
