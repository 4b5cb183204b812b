/** The reverse pass's cost as rows: what one differentiated run may take over a plain one, by the encoder's shape. */

import { benchDifferentiate } from './differentiate.ts';
import { type BenchRow, benchRow } from './table.ts';

/** In the order in which the encoders are measured: RN50-shaped, ViT-B/32-shaped. */
const MOST = [2.3, 2.5];

export async function benchDifferentiated(): Promise<BenchRow[]> {
  const results = await benchDifferentiate();
  return results.map(({ name, ratio, plain, differentiated, method }, i) =>
    benchRow(
      name,
      ratio,
      '×',
      { most: MOST[i]! },
      `${method}: ${differentiated.toFixed(0)} ms over ${plain.toFixed(0)} ms`,
    ),
  );
}
