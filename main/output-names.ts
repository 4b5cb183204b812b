/**
 * Which file each photo's sketch goes to.
 *
 * A sketch takes its photo's name without the ending. Where two sketches would meet in one file, or a sketch would
 * fall on one of the photos or masks, the ending joins the name (a.jpg and a.png give a-jpg.svg and a-png.svg), then a number.
 * Names that differ in case alone count as the same: on most people's disks they are.
 */

import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from './command-line.ts';
import { FORMATS, type Format, levelPath } from './jobs/output.ts';

/** The formats that a command writes. */
export interface FileFormats<F extends string> {
  /** Each one's ending, in the order in which a file's name is held against them. */
  endings: Record<F, string>;
  /** What is written where nothing is said. */
  usual: F;
}

const SKETCHES: FileFormats<Format> = {
  endings: Object.fromEntries(Object.entries(FORMATS).map(([name, { ending }]) => [name, ending])) as Record<
    Format,
    string
  >,
  usual: 'svg',
};

export interface PlannedOutput {
  photo: string;
  file: string;
  /** The files of single levels, beside the whole drawing's. */
  levels: { level: number; file: string }[];
}

/** All files of a photo's drawing. */
export function filesOf({ file, levels }: PlannedOutput): string[] {
  return [file, ...levels.map((level) => level.file)];
}

export interface OutputWish<F extends string = Format> {
  /** A file, a folder, or nothing: this folder. */
  out: string | undefined;
  format: F | undefined;
  /** Levels that get files of their own. */
  levels: number[];
  /** What is read besides the photos, files or folders: masks, the map of detail, the encoder. What is not there does not matter. */
  inputs: string[];
  /** The photos came from a folder, a pattern or several words. */
  several: boolean;
}

/**
 * The files of all photos, none twice and none of them a photo or another input.
 * @throws UsageError when OUT's ending is no format, contradicts the format, cannot hold all photos, or is an input.
 */
export function planOutputs(photos: string[], wish: OutputWish): { format: Format; outputs: PlannedOutput[] } {
  return planFiles(photos, wish, SKETCHES);
}

/** The same for any command's formats; only sketches have levels. @throws UsageError as planOutputs does */
export function planFiles<F extends string>(
  photos: string[],
  { out, format, levels, inputs, several }: OutputWish<F>,
  formats: FileFormats<F>,
): { format: F; outputs: PlannedOutput[] } {
  // JSON has all levels inside.
  const planned = (photo: string, file: string, chosen: F): PlannedOutput => ({
    photo,
    file,
    levels: chosen === 'json' ? [] : levels.map((level) => ({ level, file: levelPath(file, level) })),
  });
  const taken = new Set([...photos, ...inputs.flatMap(filesAt)].map(keyOf));

  if (out !== undefined && !isFolder(out, several, formats)) {
    const chosen = chooseFormat(out, format, formats);
    if (photos.length > 1)
      throw new UsageError(`${out} is one file, but there are ${photos.length} photos; give a folder after --out.`);
    const outputs = photos.map((photo) => planned(photo, out, chosen));
    for (const { file } of outputs.flatMap((output) => [output, ...output.levels]))
      if (taken.has(keyOf(file))) {
        const what = photos.some((photo) => keyOf(photo) === keyOf(file))
          ? 'the photo'
          : 'the drawing, mask, map or encoder';
        throw new UsageError(`${file} is ${what} itself; give another name after --out.`);
      }
    return { format: chosen, outputs };
  }

  const folder = out ?? '';
  const chosen = format ?? formats.usual;
  const stems = new Map<string, number>();
  for (const photo of photos) stems.set(stemKey(photo), (stems.get(stemKey(photo)) ?? 0) + 1);
  const outputs = photos.map((photo) => {
    const { name, ext } = path.parse(photo);
    const long = ext ? `${name}-${ext.slice(1)}` : name;
    for (let attempt = stems.get(stemKey(photo))! > 1 ? 1 : 0; ; attempt++) {
      const stem = attempt === 0 ? name : attempt === 1 ? long : `${long}-${attempt}`;
      const output = planned(photo, path.join(folder, stem + formats.endings[chosen]), chosen);
      const keys = [output, ...output.levels].map(({ file }) => keyOf(file));
      if (keys.some((key) => taken.has(key))) continue;
      for (const key of keys) taken.add(key);
      return output;
    }
  });
  return { format: chosen, outputs };
}

/** A folder that is there, a name that ends in a slash, or one without an ending, is a folder; so is OUT of a batch. */
function isFolder<F extends string>(out: string, several: boolean, formats: FileFormats<F>): boolean {
  if (fs.existsSync(out)) return fs.statSync(out).isDirectory();
  return /[\\/]$/.test(out) || (!formatIn(formats, out) && (several || path.extname(out) === ''));
}

function chooseFormat<F extends string>(out: string, format: F | undefined, formats: FileFormats<F>): F {
  const { endings } = formats;
  const found = formatIn(formats, out);
  if (found === null)
    throw new UsageError(`${out} cannot be written: its ending is none of ${Object.values(endings).join(', ')}.`);
  // 'x.svg' may be an animated one, whose own ending is '.animated.svg'.
  if (format && format !== found && !endings[format].endsWith(endings[found]))
    throw new UsageError(`--format ${format} contradicts the ending of ${out}.`);
  return format ?? found;
}

/** The format that a file's ending asks for, or null. */
function formatIn<F extends string>({ endings }: FileFormats<F>, file: string): F | null {
  const name = path.basename(file).toLowerCase();
  return (Object.keys(endings) as F[]).find((format) => name.endsWith(endings[format])) ?? null;
}

/** A file, or the files in a folder; nothing where there is neither, or it may not be read. */
function filesAt(place: string): string[] {
  try {
    return fs.statSync(place).isDirectory() ? fs.readdirSync(place).map((name) => path.join(place, name)) : [place];
  } catch {
    return [];
  }
}

function stemKey(photo: string): string {
  return path.parse(photo).name.normalize('NFC').toLowerCase();
}

/** The same for two names of one file: links resolved as far as the path exists, case and accents' spelling undone. */
export function keyOf(file: string): string {
  let there = path.resolve(file);
  const rest: string[] = [];
  while (!fs.existsSync(there) && path.dirname(there) !== there) {
    rest.unshift(path.basename(there));
    there = path.dirname(there);
  }
  return path
    .join(fs.realpathSync(there), ...rest)
    .normalize('NFC')
    .toLowerCase();
}
