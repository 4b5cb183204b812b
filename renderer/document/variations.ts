/**
 * The variations of a drawing: the same photo with the same settings, looser and closer. A document's strokes are one of
 * three rows, and the other rows that have been drawn wait beside it, each as its person left it.
 *
 * They are siblings only while all else agrees: mask, painted detail, seed, tries aside, count, line width, quality and
 * whether the subject is cut out. A sketch with another of these leaves no sibling, nor does one that draws around
 * strokes of the old drawing.
 */

import type { PageSettings } from '../../main/contract.ts';
import { type LineamentDocument, mostShown, type VariationRecord } from './document.ts';
import { setShown } from './edits.ts';
import { besideLocked } from './results.ts';

/** The most strokes that a sketch can be asked for. */
const MOST_STROKES = 64;

/** Closeness of the three rows, the exact one on top. */
export const ROWS = [
  { name: 'Exact', fidelity: 1 },
  { name: 'Between', fidelity: 0.5 },
  { name: 'Loose', fidelity: 0 },
] as const;

/** The row whose closeness is nearest to this one. */
export function rowFor(fidelity: number): number {
  const gaps = ROWS.map((row) => Math.abs(row.fidelity - fidelity));
  return gaps.indexOf(Math.min(...gaps));
}

/** The row that the document's strokes are. */
export function ownRow({ settings }: Pick<LineamentDocument, 'settings'>): number {
  return rowFor(settings.fidelity);
}

/** The drawings by row, the document's own among them; null where a row is not drawn. */
export function drawnRows(document: LineamentDocument): (Pick<VariationRecord, 'strokes'> | null)[] {
  const own = ownRow(document);
  return ROWS.map((_, row) =>
    row === own ? document : (document.variations.find(({ fidelity }) => rowFor(fidelity) === row) ?? null),
  );
}

/** The document with a drawing in its row; the very document where the row is its own or is there already. */
export function addVariation(document: LineamentDocument, record: VariationRecord): LineamentDocument {
  return drawnRows(document)[rowFor(record.fidelity)]
    ? document
    : { ...document, variations: sorted([...document.variations, record]) };
}

/**
 * The document with the drawing of another row in place of its own, which takes that row's place among the variations.
 * As many strokes are shown as before; locked ones stay. The very document where the row is its own or is not drawn.
 */
export function showVariation(document: LineamentDocument, row: number): LineamentDocument {
  const chosen = document.variations.find(({ fidelity }) => rowFor(fidelity) === row);
  if (!chosen || row === ownRow(document)) return document;
  const { fidelity, strokes: drawn, tries, levels, kept, likeness } = chosen;
  const { strokes, shifted } = besideLocked(document, drawn, tries);
  const most = mostShown(strokes);
  const others = document.variations.filter((one) => one !== chosen);
  return {
    ...document,
    strokes,
    shown: document.shown >= mostShown(document.strokes) ? most : Math.min(document.shown, most),
    settings: { ...document.settings, fidelity },
    tries,
    levels: shifted ? [] : levels,
    kept,
    likeness: shifted ? null : likeness,
    variations: sorted([...others, recordOf(document)]),
  };
}

/**
 * The document as a cell of the pad shows it: the drawing of a row, so many of its strokes seen, locked ones counted.
 * Where the row is not drawn, the document's own drawing.
 */
export function showCell(document: LineamentDocument, row: number, count: number): LineamentDocument {
  const next = showVariation(document, row);
  return setShown(next, count - lockedIn(next));
}

/** How many strokes are seen whatever the count says. */
export function lockedIn({ strokes }: Pick<LineamentDocument, 'strokes'>): number {
  return strokes.length - mostShown(strokes);
}

/**
 * What a new sketch leaves of the rows: its siblings, the drawing that it takes the place of among them.
 *
 * @param before the document before the sketch
 * @param drawn the document with it
 */
export function variationsAfter(before: LineamentDocument, drawn: LineamentDocument): LineamentDocument['variations'] {
  if (!before.strokes.length || !areSiblings(before, drawn)) return [];
  return sorted([...before.variations, recordOf(before)].filter(({ fidelity }) => rowFor(fidelity) !== ownRow(drawn)));
}

/** The settings by which a row is drawn: the document's own, as many strokes as it has, one try from the seed kept. */
export function settingsOfRow({ settings, strokes, kept }: LineamentDocument, row: number): PageSettings {
  const count = Math.max(1, Math.min(MOST_STROKES, mostShown(strokes)));
  return { ...settings, strokes: count, fidelity: ROWS[row]!.fidelity, seeds: 1, seed: kept ?? settings.seed };
}

/** Whether two drawings differ in their closeness alone. */
export function areSiblings(a: LineamentDocument, b: LineamentDocument): boolean {
  const told = ({ settings, drawnWith }: LineamentDocument) => {
    const { fidelity: _, seeds: __, ...same } = settings;
    return JSON.stringify([Object.entries(same).sort(), drawnWith?.mask ?? null, drawnWith?.emphasis ?? null]);
  };
  return told(a) === told(b);
}

function recordOf({ settings, strokes, tries, levels, kept, likeness }: LineamentDocument): VariationRecord {
  return { fidelity: settings.fidelity, strokes, tries, levels, kept, likeness };
}

/** The exact one first, so that going there and back gives the document that was. */
function sorted(variations: readonly VariationRecord[]): VariationRecord[] {
  return [...variations].sort((a, b) => b.fidelity - a.fidelity);
}
