import { expect, test } from 'vitest';
import { Sheet } from '../../main/jobs/sheet.ts';

test('a long narrow photo is drawn to its very end, although its working copy has few pixels across', () => {
  // 300 of 12000 is 25.6 of 1024.
  const size = { width: 300, height: 12_000, workingWidth: 26, workingHeight: 1024 };
  const photo = { ...size, rgb: new Uint8Array(0), alpha: null };
  const frame = { left: 13 - 512, top: 0, side: 1024 };
  const sheet = new Sheet(photo, frame, 0.02, false);
  const { strokes } = sheet.draw({ points: Float64Array.of(0.5, 0, 0.5, 0.2, 0.5, 0.8, 0.5, 1) });
  const { points } = strokes[0]!;
  expect(points[7]).toBeCloseTo(12_000, 6);
  expect(Math.abs(points[6]! - 150)).toBeLessThan(3);
});
