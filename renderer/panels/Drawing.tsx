/**
 * A drawing as a small picture: its strokes as SVG paths on paper, or on nothing.
 *
 * Memoised, as panels show many of them and a record that did not change need not be drawn again.
 */

import { memo } from 'react';

/** What is needed of a stroke to show it; a running sketch's strokes have no colour of their own. */
export interface Shown {
  id: string;
  points: readonly number[];
  width: number;
  color?: string;
  opacity?: number;
}

interface DrawingProps {
  strokes: readonly Shown[];
  /** Photo pixels. */
  width: number;
  height: number;
  /** The thinnest a line may get, in hundredths of the longer side: what a thumbnail needs to be seen. */
  least?: number;
}

export const Drawing = memo(function Drawing({ strokes, width, height, least = 0 }: DrawingProps) {
  const thinnest = (least / 100) * Math.max(width, height);
  return (
    <svg className="p-drawing" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {strokes.map((stroke) => (
        <path
          key={stroke.id}
          d={pathOf(stroke.points)}
          stroke={stroke.color ?? 'var(--ink)'}
          strokeOpacity={stroke.opacity ?? 1}
          strokeWidth={Math.max(thinnest, stroke.width)}
        />
      ))}
    </svg>
  );
});

/** A chain of cubics as an SVG path, to a tenth of a photo pixel. */
export function pathOf(points: readonly number[]): string {
  const one = (value: number) => String(Math.round(value * 10) / 10);
  let path = `M${one(points[0]!)} ${one(points[1]!)}`;
  for (let i = 2; i + 5 < points.length; i += 6)
    path += `C${points
      .slice(i, i + 6)
      .map(one)
      .join(' ')}`;
  return path;
}
