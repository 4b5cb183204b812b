/**
 * The rows of the export dialog: each format in words, its options as they start, and how its bytes come about.
 *
 * The paper is the sheet's own colour, the same in light and dark, so that an export does not depend on the theme.
 */

import { writeSvg } from '../../main/strokes/svg.ts';
import { writeAnimatedSvg } from '../../main/strokes/svg-animated.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import { app } from '../state/app.ts';
import type { Options } from './OptionRows.tsx';

const PAPER = '#fdfcf9';

export interface ExportRow {
  id: string;
  name: string;
  /** One line of what it is good for. */
  note: string;
  defaults: Options;
  /** Whether the format can be copied, and as what. */
  copied: 'text' | 'png' | null;
  /** Of the file, without a dot. */
  ending(options: Options): string;
  /** What the filled button says it saves. */
  saved(options: Options): string;
  /** The media type of its bytes. */
  type(options: Options): string;
  /** Whether paper lies behind the strokes. */
  opaque(options: Options): boolean;
  encode(document: LineamentDocument, options: Options): Promise<Uint8Array>;
}

const svgText = (document: LineamentDocument, options: Options) => {
  const { photo, name, settings, kept } = document;
  const strokes = visibleStrokes(document);
  return writeSvg(
    { width: photo.width, height: photo.height, strokes },
    {
      title: name,
      background: options['paper'] ? PAPER : null,
      ...(options['decimals'] === undefined ? {} : { precision: Number(options['decimals']) }),
      ...(options['minified'] ? { minified: true } : {}),
      ...(options['metadata'] ? { metadata: { ...settings, seed: kept ?? settings.seed } } : {}),
    },
  );
};
const bytesOf = (text: string) => new TextEncoder().encode(text);
const paper = (options: Options) => options['paper'] === true;
const svg = {
  ending: () => 'svg',
  saved: () => 'SVG',
  type: () => 'image/svg+xml',
  opaque: paper,
} as const;

export const EXPORTS: readonly ExportRow[] = [
  {
    ...svg,
    id: 'svg',
    name: 'SVG',
    note: 'True strokes, one path each',
    defaults: { minified: false, decimals: 1, paper: false, metadata: true },
    copied: 'text',
    encode: async (document, options) => bytesOf(svgText(document, options)),
  },
  {
    id: 'png',
    name: 'PNG',
    note: 'Pixels, 1 to 4 times',
    defaults: { scale: 1, paper: true },
    copied: 'png',
    ending: () => 'png',
    saved: () => 'PNG',
    type: () => 'image/png',
    opaque: paper,
    encode: async (document, options) => {
      const svg = svgText(document, { paper: options['paper'] ?? false });
      const scale = Number(options['scale']);
      return (await app.connection.engine().call('renderPng', { svg, scale })).png;
    },
  },
  {
    ...svg,
    id: 'animated',
    name: 'Animated SVG',
    note: 'Draws itself, stroke by stroke',
    defaults: { seconds: 4, loop: false, paper: false },
    copied: null,
    encode: async (document, options) => {
      const { width, height } = document.photo;
      const seconds = Number(options['seconds']);
      const looks = { seconds, loop: options['loop'] === true, background: paper(options) ? PAPER : null };
      const strokes = visibleStrokes(document);
      return bytesOf(writeAnimatedSvg({ width, height, strokes }, { title: document.name, ...looks }));
    },
  },
];

/** A name to propose: the document's own with the format's ending. */
export function fileName(row: ExportRow, name: string, options: Options): string {
  return `${name}.${row.ending(options)}`;
}

/**
 * Puts the export on the clipboard, by the host or, where that has none, by the browser.
 * @throws Error where neither can
 */
export async function copyExport(row: ExportRow, bytes: Uint8Array): Promise<void> {
  const text = row.copied === 'text' ? new TextDecoder().decode(bytes) : null;
  const { host } = app.connection;
  const { copied } = await host.call('copyPicture', { text, png: row.copied === 'png' ? bytes : null });
  if (copied) return;
  if (text !== null) return navigator.clipboard.writeText(text);
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
