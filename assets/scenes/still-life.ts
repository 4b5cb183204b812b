/** A stoneware teapot with a pear, two apples and a lemon on a wooden table, in the light of a window on the left. */

import { blend, carve, type Field, held, moved, scaled, tube, turned, union, type Vector } from './field.ts';
import { curveThrough, FINE, lathe, type SectionPoint } from './lathe.ts';
import { clouds, noise } from './noise.ts';
import { boards, cloudy, glazed, layered, matte, mixed, type Paint, plain, speckled } from './paint.ts';
import { body, normalised, type Scene } from './scene.ts';

const TEAPOT_AT: Vector = [-0.25, 0, -0.2];

const turnedOf = (section: readonly SectionPoint[]) => lathe(section, FINE);

function teapot(): Field {
  const belly = turnedOf([
    [0, 0.02],
    [0.5, 0.02],
    [0.78, 0.3],
    [0.9, 0.62],
    [0.8, 0.95],
    [0.5, 1.16],
    [0.36, 1.2],
    [0, 1.2],
  ]);
  const lid = turnedOf([
    [0, 1.19],
    [0.43, 1.19],
    [0.41, 1.25],
    [0.2, 1.33],
    [0.075, 1.37],
    [0.07, 1.42],
    [0.13, 1.49],
    [0.1, 1.56],
    [0, 1.58],
  ]);
  const spoutLine = curveThrough<Vector>(
    [
      [0.66, 0.42, 0],
      [1.02, 0.56, 0],
      [1.2, 0.9, 0],
      [1.42, 1.18, 0],
    ],
    4,
  );
  const spout = carve(
    0.02,
    tube(spoutLine, (t) => 0.2 - 0.11 * t),
    tube(spoutLine.slice(-5), () => 0.055),
  );
  const handle = tube(
    curveThrough<Vector>(
      [
        [-0.74, 0.98, 0],
        [-1.12, 1.12, 0],
        [-1.38, 0.86, 0],
        [-1.26, 0.48, 0],
        [-0.82, 0.36, 0],
      ],
      4,
    ),
    () => 0.075,
  );
  // The tubes are many limbs, and rarely near.
  const arms = [held(spout, [1.05, 0.8, 0], 0.72, 0.12), held(handle, [-1.06, 0.75, 0], 0.6, 0.12)];
  return union(blend(0.1, belly, ...arms), lid);
}

const pear = turnedOf([
  [0, 0.03],
  [0.2, 0],
  [0.42, 0.2],
  [0.44, 0.42],
  [0.3, 0.7],
  [0.19, 0.92],
  [0.14, 1.04],
  [0, 1.08],
]);
const apple = turnedOf([
  [0, 0.1],
  [0.12, 0.03],
  [0.28, 0.06],
  [0.45, 0.36],
  [0.43, 0.6],
  [0.26, 0.79],
  [0.1, 0.76],
  [0, 0.66],
]);
const lemon = turnedOf([
  [0, 0],
  [0.06, 0.03],
  [0.11, 0.1],
  [0.29, 0.28],
  [0.33, 0.46],
  [0.27, 0.66],
  [0.11, 0.84],
  [0.08, 0.9],
  [0, 0.93],
]);

const stem = (height: number, from: number): Field =>
  tube(
    [
      [0, from, 0],
      [0.015, from + height * 0.6, 0.01],
      [0.06, from + height, 0.03],
    ],
    (t) => 0.022 + 0.008 * t,
  );

/** Skin that is streaked from pole to pole, about its own upright axis at (cx, cz). */
function streaked(a: string, b: string, cx: number, cz: number, blush: number): Paint {
  return mixed(a, b, (x, y, z) => {
    const turn = Math.atan2(z - cz, x - cx);
    const streak = noise(9 * turn, 1.2 * y, 4) * 0.5 + noise(23 * turn, 1.6 * y, 9) * 0.3;
    return 1.5 * (streak + 0.45 * Math.cos(turn - blush) + 0.2 * clouds(2 * x, 2 * y, 2 * z, 3) - 0.28);
  });
}

/** The scene. */
export function stillLife(): Scene {
  const glaze = speckled(cloudy('#7fa79b', '#a9c7b6', 0.7, 4, 1.8), '#4d6d68', 0.06, 0.26);
  const clay = cloudy('#a8714b', '#8d5a3b', 0.5);
  const pot = layered(glaze, clay, (x, y, z) => 14 * (0.25 + 0.07 * clouds(2 * x, 3, 2 * z, 3) - y));
  const [pearAt, redAt, greenAt, lemonAt]: Vector[] = [
    [1.42, 0, 0.42],
    [0.72, 0, 1.02],
    [-1.38, 0, 0.78],
    [1.98, 0, 1.06],
  ];
  const pearSkin = speckled(
    layered(cloudy('#c9b545', '#b3b04a', 0.4), plain('#b5532c'), (x, y) => 1.1 * (x - pearAt![0]) + 0.5 * (0.7 - y)),
    '#7f6a2c',
    0.035,
    0.24,
  );
  const laid = turned(turned(moved(lemon, [0, -0.46, 0]), 'z', 1.45), 'y', 0.7);
  const wood = cloudy('#4b3826', '#33261b', 0.1);
  const appleAt = (at: Vector, tilt: number, size: number): Field =>
    moved(scaled(moved(turned(moved(apple, [0, -0.4, 0]), 'z', tilt), [0, 0.4, 0]), size), at);
  const stemAt = (at: Vector, tilt: number, size: number): Field =>
    moved(scaled(moved(turned(moved(stem(0.24, 0.66), [0, -0.4, 0]), 'z', tilt), [0, 0.4, 0]), size), at);
  return {
    camera: { eye: [0.5, 2.9, 8.2], target: [0.3, 0.66, 0.2], angle: 31, roll: 0 },
    bodies: [
      body(moved(turned(teapot(), 'y', -0.28), TEAPOT_AT), [-0.25, 0.8, -0.2], 1.75, glazed(pot, 0.05)),
      body(
        moved(turned(pear, 'z', -0.1), [pearAt![0], 0.02, pearAt![2]]),
        [1.46, 0.55, 0.42],
        0.75,
        glazed(pearSkin, 0.16, 0.03),
      ),
      body(moved(turned(stem(0.24, 1.04), 'z', -0.1), pearAt!), [1.58, 1.15, 0.42], 0.3, matte(wood)),
      body(
        appleAt(redAt!, 0.12, 1),
        [0.72, 0.4, 1.02],
        0.62,
        glazed(streaked('#b2241c', '#d99a3c', 0.72, 1.02, 2.2), 0.09, 0.035),
      ),
      body(stemAt(redAt!, 0.12, 1), [0.7, 0.8, 1.02], 0.3, matte(wood)),
      body(
        appleAt(greenAt!, -0.2, 0.92),
        [-1.38, 0.37, 0.78],
        0.6,
        glazed(streaked('#8fa53a', '#c05a34', -1.38, 0.78, 3.6), 0.09, 0.035),
      ),
      body(stemAt(greenAt!, -0.2, 0.92), [-1.33, 0.74, 0.78], 0.3, matte(wood)),
      body(
        moved(laid, [lemonAt![0], 0.325, lemonAt![2]]),
        [1.98, 0.33, 1.06],
        0.55,
        glazed(cloudy('#dcb93a', '#cfa52f', 0.12), 0.2, 0.025),
      ),
    ],
    planes: [
      { normal: [0, 1, 0], offset: 0, material: glazed(boards('#6f5340', '#4b382a', 1.15), 0.3, 0.02) },
      { normal: [0, 0, 1], offset: -3.4, material: matte(cloudy('#6f7570', '#5f6663', 2.2, 5, 1.4)) },
    ],
    key: { towards: normalised([-1.5, 1.25, 0.85]), colour: [2.9, 2.7, 2.35], spread: 0.16 },
    sky: (_dx, dy, dz, out) => {
      const light = 0.22 + 0.16 * Math.max(0, dy) + 0.1 * Math.max(0, dz);
      out[0] = light * 0.96;
      out[1] = light;
      out[2] = light * 1.08;
    },
    fill: { above: [0.3, 0.31, 0.33], below: [0.16, 0.12, 0.09] },
    exposure: 0.8,
  };
}
