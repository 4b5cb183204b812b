/**
 * `lineament depth`: photos in, how near everything is out, one after the other.
 *
 * A photo that fails never stops the others; a run that the person stops ends after the photo in hand. What is written
 * and in which order is as with `sketch`.
 */

import type { Host } from './command-host.ts';
import { choice, helpOf, type OptionTable, readOptions, text, UsageError, whole } from './command-line.ts';
import { eachPhoto } from './each-photo.ts';
import { refuseUnwritable } from './files/whole-file.ts';
import { DEPTH_FORMATS, type DepthFormat } from './jobs/depth-files.ts';
import { listPhotos } from './jobs/photo-list.ts';
import { type FileFormats, planFiles } from './output-names.ts';
import { reporterFor } from './progress.ts';

const OPTIONS = {
  out: {
    short: 'o',
    value: 'OUT',
    read: text,
    help: "File or folder to write; a file's ending says the format. Without it: the photo's name with .png, in this folder.",
  },
  output: { value: 'OUT', read: text, help: 'The same as --out.' },
  format: {
    value: 'F',
    read: choice('png16', 'grey', 'colour', 'pfm', 'ply'),
    help: 'png16 (default): 16-bit grey PNG. grey: 8-bit PNG. colour: PNG in the turbo colours. pfm: floats. ply: a coloured point for each pixel. White, red or 1 is nearest.',
  },
  mask: {
    value: 'M',
    read: text,
    help: "What is subject: auto (default), built-in, a mask model's name, none, a picture, or a folder with a picture of each photo's name.",
  },
  model: {
    value: 'D',
    read: choice('auto', 'built-in', 'shape'),
    help: 'auto (default): a depth model of the catalogue if its file is in the models folder, else built-in. shape: by outlines and a floor alone.',
  },
  size: {
    value: 'N',
    read: whole(16, 8192),
    help: "Longer side of the map at most, in pixels; default: the photo's own, up to 4096 (ply: 1024).",
  },
  json: { help: 'Results as lines of JSON on standard output.' },
  quiet: { short: 'q', help: 'Say nothing but what went wrong.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

const FILES: FileFormats<DepthFormat> = {
  endings: Object.fromEntries(Object.entries(DEPTH_FORMATS).map(([name, { ending }]) => [name, ending])) as Record<
    DepthFormat,
    string
  >,
  usual: 'png16',
};

/** A PLY of a whole photo has tens of millions of points, which no viewer shows. */
const MOST_SIDE = { usual: 4096, ply: 1024 };

/**
 * Runs the command.
 * @returns the exit code: 0, or 1 when any photo failed
 * @throws UsageError when the words make no sense: nothing was done then
 */
export async function depthCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.help) {
    host.stdout.write(help(host.stdout.columns || 80));
    return 0;
  }
  if (!words.length) throw new UsageError('There is no photo to measure: lineament depth PHOTO... [-o OUT].');
  const { mask = 'auto', model = 'auto' } = values;
  const { listed, several } = await listPhotos(words);
  const found = listed.filter(({ error }) => !error).map(({ photo }) => photo);
  const wish = { out: values.out ?? values.output, format: values.format, levels: [], inputs: [mask], several };
  const { format, outputs } = planFiles(found, wish, FILES);
  const files = new Map(outputs.map(({ photo, file }) => [photo, file]));
  const maxSide = values.size ?? (format === 'ply' ? MOST_SIDE.ply : MOST_SIDE.usual);

  const reporter = reporterFor(host, { ...values, verb: 'measured' });
  return eachPhoto(listed, [...files.values()], host, reporter, async (photo) => {
    const file = files.get(photo)!;
    await refuseUnwritable(file);
    const { writeDepth } = await import('./jobs/depth.ts');
    reporter.wrote(photo, [file], await writeDepth(photo, file, { format, mask, model, maxSide }));
  });
}

function help(columns: number): string {
  return `Usage: lineament depth PHOTO... [-o OUT] [options]

PHOTO is a picture, a folder of pictures, or a pattern such as 'holiday/*.jpg'. Depth is relative and inverse: 0 is the
farthest place of the photo, the largest number the nearest.

${helpOf(OPTIONS, Math.min(columns, 110))}
`;
}
