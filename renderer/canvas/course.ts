/** A chain as path data in screen px, for marks that keep their size whatever the zoom. */

import type { Chain } from '../geometry/chain.ts';
import { toScreen, type View } from './view.ts';

export function course(points: Chain, view: View): string {
  let data = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = toScreen(view, points[i]!, points[i + 1]!);
    data += `${i === 0 ? 'M' : i % 6 === 2 ? 'C' : ' '}${x.toFixed(2)} ${y.toFixed(2)}`;
  }
  return data;
}
