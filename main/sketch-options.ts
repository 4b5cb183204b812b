/**
 * The options of `lineament sketch`, one row each, and the settings they come to.
 */

import fs from 'node:fs';
import type { OptionValues } from './command-line.ts';
import { choice, decimal, nearest, type OptionTable, quoted, text, UsageError, whole, wholes } from './command-line.ts';
import { DEPTH_USES, type DepthUse, type Region } from './jobs/guide-wish.ts';
import { DEFAULT_SETTINGS, MOST_VIEWS, type SketchSettings } from './jobs/sketch-settings.ts';

/** How many seeds race at each quality, unless --seeds says so itself. */
const QUALITY_SEEDS = { draft: 1, normal: 3, best: 5 };
const MASK_WORDS = ['auto', 'built-in', 'none'];
/** As the catalogue's names are. */
const MODEL_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const SKETCH_OPTIONS = {
  out: {
    short: 'o',
    value: 'OUT',
    read: text,
    help: "File or folder to write; a file's ending says the format: .svg, .animated.svg, .png, .json. Without it: the photo's name with .svg, in this folder.",
  },
  format: {
    value: 'F',
    read: choice('svg', 'animated', 'png', 'json'),
    help: 'svg (default), animated, png or json, where OUT is a folder.',
  },
  strokes: { value: 'N', read: whole(1, 64), help: 'Strokes, 1 to 64 (default 16).' },
  levels: {
    value: 'N,N',
    read: wholes(1, 64),
    help: 'Write these stages too, each to a file of its own: 4,8 gives OUT-4 and OUT-8 beside OUT. OUT then has the largest, or --strokes.',
  },
  quality: {
    value: 'Q',
    read: choice('draft', 'normal', 'best'),
    help: 'draft, normal (default) or best: how many steps are taken, and how many seeds race (1, 3, 5).',
  },
  seeds: { value: 'N', read: whole(1, 8), help: 'How many seeds race, 1 to 8; the best one is kept.' },
  seed: {
    value: 'N',
    read: whole(0, 2 ** 31 - 1),
    help: 'The first seed (default 0). The same seed gives the same file.',
  },
  width: {
    value: 'W',
    read: decimal(0.1, 20),
    help: 'Width of the boldest line in percent of the frame (the square around the subject), 0.1 to 20 (default 2.3); details are finer.',
  },
  mask: {
    value: 'M',
    read: text,
    help: "What is subject: auto (default: what a mask model in the models folder finds, else what is built in), built-in, a mask model's name, none (all of it), a picture, or a folder with a picture of each photo's name.",
  },
  detail: {
    value: 'MAP',
    read: text,
    help: 'Where more detail is wanted: a grey picture laid over the photo, the brighter the more.',
  },
  'by-depth': {
    value: 'USES',
    read: depthUses,
    help: 'What nearness does, with commas between: width (near lines are bold), order (near things are drawn first), outline (contours where depth breaks come before others). Nothing by default.',
  },
  regions: {
    value: 'R',
    read: regions,
    help: 'Parts with their own share of the strokes: face.png:8,hat.png:4 gives 8 strokes to what is white in face.png and 4 to hat.png; the others are drawn outside both.',
  },
  encoder: {
    value: 'E',
    read: text,
    help: 'The network that compares: built-in (default), the path of an ONNX file, or a name of the catalogue (such as clip-vit-b32), whose file you have put into the models folder (LINEAMENT_MODELS).',
  },
  continue: {
    value: 'DRAWING',
    read: text,
    help: 'Go on from a drawing of this photo, .svg or .lineament, with another encoder for one: its strokes stay and move on. A .lineament file has its photo in it.',
  },
  fidelity: {
    value: 'X',
    read: decimal(0, 1),
    help: 'From 0 (what it means) to 1 (where everything is); default 0.5.',
  },
  protocol: {
    value: 'P',
    read: choice('lineament', 'reference'),
    help: "lineament (default), or reference: the paper's own method, slower, for comparison.",
  },
  steps: { value: 'N', read: whole(1, 100_000), help: 'Steps of one seed, instead of what the quality says.' },
  views: {
    value: 'N',
    read: whole(1, MOST_VIEWS),
    help: 'Views of the drawing that a step compares: 2 by default, or 1 where two take more than a quarter of a second here. Say it where other machines shall draw the same.',
  },
  device: {
    value: 'D',
    read: choice('auto', 'cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml'),
    help: 'Where the network runs. auto: the processor for the built-in encoder, else the fastest whose numbers are right (lineament doctor).',
  },
  threads: { value: 'N', read: whole(1, 256), help: 'Threads for the network.' },
  json: { help: 'Progress and results as lines of JSON on standard output.' },
  quiet: { short: 'q', help: 'Say nothing but what went wrong.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

/** @throws half a sentence */
function depthUses(value: string): DepthUse[] {
  const uses = value.split(',').map((word) => word.trim());
  const known = DEPTH_USES.filter((use) => uses.includes(use));
  if (known.length < new Set(uses).size) throw new Error(`some of ${DEPTH_USES.join(', ')}, with commas between them`);
  return known;
}

/** @throws half a sentence */
function regions(value: string): Region<string>[] {
  return value.split(',').map((part) => {
    const [, mask, strokes] = /^(.+):(\d{1,2})$/.exec(part.trim()) ?? [];
    if (!mask || !Number(strokes)) throw new Error('pictures with their strokes, such as face.png:8,hat.png:4');
    return { mask, strokes: Number(strokes) };
  });
}

export type SketchValues = OptionValues<typeof SKETCH_OPTIONS>;

/**
 * The settings that the options come to.
 * @throws UsageError for options that contradict each other, or a mask or map that is not there.
 */
export function settingsFrom(values: SketchValues): SketchSettings {
  const said = Object.entries(values).filter(([name, value]) => name in DEFAULT_SETTINGS && value !== undefined);
  const settings: SketchSettings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(said) };
  const { levels, quality, protocol, mask } = settings;
  const largest = levels.at(-1);
  const strokes = values.strokes ?? largest ?? settings.strokes;
  if (largest !== undefined && largest > strokes)
    throw new UsageError(
      `--levels goes up to ${largest}, but --strokes is ${strokes}; no level has more than all strokes.`,
    );
  if (largest !== undefined && protocol === 'reference')
    throw new UsageError('--levels needs --protocol lineament: the reference method draws all strokes in one stage.');
  if (settings.views !== null && protocol === 'reference')
    throw new UsageError('--views needs --protocol lineament: the reference method has its five views.');
  if (!MASK_WORDS.includes(mask) && !fs.existsSync(mask)) {
    const near = nearest(mask, MASK_WORDS);
    // What looks like a model's name is looked up in the catalogue when the first photo is read.
    if (near || !MODEL_NAME.test(mask))
      throw new UsageError(
        `--mask takes auto, built-in, none, a model's name, a picture or a folder, but there is no file or folder ${quoted(mask)}${near ? `; did you mean ${near}?` : '.'}`,
      );
  }
  const { detail } = values;
  if (detail !== undefined) {
    if (protocol === 'reference')
      throw new UsageError('--detail needs --protocol lineament: to the reference method every place is alike.');
    if (!isFile(detail))
      throw new UsageError(
        `--detail takes a grey picture, bright where more detail is wanted, but ${quoted(detail)} is no file.`,
      );
    settings.detail = detail;
  }
  if (values['by-depth']) settings.byDepth = values['by-depth'];
  if (values.regions) settings.regions = values.regions;
  if (protocol === 'reference' && (values['by-depth'] || values.regions))
    throw new UsageError(
      `--${values.regions ? 'regions' : 'by-depth'} needs --protocol lineament: the reference method starts where the encoder looks.`,
    );
  checkRegions(values.regions ?? [], strokes);
  return { ...settings, strokes, seeds: values.seeds ?? QUALITY_SEEDS[quality] };
}

/** @throws UsageError for a part that is no file, and for more strokes than there are */
function checkRegions(parts: readonly Region<string>[], strokes: number): void {
  for (const { mask } of parts)
    if (!isFile(mask))
      throw new UsageError(`--regions takes pictures, white where a part is, but ${quoted(mask)} is no file.`);
  const asked = parts.reduce((sum, part) => sum + part.strokes, 0);
  if (asked > strokes)
    throw new UsageError(`--regions asks for ${asked} strokes, but --strokes is ${strokes}: ask for as many or fewer.`);
}

/** Not so either where the name itself is none, as one too long. */
function isFile(name: string): boolean {
  try {
    return fs.statSync(name).isFile();
  } catch {
    return false;
  }
}
