/**
 * A drawing as an SVG that draws itself, stroke by stroke, as the pen would.
 *
 * Each path is given the length 1 (pathLength) and one dash whose offset runs from 1 to 0 during the stroke's own share
 * of the time, a share as long as the stroke. All of it is CSS keyframes and nothing else: a viewer without animation
 * (librsvg, Inkscape, print) and a reader who asked for reduced motion see the whole drawing. Before its turn a stroke
 * is hidden, since round caps would show its dash as a dot.
 */

import { chainLength } from './bezier.ts';
import type { Drawing } from './stroke.ts';
import { plainNumber, type SvgOptions, svgDocument } from './svg.ts';

export interface AnimationOptions {
  /** How long the pen takes for the whole drawing, in seconds; 4 by default. */
  seconds?: number;
  /** Start again after a rest; by default the drawing stays once it is there. */
  loop?: boolean;
}

/** Share of a loop for which the finished drawing rests. */
const REST = 0.25;
/** Every stroke takes at least this share of the mean one's time, so that dots are seen to be set. */
const SHORTEST = 0.25;

/**
 * The drawing as animated SVG text; the same drawing gives the same bytes.
 * @throws Error for numbers that are not finite, or a time that is not above zero.
 */
export function writeAnimatedSvg(drawing: Drawing, options: SvgOptions & AnimationOptions = {}): string {
  const { seconds = 4, loop = false } = options;
  if (!(seconds > 0 && seconds < 3600))
    throw new Error(`An animation lasts between 0 and 3600 seconds, not ${seconds}.`);
  const lengths = drawing.strokes.map((stroke) => chainLength(stroke.points));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length) || 1;
  const shares = lengths.map((length) => Math.max(length, SHORTEST * mean));
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  const drawn = loop ? 1 - REST : 1;
  // Several drawings may be put into one page, where the names of keyframes are shared by all.
  const prefix = `pen-${fingerprint(drawing)}`;

  const rules: string[] = [];
  let before = 0;
  shares.forEach((share, index) => {
    const start = `${plainNumber((100 * drawn * before) / total, 3)}%`;
    before += share;
    const end = `${plainNumber((100 * drawn * before) / total, 3)}%`;
    const hidden = start === '0%' ? '0%' : `0%,${start}`;
    const whole = end === '100%' ? '100%' : `${end},100%`;
    rules.push(
      `@keyframes ${prefix}-${index}{${hidden}{visibility:hidden;stroke-dasharray:1 2;stroke-dashoffset:1}` +
        `${whole}{visibility:visible;stroke-dasharray:1 2;stroke-dashoffset:0}}`,
    );
  });
  const times = `${plainNumber(seconds / drawn, 3)}s linear ${loop ? 'infinite' : '1'}`;
  const style = [
    '<style>',
    `.${prefix}{animation:${times}}`,
    `@media (prefers-reduced-motion:reduce){.${prefix}{animation:none!important}}`,
    ...rules,
    '</style>',
  ].join('\n');
  return svgDocument(
    drawing,
    options,
    style,
    (index) => ` pathLength="1" class="${prefix}" style="animation-name:${prefix}-${index}"`,
  );
}

/** A short name for the drawing (FNV-1a, 32 bits, of its numbers). */
function fingerprint(drawing: Drawing): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(drawing)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
