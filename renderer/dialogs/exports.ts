/**
 * The export dialog's way to the formats: their order in the list, what lies behind each, and the clipboard.
 */

import type { LineamentDocument } from '../document/document.ts';
import { EXPORT_FORMATS, type Exported, encodeExport, type FormatId } from '../export/formats.ts';
import { exportSource } from '../export/source.ts';
import { app } from '../state/app.ts';
import type { Options } from './OptionRows.tsx';
import { type FileKind, PHOTO_EXPORTS, type PhotoExport, type PhotoExportId } from './photo-exports.ts';

/** Of the drawing, or of the photo. */
export type ExportId = FormatId | PhotoExportId;

/** As the list shows them. */
export const EXPORTS: readonly ExportId[] = [
  'svg',
  'png',
  'pdf',
  'animated',
  'gif',
  'webp',
  'plotter',
  'cutout',
  'depth',
];

/** What is exported of the photo under that name; null: the name is a drawing's. */
export function ofPhoto(id: ExportId): PhotoExport | null {
  return Object.hasOwn(PHOTO_EXPORTS, id) ? PHOTO_EXPORTS[id as PhotoExportId] : null;
}

/** How the list has it. */
export function rowOf(id: ExportId): Pick<PhotoExport, 'label' | 'about'> {
  return ofPhoto(id) ?? EXPORT_FORMATS[id as FormatId];
}

/** What the file is called and holds. */
export function kindOf(id: ExportId, options: Options): FileKind {
  const photo = ofPhoto(id);
  if (photo) return photo.kind(options);
  const { label, ending, type } = EXPORT_FORMATS[id as FormatId];
  return { short: label, ending, type };
}

/** The options a format starts with. */
export function defaultsOf(id: ExportId): Options {
  return { ...(ofPhoto(id) ?? EXPORT_FORMATS[id as FormatId]).defaults };
}

/** The format of that name; the first of the list where there is none such (any more). */
export function formatOf(name: string): ExportId {
  return EXPORTS.find((id) => id === name) ?? EXPORTS[0]!;
}

/** A format's options as they were last; what it has no option of, or of another kind, is as at first. */
export function optionsOf(id: ExportId, last: Options = {}): Options {
  const entries = Object.entries(defaultsOf(id)).map(([key, first]) => {
    const value = last[key];
    return [key, typeof value === typeof first ? value : first];
  });
  return Object.fromEntries(entries) as Options;
}

/**
 * The file of the document in a format.
 * @throws Error of one sentence where the options do not fit, or the engine cannot
 */
export async function encode(id: ExportId, document: LineamentDocument, options: Options): Promise<Exported> {
  const photo = ofPhoto(id);
  if (photo) return photo.encode(document, options);
  // The dialog changes values of the format's own defaults and adds none, so that they are still that format's.
  return encodeExport(id as FormatId, exportSource(document, app.runs.film), options as never, app.connection.engine());
}

/** What the clipboard takes of a format; null: it is only saved. */
export function copiedAs(id: ExportId): 'text' | 'picture' | null {
  if (id === 'png' || id === 'cutout') return 'picture';
  return id === 'svg' ? 'text' : null;
}

/** What lies behind the strokes in the preview: paper, or nothing. */
export function isOpaque(id: ExportId, { paper, holds }: Options): boolean {
  if (id === 'cutout') return holds === 'mask';
  return id === 'depth' || id === 'gif' || id === 'webp' || id === 'plotter' || id === 'pdf' || paper === true;
}

/** Width over height of what the file shows; a plotter's sheet is turned as its drawing is. */
export function aspectOf(id: ExportId, photo: { width: number; height: number }, options: Options): number {
  const aspect = photo.width / photo.height;
  const sheet = Number(options['width']) / Number(options['height']);
  if (id !== 'plotter' || !(sheet > 0)) return aspect;
  return aspect > 1 === sheet > 1 ? sheet : 1 / sheet;
}

/**
 * Puts an export on the clipboard, by the host or, where that has none, by the browser.
 * @throws Error where neither can
 */
export async function copyExport(id: ExportId, bytes: Uint8Array): Promise<void> {
  const text = copiedAs(id) === 'text' ? new TextDecoder().decode(bytes) : null;
  const { copied } = await app.connection.host.call('copyPicture', { text, png: text === null ? bytes : null });
  if (copied) return;
  if (text !== null) return navigator.clipboard.writeText(text);
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
