/**
 * `lineament cutout`: photos in, their subjects out, one after the other.
 *
 * A photo that fails never stops the others; a run that the person stops ends after the photo in hand. What is written
 * and in which order is as with `sketch`.
 */

import type { Host } from './command-host.ts';
import { choice, helpOf, type OptionTable, readOptions, text, UsageError, whole, wholes } from './command-line.ts';
import { eachPhoto } from './each-photo.ts';
import { refuseUnwritable } from './files/whole-file.ts';
import type { CutoutFormat, CutoutWish } from './jobs/cutout.ts';
import { listPhotos } from './jobs/photo-list.ts';
import { type FileFormats, planFiles } from './output-names.ts';
import { reporterFor } from './progress.ts';

/** A ground's word, or its colour as '#rrggbb'. */
function readGround(value: string): string {
  if (value === 'clear' || value === 'faded') return value;
  const [, digits] = /^#?((?:[0-9a-f]{3}){1,2})$/i.exec(value) ?? [];
  const named = { white: '#ffffff', black: '#000000' }[value];
  if (named) return named;
  if (digits === undefined) throw new Error('clear, faded, white, black or a colour such as #2e86ab');
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return `#${full.toLowerCase()}`;
}

/** A WebP has no longer side, and the largest picture that is written is a square of it. */
const MOST_SIDE = 16_383;

const OPTIONS = {
  out: {
    short: 'o',
    value: 'OUT',
    read: text,
    help: "File or folder to write; a file's ending says the format: .png, .webp, .mask.png. Without it: the photo's name with .png, in this folder.",
  },
  output: { value: 'OUT', read: text, help: 'The same as --out.' },
  format: {
    value: 'F',
    read: choice('png', 'webp', 'mask'),
    help: 'png (default) or webp, with transparency. mask: a grey PNG, white where the subject is.',
  },
  mask: {
    value: 'M',
    read: text,
    help: "What is subject: auto (default), built-in, a mask model's name, a picture, or a folder with a picture of each photo's name.",
  },
  background: {
    value: 'B',
    read: readGround,
    help: 'What lies behind: clear (default), faded (the photo, near white), white, black, or a colour such as #2e86ab.',
  },
  parts: {
    value: 'N,N',
    read: wholes(1, 255),
    help: 'Where there are several subjects: which are kept, by number; 1 is the largest. Default: all.',
  },
  trim: { help: 'End the picture where the subject ends.' },
  size: {
    value: 'N',
    read: whole(16, MOST_SIDE),
    help: "Longer side at most, in pixels; default: the photo's own, up to 6144.",
  },
  json: { help: 'Results as lines of JSON on standard output.' },
  quiet: { short: 'q', help: 'Say nothing but what went wrong.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

const FILES: FileFormats<CutoutFormat> = {
  endings: { mask: '.mask.png', png: '.png', webp: '.webp' },
  usual: 'png',
};

/** At so many pixels a side some hundreds of megabytes are held. */
const USUAL_MOST_SIDE = 6144;

/**
 * Runs the command.
 * @returns the exit code: 0, or 1 when any photo failed
 * @throws UsageError when the words make no sense: nothing was done then
 */
export async function cutoutCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.help) {
    host.stdout.write(help(host.stdout.columns || 80));
    return 0;
  }
  if (!words.length) throw new UsageError('There is no photo to cut out: lineament cutout PHOTO... [-o OUT].');
  const { mask = 'auto', background: ground = 'clear', parts = null, trim = false, size = USUAL_MOST_SIDE } = values;
  if (mask === 'none') throw new UsageError('--mask none leaves nothing to cut out: give auto, a picture or a folder.');
  const { listed, several } = await listPhotos(words);
  const found = listed.filter(({ error }) => !error).map(({ photo }) => photo);
  const asked = { out: values.out ?? values.output, format: values.format, levels: [], inputs: [mask], several };
  const { format, outputs } = planFiles(found, asked, FILES);
  if (format === 'mask' && values.background !== undefined)
    throw new UsageError('--background is for pictures: a mask has none; leave it out, or give --format png or webp.');
  const wish: CutoutWish = { format, mask, ground, parts, trim, maxSide: size };
  const files = new Map(outputs.map(({ photo, file }) => [photo, file]));

  const reporter = reporterFor(host, { ...values, verb: 'cut out' });
  return eachPhoto(listed, [...files.values()], host, reporter, async (photo) => {
    const file = files.get(photo)!;
    await refuseUnwritable(file);
    const { writeCutout } = await import('./jobs/cutout.ts');
    reporter.wrote(photo, [file], await writeCutout(photo, file, wish));
  });
}

function help(columns: number): string {
  return `Usage: lineament cutout PHOTO... [-o OUT] [options]

PHOTO is a picture, a folder of pictures, or a pattern such as 'holiday/*.jpg'.

${helpOf(OPTIONS, Math.min(columns, 110))}
`;
}
