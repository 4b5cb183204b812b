/**
 * SVG's shapes as cubic Béziers, one row a shape.
 * Source: SVG 2 (W3C), chapter 10, which also says where each outline starts and which way it goes round.
 */

import { type Curve, lineCurve, readPathData } from './path-data.ts';
import { readLength } from './svg-style.ts';

/** What a shape is read from: its attributes, and the size in user units that percentages are of. */
export interface ShapeSource {
  attributes: Map<string, string>;
  viewport: { width: number; height: number };
  /** No more curves than this are wanted. */
  most: number;
}

interface ShapeCurves {
  curves: Curve[];
  error: string | null;
}

/** A quarter circle's handles, as a share of the radius: off by less than 3e-4 of it. */
const QUARTER = (4 / 3) * Math.tan(Math.PI / 8);

export const SHAPES: Record<string, (source: ShapeSource) => ShapeCurves> = {
  path: ({ attributes, most }) => {
    const data = attributes.get('d')?.trim() ?? '';
    return data === 'none' ? whole([]) : readPathData(data, most);
  },
  line: (source) => {
    const { x, y } = lengths(source);
    return whole([lineCurve(x('x1'), y('y1'), x('x2'), y('y2'))]);
  },
  polyline: (source) => polyline(source, false),
  polygon: (source) => polyline(source, true),
  rect: (source) => {
    const { x, y } = lengths(source);
    const [width, height] = [x('width'), y('height')];
    if (!(width > 0 && height > 0)) return whole([]);
    const { attributes } = source;
    const given = (name: string) => attributes.has(name) && attributes.get(name) !== 'auto';
    const across = Math.max(0, given('rx') ? x('rx') : given('ry') ? y('ry') : 0);
    const down = Math.max(0, given('ry') ? y('ry') : across);
    return whole(rectangle(x('x'), y('y'), width, height, Math.min(across, width / 2), Math.min(down, height / 2)));
  },
  circle: (source) => {
    const { x, y, mean } = lengths(source);
    return whole(ellipse(x('cx'), y('cy'), mean('r'), mean('r')));
  },
  ellipse: (source) => {
    const { x, y } = lengths(source);
    const { attributes } = source;
    const given = (name: string) => attributes.has(name) && attributes.get(name) !== 'auto';
    return whole(ellipse(x('cx'), y('cy'), given('rx') ? x('rx') : y('ry'), given('ry') ? y('ry') : x('rx')));
  },
};

function whole(curves: Curve[]): ShapeCurves {
  return { curves, error: null };
}

/** Readers of lengths along the width, the height, and neither (SVG 2, 8.9); a missing one is 0. */
function lengths({ attributes, viewport: { width, height } }: ShapeSource) {
  const along = (size: number) => (name: string) => readLength(attributes.get(name), size) ?? 0;
  return { x: along(width), y: along(height), mean: along(Math.hypot(width, height) / Math.SQRT2) };
}

function polyline({ attributes, most }: ShapeSource, closed: boolean): ShapeCurves {
  const data = attributes.get('points')?.trim() ?? '';
  // A polyline is a path whose one move goes on as lines.
  if (!data || data === 'none') return whole([]);
  if (/[a-df-z]/i.test(data)) return { curves: [], error: 'points has something in it that is no number' };
  return readPathData(`M${data}${closed ? 'Z' : ''}`, most);
}

function rectangle(x: number, y: number, width: number, height: number, rx: number, ry: number): Curve[] {
  const [right, bottom] = [x + width, y + height];
  const [kx, ky] = [rx * (1 - QUARTER), ry * (1 - QUARTER)];
  const round = rx > 0 && ry > 0;
  const [ax, ay] = round ? [rx, ry] : [0, 0];
  const sides = [
    lineCurve(x + ax, y, right - ax, y),
    lineCurve(right, y + ay, right, bottom - ay),
    lineCurve(right - ax, bottom, x + ax, bottom),
    lineCurve(x, bottom - ay, x, y + ay),
  ];
  if (!round) return sides;
  const corners = [
    [right - rx, y, right - kx, y, right, y + ky, right, y + ry],
    [right, bottom - ry, right, bottom - ky, right - kx, bottom, right - rx, bottom],
    [x + rx, bottom, x + kx, bottom, x, bottom - ky, x, bottom - ry],
    [x, y + ry, x, y + ky, x + kx, y, x + rx, y],
  ];
  // A side that the corners have used up has no length and is not drawn.
  return sides.flatMap((side, i) => {
    const length = Math.abs(side[6]! - side[0]!) + Math.abs(side[7]! - side[1]!);
    return length > 1e-9 * (width + height) ? [side, corners[i]!] : [corners[i]!];
  });
}

function ellipse(cx: number, cy: number, rx: number, ry: number): Curve[] {
  if (!(rx > 0 && ry > 0)) return [];
  const [kx, ky] = [QUARTER * rx, QUARTER * ry];
  return [
    [cx + rx, cy, cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry],
    [cx, cy + ry, cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy],
    [cx - rx, cy, cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry],
    [cx, cy - ry, cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy],
  ];
}
