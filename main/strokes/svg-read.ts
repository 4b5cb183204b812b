/**
 * A drawing out of an SVG file: our own comes back as it was, to the rounding; of other programs' files every line is
 * read as far as it can be, and what cannot is named.
 *
 * A path of many segments becomes many strokes, one cubic each; transforms, units and the viewBox are worked in, so that
 * the drawing is in px of the sheet. The file may come from anybody: nothing is fetched or expanded, sizes are limited,
 * and what is no SVG, or is cut off, is refused in one sentence.
 */

import { type Affine, compose, keepsShapes, mapPoints, readTransform, scaleOf } from './affine.ts';
import { type Color, readColor } from './color.ts';
import type { Drawing, Stroke } from './stroke.ts';
import { readMetadata } from './svg-metadata.ts';
import { SHAPES } from './svg-shapes.ts';
import { INITIAL_STYLE, readLength, readStyleSheet, type Style, type StyleRule, styleOf } from './svg-style.ts';
import { readViewport } from './svg-viewport.ts';
import { descendants, readXml, splitName, type XmlElement } from './xml.ts';

export interface SvgContents {
  drawing: Drawing;
  title: string | null;
  /** What our own writer put there; null in other programs' files. */
  metadata: unknown;
  /** '#rrggbb' of a sheet of paper behind the strokes, or null. */
  background: string | null;
  /** What was left out or read only nearly, a sentence each; empty when all was read. */
  warnings: string[];
}

/** No drawing has more strokes than this: a file that has more was not drawn by hand. */
export const MOST_STROKES = 20_000;

/** Nobody reads more sentences about one file. */
const MOST_WARNINGS = 50;

/** Elements that draw something we have no stroke for, and what to say of them. */
const LEFT_OUT: Record<string, string> = {
  text: 'text is left out; turn letters into paths first',
  image: 'a picture is left out; only lines are read',
  use: 'a copy (<use>) is left out; unlink copies first',
  foreignObject: 'a foreign object is left out',
  script: 'a script is left out',
  video: 'a video is left out',
  audio: 'a sound is left out',
  iframe: 'a frame is left out',
  canvas: 'a canvas is left out',
};

/** Elements that draw nothing where they stand. */
const UNDRAWN = new Set(
  `defs symbol clipPath mask marker pattern linearGradient radialGradient meshgradient solidcolor filter title desc
   metadata style view cursor font font-face glyph animate animateMotion animateTransform animateColor set hatch link`
    .split(/\s+/)
    .filter(Boolean),
);

/** Elements whose contents are drawn in their place. */
const GROUPS = new Set(['g', 'a', 'switch', 'svg']);

/** Styles that change the look in a way no stroke can: when they are at work, and what to say. */
const UNSEEN: { found: (style: Style) => boolean; warning: string }[] = [
  { found: (style) => style['clip-path'] !== 'none', warning: 'a clip path is not followed; its lines are read whole' },
  { found: (style) => style.mask !== 'none', warning: 'a mask is not followed; its lines are read whole' },
  { found: (style) => style.filter !== 'none', warning: 'a filter is not followed' },
];

/** The same for styles of single lines. */
const NEARLY: { found: (style: Style) => boolean; warning: string }[] = [
  {
    found: (style) => !/^(none|0)$/.test(style['stroke-dasharray']),
    warning: 'a dashed line is read as a whole one',
  },
  {
    found: (style) =>
      ['marker', 'marker-start', 'marker-mid', 'marker-end'].some((name) => style[name as 'marker'] !== 'none'),
    warning: 'arrow heads and other markers are left out',
  },
  {
    found: (style) => style['stroke-linecap'] !== 'round',
    warning: `a line without round ends is read with them`,
  },
];

/**
 * Reads SVG text.
 * @throws Error with one sentence for what is no SVG, is damaged or cut off, or is beyond the limits.
 */
export function readSvg(text: string): SvgContents {
  if (!/^\ufeff?\s*</.test(text.slice(0, 10_000)))
    throw new Error(
      text.startsWith('\x1f')
        ? 'This is a compressed SVG; unpack it first.'
        : 'This is no SVG: it does not begin with <svg> or <?xml.',
    );
  const { root, entities } = readXml(text);
  const [prefix, name] = splitName(root.name);
  if (name !== 'svg') throw new Error(`This is no SVG: its outermost element is <${root.name}>, not <svg>.`);
  return new SvgReader(root, prefix, entities).contents();
}

interface Surroundings {
  map: Affine;
  style: Style;
  /** Product of the groups' opacities. */
  opacity: number;
  viewport: { width: number; height: number };
}

class SvgReader {
  private readonly strokes: Stroke[] = [];
  private readonly warnings = new Map<string, number>();
  private readonly rules: StyleRule[] = [];
  private background: string | null = null;
  private sheet: { width: number; height: number } | null = null;

  constructor(
    private readonly root: XmlElement,
    private readonly prefix: string,
    private readonly entities: string[],
  ) {}

  contents(): SvgContents {
    const { root, strokes } = this;
    for (const name of this.entities) this.warn(`the entity &${name}; is not expanded`);
    for (const sheet of descendants(root))
      if (this.tagOf(sheet) === 'style')
        readStyleSheet(sheet.text, this.rules, (what) => this.warn(`${what} is not followed`));
    this.rules.sort((a, b) => a.weight - b.weight);
    const { size, map, inside } = readViewport(root.attributes, null);
    this.sheet = size;
    const style = styleOf(root, 'svg', this.rules, INITIAL_STYLE);
    const opacity = readOpacity(style.opacity);
    this.children(root, { map, style, opacity, viewport: inside ?? { width: 300, height: 150 } });
    const metadata = readMetadata(root, this.prefix, (what) => this.warn(what));
    return {
      drawing: { ...(size ?? this.extent()), strokes },
      title: this.title(),
      metadata,
      background: this.background,
      warnings: [...this.warnings].map(([what, count]) => sentence(what, count)),
    };
  }

  private warn(what: string): void {
    const kind =
      this.warnings.has(what) || this.warnings.size < MOST_WARNINGS ? what : 'more that is not read is left out';
    this.warnings.set(kind, (this.warnings.get(kind) ?? 0) + 1);
  }

  /** The element's name if it belongs to SVG; null for those that other programs keep their own notes in. */
  private tagOf(element: XmlElement): string | null {
    const [prefix, name] = splitName(element.name);
    return prefix === this.prefix ? name : null;
  }

  private children(parent: XmlElement, around: Surroundings): void {
    for (const child of parent.children) this.element(child, around);
  }

  private element(element: XmlElement, around: Surroundings): void {
    const tag = this.tagOf(element);
    if (tag === null || UNDRAWN.has(tag)) return;
    const shape = Object.hasOwn(SHAPES, tag) ? SHAPES[tag]! : null;
    const style = styleOf(element, tag, this.rules, around.style);
    if (style.display === 'none') {
      this.warn('a hidden part is left out');
      return;
    }
    if (!shape && !GROUPS.has(tag)) {
      this.warn(Object.hasOwn(LEFT_OUT, tag) ? LEFT_OUT[tag]! : `<${tag.slice(0, 40)}> is not known and left out`);
      return;
    }
    for (const { found, warning } of UNSEEN) if (found(style)) this.warn(warning);
    const opacity = around.opacity * readOpacity(style.opacity);
    let { map, viewport } = around;
    if (style.transform !== 'none') {
      const own = readTransform(style.transform);
      if (own) map = compose(map, own);
      else this.warn(`the transform '${style.transform.slice(0, 40)}' cannot be read`);
    }
    if (tag === 'svg') {
      const inner = readViewport(element.attributes, viewport);
      const x = readLength(element.attributes.get('x'), viewport.width) ?? 0;
      const y = readLength(element.attributes.get('y'), viewport.height) ?? 0;
      map = compose(compose(map, [1, 0, 0, 1, x, y]), inner.map);
      viewport = inner.inside ?? viewport;
    }
    if (!shape) {
      this.children(element, { map, style, opacity, viewport });
      return;
    }
    if (style.visibility !== 'visible') {
      this.warn('a hidden part is left out');
      return;
    }
    const { curves, error } = shape({ attributes: element.attributes, viewport, most: MOST_STROKES });
    if (error) this.warn(`a <${tag}> is read up to a mistake in it: ${error}`);
    if (curves.length) this.draw(tag, curves, { map, style, opacity, viewport });
  }

  private draw(tag: string, curves: number[][], { map, style, opacity, viewport }: Surroundings): void {
    const fill = this.paint(style.fill, style);
    const stroke = this.paint(style.stroke, style);
    const diagonal = Math.hypot(viewport.width, viewport.height) / Math.SQRT2;
    const scale = style['vector-effect'] === 'non-scaling-stroke' ? 1 : scaleOf(map);
    const width = Math.max(0, readLength(style['stroke-width'], diagonal) ?? 1) * scale;
    if (!stroke || !(width > 0)) {
      if (fill && !this.isPaper(tag, curves, map, fill))
        this.warn('a filled shape without a line around it is left out; only lines are read');
      else if (!fill && stroke) this.warn('a line without any width is left out');
      return;
    }
    if (fill) this.warn('the fill of a shape is left out; only its line is read');
    for (const { found, warning } of NEARLY) if (found(style)) this.warn(warning);
    if (!keepsShapes(map))
      this.warn('a line that a transform makes wider one way than the other is read with one width');
    const alpha = opacity * readOpacity(style['stroke-opacity']) * stroke.alpha;
    if (this.strokes.length + curves.length > MOST_STROKES)
      throw new Error(`The SVG has more than ${MOST_STROKES} strokes; a drawing has fewer. Simplify it first.`);
    for (const curve of curves) {
      const points = mapPoints(map, curve);
      if (!points.every(Number.isFinite) || !Number.isFinite(width))
        this.warn('a line that reaches beyond all numbers is left out');
      else this.strokes.push({ points, width, color: stroke.hex, opacity: alpha });
    }
  }

  /** The colour that a paint such as `red`, `none` or `url(#gradient) blue` comes to; null for none. */
  private paint(text: string, style: Style): Color | null {
    let word = text.trim();
    if (word.startsWith('url(')) {
      const fallback = word.slice(word.indexOf(')') + 1 || word.length).trim();
      this.warn('a gradient or pattern is read as one colour');
      word = fallback || 'black';
    }
    if (word === 'none') return null;
    if (/^currentcolor$/i.test(word)) word = style.color;
    const color = readColor(word);
    if (!color) this.warn(`the colour '${word.slice(0, 40)}' is not known, so black is taken`);
    if (color?.alpha === 0) return null;
    return color ?? { hex: '#000000', alpha: 1 };
  }

  /** A filled rectangle behind all strokes that covers the sheet is paper, and noted as such. */
  private isPaper(tag: string, curves: number[][], map: Affine, fill: Color): boolean {
    if (tag !== 'rect' || this.strokes.length || !this.sheet || map[1] !== 0 || map[2] !== 0) return false;
    const points = curves.flatMap((curve) => mapPoints(map, curve));
    const xs = points.filter((_, i) => i % 2 === 0);
    const ys = points.filter((_, i) => i % 2 === 1);
    const { width, height } = this.sheet;
    const slack = 1e-3 * Math.max(width, height);
    const covers =
      Math.min(...xs) <= slack &&
      Math.min(...ys) <= slack &&
      Math.max(...xs) >= width - slack &&
      Math.max(...ys) >= height - slack;
    if (covers) this.background = fill.hex;
    return covers;
  }

  /** A sheet for a file that does not say its size: from the origin to the farthest stroke. */
  private extent(): { width: number; height: number } {
    this.warn('the size of the sheet is not given, so it ends with the strokes');
    let [width, height] = [0, 0];
    for (const { points, width: line } of this.strokes)
      for (let i = 0; i < 8; i += 2) {
        width = Math.max(width, points[i]! + line / 2);
        height = Math.max(height, points[i + 1]! + line / 2);
      }
    return { width: Math.ceil(width) || 300, height: Math.ceil(height) || 150 };
  }

  private title(): string | null {
    const title = this.root.children.find((child) => this.tagOf(child) === 'title');
    return title?.text.trim() || null;
  }
}

/** 0..1, from a number or a percentage; what cannot be read is fully there. */
function readOpacity(text: string): number {
  const value = readLength(text, 1);
  return value === null ? 1 : Math.min(1, Math.max(0, value));
}

/** 'a picture is left out' and 3 → 'A picture is left out (3 times).' What it quotes of the file is brought onto a line. */
function sentence(what: string, count: number): string {
  const line = what.replace(/[\s\p{Cc}]+/gu, ' ');
  return `${line[0]!.toUpperCase()}${line.slice(1)}${count > 1 ? ` (${count} times)` : ''}.`;
}
