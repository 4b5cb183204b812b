/** Pictures made by the pixel, whose true masks are known. */
import { Random } from '../../main/sketch/random.ts';

export const [WIDTH, HEIGHT] = [240, 180];

/** A picture of `colour` at each pixel, with a little noise, always the same. */
export function picture(colour: (x: number, y: number) => number[], noise = 6): Uint8Array {
  const random = new Random(11);
  const rgb = new Uint8Array(3 * WIDTH * HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const values = colour(i % WIDTH, Math.floor(i / WIDTH));
    for (let c = 0; c < 3; c++)
      rgb[3 * i + c] = Math.max(0, Math.min(255, values[c]! + noise * 2 * (random.uniform() - 0.5)));
  }
  return rgb;
}
