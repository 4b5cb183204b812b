import { expect, test } from 'vitest';
import { turbo } from '../../main/vision/turbo.ts';
import { pixelsOf } from '../../renderer/canvas/DepthPicture.tsx';

const steps = Uint16Array.from([0, 32768, 65535]);

test('near is white in greys', () => {
  expect([...pixelsOf({ steps }, false)]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
});

test('colours are turbo’s, blue far and red near', () => {
  const pixels = pixelsOf({ steps: Uint16Array.from([9000, 62000]) }, true);
  expect([...pixels]).toEqual([...turbo([9000 / 65535]), 255, ...turbo([62000 / 65535]), 255]);
  expect(pixels[2]! - pixels[0]!).toBeGreaterThan(100);
  expect(pixels[4]! - pixels[6]!).toBeGreaterThan(100);
});
