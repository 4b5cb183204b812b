/**
 * A drawn chain as a single cubic: strokes of a running sketch have four control points each.
 */

import { chainLength, chainPoint, curveCount } from '../geometry/chain.ts';
import { fitCubic, type Sample } from '../geometry/fit.ts';

const SAMPLES = 64;

/** A chain as the one cubic nearest to it: the engine's strokes have four points. */
export function oneCurve(points: readonly number[]): number[] {
  const count = curveCount(points);
  if (count === 1 || chainLength(points) === 0) return points.slice(0, 8);
  const samples: Sample[] = Array.from({ length: SAMPLES }, (_, i) => {
    const t = i / (SAMPLES - 1);
    const curve = Math.min(count - 1, Math.floor(t * count));
    const [x, y] = chainPoint(points, curve, t * count - curve);
    return { x, y, t };
  });
  const unit = (dx: number, dy: number): readonly [number, number] => {
    const length = Math.hypot(dx, dy) || 1;
    return [dx / length, dy / length];
  };
  const [a, b] = [samples[1]!, samples.at(-2)!];
  const [start, end] = [samples[0]!, samples.at(-1)!];
  return fitCubic(samples, unit(a.x - start.x, a.y - start.y), unit(b.x - end.x, b.y - end.y));
}
