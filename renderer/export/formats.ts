/**
 * Everything that a drawing can be exported as: one row a format, with its options as they are at first.
 *
 * Vectors are written here, in the page; pictures are drawn by the engine. The dialog, the commands and the batch read
 * this table and nothing else of export.
 */

import type { engineContract } from '../../main/contract.ts';
import type { Client } from '../../main/rpc.ts';
import { type PdfPage, writePdf } from '../../main/strokes/pdf.ts';
import { type SvgOptions, writeSvg } from '../../main/strokes/svg.ts';
import { writeAnimatedSvg } from '../../main/strokes/svg-animated.ts';
import { onSheet, orderForPen, type PlotterSheet, penUpTravel } from './plotter.ts';
import { framesOf } from './run-frames.ts';
import type { ExportSource } from './source.ts';

export type ExportEngine = Pick<Client<typeof engineContract>, 'call'>;

export interface Exported {
  bytes: Uint8Array;
  /** Something worth saying of it, such as the travel that was saved; null where there is nothing. */
  note: string | null;
}

export interface SvgChoices {
  minified: boolean;
  /** Of a coordinate, 0 to 3; photo px. */
  decimals: number;
  paper: boolean;
  /** Whether seed and settings go along. */
  settings: boolean;
}

/** Seconds that it lasts, and its width in px. */
export interface RunChoices {
  seconds: number;
  width: number;
}

export interface ExportOptions {
  svg: SvgChoices;
  animated: SvgChoices & { seconds: number; loop: boolean };
  /** The margin is in mm and of no effect on a tight page. */
  pdf: { page: PdfPage; margin: number; paper: boolean };
  /** Decimals of a millimetre. */
  plotter: PlotterSheet & { ordered: boolean; decimals: number };
  /** Scale: 1 to 4 times the photo's size. */
  png: { scale: number; paper: boolean };
  gif: RunChoices;
  webp: RunChoices;
}
export type FormatId = keyof ExportOptions;

export interface ExportFormat<Id extends FormatId> {
  label: string;
  /** What it is for, in a few words that fit one line of the dialog. */
  about: string;
  ending: string;
  type: string;
  defaults: ExportOptions[Id];
  encode(source: ExportSource, options: ExportOptions[Id], engine: ExportEngine): Promise<Exported>;
}

const svgChoices: SvgChoices = { minified: false, decimals: 2, paper: false, settings: true };
const runChoices: RunChoices = { seconds: 4, width: 640 };

export const EXPORT_FORMATS: { readonly [Id in FormatId]: ExportFormat<Id> } = {
  svg: {
    label: 'SVG',
    about: 'True strokes, one path each',
    ending: '.svg',
    type: 'image/svg+xml',
    defaults: svgChoices,
    encode: async (source, options) => text(writeSvg(source.drawing, svgOptions(source, options))),
  },
  png: {
    label: 'PNG',
    about: 'Pixels, 1 to 4 times',
    ending: '.png',
    type: 'image/png',
    defaults: { scale: 1, paper: true },
    encode: async ({ drawing, paper }, options, engine) => {
      const svg = writeSvg(drawing, { background: options.paper ? paper : null });
      const { png } = await engine.call('renderPng', { svg, scale: options.scale });
      return { bytes: png, note: null };
    },
  },
  pdf: {
    label: 'PDF',
    about: 'For print',
    ending: '.pdf',
    type: 'application/pdf',
    defaults: { page: 'tight', margin: 15, paper: false },
    encode: async ({ drawing, name, paper }, { page, margin, paper: papered }) => ({
      bytes: writePdf(drawing, { page, margin, title: name, background: papered ? paper : null }),
      note: null,
    }),
  },
  animated: {
    label: 'Animated SVG',
    about: 'Draws itself, stroke by stroke',
    ending: '.svg',
    type: 'image/svg+xml',
    defaults: { ...svgChoices, seconds: 4, loop: false },
    encode: async (source, { seconds, loop, ...options }) =>
      text(writeAnimatedSvg(source.drawing, { ...svgOptions(source, options), seconds, loop })),
  },
  gif: {
    label: 'GIF',
    about: 'The strokes finding their places',
    ending: '.gif',
    type: 'image/gif',
    defaults: runChoices,
    encode: (source, options, engine) => encodeRun(source, options, engine, 'gif'),
  },
  webp: {
    label: 'WebP',
    about: 'The strokes finding their places',
    ending: '.webp',
    type: 'image/webp',
    defaults: runChoices,
    encode: (source, options, engine) => encodeRun(source, options, engine, 'webp'),
  },
  plotter: {
    label: 'Plotter SVG',
    about: 'One layer, ordered, in millimetres',
    ending: '.svg',
    type: 'image/svg+xml',
    defaults: { width: 210, height: 297, margin: 15, ordered: true, decimals: 2 },
    encode: async (source, options) => encodeForPlotter(source, options),
  },
};

/**
 * The source's drawing in a format.
 * @throws Error of one sentence where the options do not fit, or the engine cannot
 */
export function encodeExport<Id extends FormatId>(
  id: Id,
  source: ExportSource,
  options: ExportOptions[Id],
  engine: ExportEngine,
): Promise<Exported> {
  return EXPORT_FORMATS[id].encode(source, options, engine);
}

function encodeForPlotter(
  { drawing, name }: ExportSource,
  { ordered, decimals, ...sheet }: ExportOptions['plotter'],
): Exported {
  const placed = onSheet(drawing, sheet);
  const strokes = ordered ? orderForPen(placed.strokes) : placed.strokes;
  // A pen has one colour and does not fade; its layer is black, as plotting programs expect.
  const ink = strokes.map((stroke) => ({ ...stroke, color: '#000000', opacity: 1 }));
  const size = { width: placed.width, height: placed.height, unit: 'mm' as const };
  const svg = writeSvg({ ...placed, strokes: ink }, { title: name, precision: decimals, size });
  return { ...text(svg), note: travelNote(penUpTravel(placed.strokes), penUpTravel(strokes)) };
}

async function encodeRun(
  source: ExportSource,
  { seconds, width }: RunChoices,
  engine: ExportEngine,
  format: 'gif' | 'webp',
): Promise<Exported> {
  const frames = framesOf(source, seconds).map((drawing) => writeSvg(drawing, { background: source.paper }));
  const { bytes } = await engine.call('renderRun', { frames, width, seconds, format });
  return { bytes, note: null };
}

function svgOptions(source: ExportSource, { minified, decimals, paper, settings }: SvgChoices): SvgOptions {
  return {
    minified,
    precision: decimals,
    background: paper ? source.paper : null,
    ...(minified ? {} : { title: source.name }),
    ...(settings ? { metadata: source.metadata } : {}),
  };
}

function text(svg: string): Exported {
  return { bytes: new TextEncoder().encode(svg), note: null };
}

/** What the order saves, in words; lengths in mm. */
function travelNote(before: number, after: number): string {
  const length = after < 1000 ? `${Math.round(after)} mm` : `${(after / 1000).toFixed(1)} m`;
  const saved = before > 0 ? Math.round((100 * (before - after)) / before) : 0;
  const travel = `The lifted pen travels ${length}`;
  return saved > 0 ? `${travel}, ${saved} % less than in drawing order.` : `${travel}.`;
}
