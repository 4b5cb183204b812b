/** A breakfast of things that stand apart: a milk bottle, a mug, a doughnut, an egg in its cup, and a cactus. */

import {
  ball,
  blend,
  bumpy,
  carve,
  common,
  cylinder,
  ellipsoid,
  type Field,
  held,
  limb,
  moved,
  ring,
  tube,
  turned,
  type Vector,
} from './field.ts';
import { curveThrough, FINE, lathe, type SectionPoint } from './lathe.ts';
import { hash, noise } from './noise.ts';
import { cloudy, glazed, layered, matte, mixed, type Paint, plain, speckled } from './paint.ts';
import { type Body, body, normalised, type Scene } from './scene.ts';

const turnedOf = (section: readonly SectionPoint[]) => lathe(section, FINE);

const bottle = turnedOf([
  [0, 0.02],
  [0.4, 0.02],
  [0.47, 0.12],
  [0.47, 1.15],
  [0.42, 1.42],
  [0.24, 1.72],
  [0.21, 2.0],
  [0.25, 2.06],
  [0.25, 2.16],
  [0, 2.18],
]);

function mug(): Field {
  const outside = cylinder(0.5, 0.52, 0.06);
  const inside = moved(cylinder(0.43, 0.52, 0.05), [0, 0.12, 0]);
  const handle = tube(
    curveThrough<Vector>(
      [
        [0.46, 0.3, 0],
        [0.78, 0.3, 0],
        [0.88, 0, 0],
        [0.76, -0.28, 0],
        [0.46, -0.3, 0],
      ],
      5,
    ),
    () => 0.075,
  );
  const whole = blend(0.06, outside, held(handle, [0.64, 0, 0], 0.5, 0.08));
  return moved(carve(0.02, whole, inside), [0, 0.52, 0]);
}

const eggCup = carve(
  0.03,
  turnedOf([
    [0, 0.01],
    [0.3, 0.01],
    [0.28, 0.08],
    [0.1, 0.22],
    [0.11, 0.32],
    [0.32, 0.5],
    [0.36, 0.74],
    [0, 0.76],
  ]),
  moved(ellipsoid(0.32, 0.42, 0.32), [0, 0.86, 0]),
);
const egg = turnedOf([
  [0, 0.48],
  [0.17, 0.52],
  [0.31, 0.78],
  [0.27, 1.06],
  [0.13, 1.25],
  [0, 1.29],
]);

const dough = ring(0.42, 0.235);
/** The upper half of a thicker ring, with a lower edge that runs in drops. */
const icing = common(ring(0.42, 0.262), (x, y, z) => {
  const turn = Math.atan2(z, x);
  return (0.02 + 0.05 * Math.sin(5 * turn) + 0.035 * Math.sin(11 * turn + 2) - y) * 0.7;
});
const plate = turnedOf([
  [0, 0.02],
  [0.55, 0.02],
  [0.6, 0.05],
  [0.98, 0.13],
  [1, 0.17],
  [0.6, 0.11],
  [0, 0.09],
]);

function cactus(): Field {
  const ribbed = (radius: number, half: number): Field => {
    const core = limb([0, -half, 0], [0, half, 0], radius * 0.92, radius);
    return bumpy(core, (x, _y, z) => 0.035 * Math.cos(11 * Math.atan2(z, x)), 0.04);
  };
  const arm = moved(turned(ribbed(0.15, 0.2), 'z', -0.5), [0.38, 1.2, 0]);
  const other = moved(turned(ribbed(0.12, 0.13), 'z', 0.6), [-0.34, 1.36, 0.05]);
  return blend(0.05, moved(ribbed(0.28, 0.5), [0, 1.1, 0]), arm, other);
}
const pot = turnedOf([
  [0, 0.01],
  [0.32, 0.01],
  [0.42, 0.5],
  [0.46, 0.52],
  [0.48, 0.68],
  [0.42, 0.69],
  [0.38, 0.6],
  [0, 0.6],
]);

/** Sprinkles: short strokes of many colours on a pink ground, where whole cells by chance say so. */
function sprinkled(at: Vector): Paint {
  const colours = ['#f4e9c8', '#e7b33c', '#5aa9a2', '#b23a48'].map(plain);
  const ground = cloudy('#d98a97', '#e29ba4', 0.3);
  return (x, y, z, out) => {
    ground(x, y, z, out);
    const size = 0.105;
    const [i, k] = [Math.floor((x - at[0]) / size), Math.floor((z - at[2]) / size)];
    const turn = Math.PI * hash(i, 1, k);
    const [u, w] = [(x - at[0]) / size - i - 0.5, (z - at[2]) / size - k - 0.5];
    const [along, beside] = [u * Math.cos(turn) + w * Math.sin(turn), w * Math.cos(turn) - u * Math.sin(turn)];
    if (hash(i, 2, k) < 0.75 && Math.abs(along) < 0.36 && Math.abs(beside) < 0.12)
      colours[Math.floor(4 * hash(i, 3, k))]!(x, y, z, out);
  };
}

const put = (field: Field, at: Vector) => moved(field, at);

/** The scene. */
export function breakfast(): Scene {
  const [milkAt, mugAt, ringAt, eggAt, cactusAt]: Vector[] = [
    [-0.95, 0, -0.75],
    [0.2, 0, 0.1],
    [-1.15, 0, 1.15],
    [1.4, 0, 1.15],
    [2.0, 0, -0.95],
  ];
  const dotted: Paint = layered(plain('#2f5d73'), plain('#e9e2d0'), (x, y, z) => {
    const turn = Math.atan2(z - mugAt![2], x - mugAt![0]);
    const row = Math.floor(y / 0.24);
    const u = (turn / (2 * Math.PI)) * 14 + (row & 1) / 2;
    return 6 * (0.25 - Math.hypot(u - Math.round(u), (y / 0.24 - row - 0.5) * 1.07));
  });
  const milk = mixed('#f3f0e8', '#dfe6e8', (_x, y) => (y > 1.62 ? 1 : 0));
  const label = layered(
    milk,
    plain('#3f6f9c'),
    (_x, y) => 60 * (0.035 - Math.min(Math.abs(y - 0.62), Math.abs(y - 0.98))),
  );
  const stripes = layered(plain('#ece4d2'), plain('#c65d3b'), (_x, y) => 40 * (0.03 - Math.abs(y - 0.52)) + 0.5);
  const crust = mixed('#d39b56', '#b97a3c', (x, y, z) => 4 * Math.abs(y - 0.36) + 0.5 * noise(7 * x, 7 * y, 7 * z));
  const spines = speckled(cloudy('#5c8a52', '#477246', 0.4), '#dfe3bd', 0.06, 0.25);
  const up: Vector = [ringAt![0], 0.36, ringAt![2]];
  const things: Body[] = [
    body(put(bottle, milkAt!), [-0.95, 1.09, -0.75], 1.24, glazed(label, 0.03, 0.05)),
    body(put(mug(), mugAt!), [0.35, 0.52, 0.1], 0.98, glazed(dotted, 0.03, 0.05)),
    body(
      put(moved(cylinder(0.44, 0.01), [0, 0.83, 0]), mugAt!),
      [0.2, 0.83, 0.1],
      0.47,
      glazed(plain('#3b2213'), 0.02, 0.05),
    ),
    body(put(plate, ringAt!), [ringAt![0], 0.1, ringAt![2]], 1.06, glazed(plain('#dfe3df'), 0.05)),
    body(put(dough, up), up, 0.7, matte(crust)),
    body(put(icing, up), up, 0.72, glazed(sprinkled(ringAt!), 0.1, 0.04)),
    body(put(eggCup, eggAt!), [1.4, 0.38, 1.15], 0.56, glazed(stripes, 0.03, 0.045)),
    body(
      put(egg, eggAt!),
      [1.4, 0.88, 1.15],
      0.46,
      glazed(speckled(plain('#d8a982'), '#b07a52', 0.03, 0.2), 0.25, 0.02),
    ),
    body(put(pot, cactusAt!), [2, 0.35, -0.95], 0.62, matte(cloudy('#b5673f', '#a45a38', 0.3))),
    body(put(cactus(), cactusAt!), [2, 1.2, -0.95], 0.95, matte(spines)),
    body(put(ball(0.12), [2.03, 1.92, -0.87]), [2.03, 1.92, -0.87], 0.13, matte(plain('#d8556a'))),
  ];
  return {
    camera: { eye: [-0.6, 3.9, 8.6], target: [0.3, 0.66, 0.1], angle: 32.5, roll: 0 },
    bodies: things,
    planes: [
      { normal: [0, 1, 0], offset: 0, material: glazed(gingham('#d6cab2', '#8aa5a3', 0.62), 0.4, 0.01) },
      { normal: [0, 0, 1], offset: -3.2, material: matte(cloudy('#cbb79a', '#c0aa8b', 2.4, 5, 1.2)) },
    ],
    key: { towards: normalised([1.3, 1.55, 0.9]), colour: [2.5, 2.33, 2.02], spread: 0.15 },
    sky: (_dx, dy, dz, out) => {
      const light = 0.3 + 0.16 * Math.max(0, dy) + 0.1 * Math.max(0, dz);
      out[0] = light * 0.96;
      out[1] = light;
      out[2] = light * 1.07;
    },
    fill: { above: [0.4, 0.42, 0.47], below: [0.24, 0.21, 0.17] },
    exposure: 0.7,
  };
}

/** A woven cloth of two sets of bands that cross. */
function gingham(a: string, b: string, band: number): Paint {
  const soft = (t: number) => {
    const wave = Math.sin((Math.PI * t) / band);
    return 0.5 + (0.5 * wave) / Math.max(0.04, Math.abs(wave));
  };
  return mixed(a, b, (x, _y, z) => {
    const [u, v] = [0.95 * x + 0.3 * z, 0.95 * z - 0.3 * x];
    const weave = 0.06 * (noise(40 * u, 3, 40 * v) - 0.5);
    return 0.5 * soft(u) + 0.5 * soft(v) + weave;
  });
}
