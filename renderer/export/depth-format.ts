/**
 * Depth as a file: one row a kind. It is a picture of the photo and not of the drawing, so it needs no stroke.
 */

import type { ExportEngine, Exported } from './formats.ts';

export type DepthKind = 'png16' | 'grey' | 'colour' | 'pfm' | 'ply';

export interface DepthChoices {
  as: DepthKind;
  /** The longer side at most, px; 'photo': as the photo, up to what an engine holds. */
  side: 'photo' | '2048' | '1024';
}

interface DepthRow {
  label: string;
  /** What its button saves. */
  short: string;
  /** Follows the document's name. */
  ending: string;
  type: string;
}

export const DEPTH_KINDS: Readonly<Record<DepthKind, DepthRow>> = {
  png16: { label: 'PNG, 16 bits', short: 'PNG', ending: '.depth.png', type: 'image/png' },
  grey: { label: 'PNG, grey', short: 'PNG', ending: '.depth.grey.png', type: 'image/png' },
  colour: { label: 'PNG, colours', short: 'PNG', ending: '.depth.colour.png', type: 'image/png' },
  pfm: { label: 'PFM, floats', short: 'PFM', ending: '.depth.pfm', type: 'application/octet-stream' },
  ply: { label: 'PLY, points', short: 'PLY', ending: '.depth.ply', type: 'application/octet-stream' },
};

export const DEPTH_DEFAULTS: DepthChoices = { as: 'png16', side: 'photo' };

/** Px: more is told by no map, and more points are shown by no viewer. As on the command line. */
const MOST_SIDE = 4096;
const MOST_SIDE_OF_POINTS = 1024;

/**
 * The photo's depth in a kind, with its size and what it comes from in its note.
 * @param input the photo's bytes, and a grey PNG of its mask; null: found
 * @throws Error of one sentence where the engine cannot
 */
export async function encodeDepth(
  input: { photo: Uint8Array; mask: Uint8Array | null },
  { as, side }: DepthChoices,
  engine: ExportEngine,
): Promise<Exported> {
  const asked = side === 'photo' ? MOST_SIDE : Number(side);
  const maxSide = as === 'ply' ? Math.min(asked, MOST_SIDE_OF_POINTS) : asked;
  const { bytes, width, height, note } = await engine.call('depthFile', { ...input, format: as, maxSide });
  const size = as === 'ply' ? `${(width * height).toLocaleString('en-GB')} points` : `${width} × ${height} px`;
  return { bytes, note: `${size}. ${note}` };
}
