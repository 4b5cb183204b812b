/** A toy elephant of painted wood on four wheels, a string in front, on a pale floor before a plastered wall. */

import {
  ball,
  blend,
  box,
  cylinder,
  ellipsoid,
  type Field,
  held,
  limb,
  mirroredZ,
  moved,
  tube,
  turned,
  union,
  type Vector,
} from './field.ts';
import { curveThrough } from './lathe.ts';
import { clouds } from './noise.ts';
import { boards, cloudy, glazed, layered, matte, mixed, plain } from './paint.ts';
import { body, normalised, type Scene } from './scene.ts';

/** It looks along +x; both sides are alike in z. */
const HEAD: Vector = [1.12, 1.92, 0];

function animal(): Field {
  const trunkLine = curveThrough<Vector>(
    [
      [1.4, 1.78, 0],
      [1.74, 1.46, 0],
      [1.84, 1.04, 0],
      [2.06, 0.78, 0],
      [2.36, 0.86, 0],
      [2.46, 1.12, 0],
    ],
    5,
  );
  const trunk = held(
    tube(trunkLine, (t) => 0.27 - 0.16 * t),
    [1.95, 1.25, 0],
    0.85,
    0.3,
  );
  const leg = (x: number, lean: number): Field => mirroredZ(limb([x, 1.15, 0.36], [x + lean, 0.62, 0.4], 0.33, 0.27));
  const hoof = (x: number): Field => mirroredZ(moved(cylinder(0.27, 0.09, 0.04), [x, 0.56, 0.4]));
  const trunkAndBack = blend(
    0.3,
    moved(turned(ellipsoid(1.12, 0.8, 0.76), 'z', 0.08), [-0.12, 1.5, 0]),
    moved(ellipsoid(0.6, 0.62, 0.56), HEAD),
    trunk,
  );
  const legs = blend(0.06, union(leg(0.56, 0.04), leg(-0.78, -0.04)), union(hoof(0.6), hoof(-0.82)));
  return blend(0.14, trunkAndBack, legs);
}

/** A broad flat ear on each side, hollowed a little. */
function ears(): Field {
  const flap = blend(0.12, ellipsoid(0.5, 0.56, 0.1), moved(ellipsoid(0.3, 0.4, 0.1), [-0.08, -0.36, 0.01]));
  return mirroredZ(moved(turned(turned(flap, 'y', 0.5), 'x', -0.12), [0.84, 1.98, 0.62]));
}

function tail(): Field {
  const line = curveThrough<Vector>(
    [
      [-1.18, 1.66, 0],
      [-1.42, 1.56, 0],
      [-1.5, 1.26, 0],
      [-1.56, 1.08, 0],
    ],
    4,
  );
  return union(
    tube(line, () => 0.05),
    moved(ellipsoid(0.08, 0.14, 0.08), [-1.58, 1.02, 0]),
  );
}

const tusk: Field = mirroredZ(
  tube(
    [
      [1.42, 1.6, 0.27],
      [1.72, 1.42, 0.33],
      [1.94, 1.48, 0.34],
    ],
    (t) => 0.085 - 0.06 * t,
  ),
);

const wheel = (x: number, z: number): Field =>
  moved(turned(cylinder(0.36, 0.09, 0.045), 'x', Math.PI / 2), [x, 0.36, z]);
const hub = (x: number, z: number): Field => moved(turned(cylinder(0.1, 0.13, 0.03), 'x', Math.PI / 2), [x, 0.36, z]);

/** A pull-string that lies on the floor in a bow, with a bead at its end. */
const string = tube(
  curveThrough<Vector>(
    [
      [1.3, 0.42, 0],
      [1.7, 0.16, 0.1],
      [2.15, 0.03, 0.42],
      [2.1, 0.03, 1.05],
      [1.5, 0.03, 1.38],
      [0.95, 0.03, 1.62],
    ],
    6,
  ),
  () => 0.032,
);

/** The scene. */
export function toyElephant(): Scene {
  const turn = 0.42;
  const put = (field: Field) => turned(field, 'y', turn);
  const at = ([x, y, z]: Vector): Vector => [
    Math.cos(turn) * x + Math.sin(turn) * z,
    y,
    Math.cos(turn) * z - Math.sin(turn) * x,
  ];
  // Paint that has been played with: worn to the wood at the ridges, a saddle cloth over the back.
  const skin = cloudy('#8d9fae', '#7f93a6', 0.9, 4, 1.6);
  const local = (x: number, z: number) => [
    Math.cos(turn) * x - Math.sin(turn) * z,
    Math.cos(turn) * z + Math.sin(turn) * x,
  ];
  const cloth = mixed('#c8553d', '#e0a548', (x, y, z) => {
    const [along] = local(x, z);
    const edge = Math.min(Math.abs(along! + 0.62), Math.abs(along! - 0.34));
    return edge < 0.09 || Math.abs(y - 1.34) < 0.07 ? 1 : 0;
  });
  const dressed = layered(skin, cloth, (x, y, z) => {
    const [along] = local(x, z);
    return Math.min(along! + 0.66, 0.38 - along!, y - 1.26) * 60;
  });
  const eye = mirroredZ(moved(ball(0.08), [1.45, 2.05, 0.4]));
  const wood = boards('#caa06a', '#a97c49', 0.9);
  const wheels: [number, number][] = [
    [0.78, 0.66],
    [0.78, -0.66],
    [-0.92, 0.66],
    [-0.92, -0.66],
  ];
  return {
    camera: { eye: [1.4, 2.9, 9.2], target: [0.32, 1.18, 0.1], angle: 28.5, roll: 0 },
    bodies: [
      body(put(animal()), at([0.4, 1.35, 0]), 2.3, glazed(dressed, 0.12, 0.035)),
      body(put(ears()), at([0.8, 1.85, 0]), 1.35, glazed(cloudy('#8599aa', '#7a8ea1', 0.6), 0.12, 0.035)),
      body(put(tail()), at([-1.38, 1.35, 0]), 0.6, matte(plain('#6f8193'))),
      body(put(tusk), at([1.68, 1.5, 0]), 0.55, glazed(plain('#efe6d2'), 0.06)),
      body(put(eye), at([1.5, 2.06, 0]), 0.5, glazed(plain('#17181c'), 0.01, 0.06)),
      body(
        put(moved(box(1.3, 0.09, 0.5, 0.05), [-0.06, 0.44, 0])),
        at([-0.06, 0.44, 0]),
        1.45,
        glazed(wood, 0.2, 0.025),
      ),
      ...wheels.map(([x, z]) => body(put(wheel(x, z)), at([x, 0.36, z]), 0.42, glazed(plain('#d9a33b'), 0.06, 0.045))),
      ...wheels.map(([x, z]) => body(put(hub(x, z)), at([x, 0.36, z]), 0.2, glazed(plain('#b3402c'), 0.06, 0.045))),
      body(put(string), at([1.55, 0.2, 0.8]), 1.15, matte(plain('#b8402e'))),
      body(put(moved(ball(0.13), [0.86, 0.13, 1.66])), at([0.86, 0.13, 1.66]), 0.16, glazed(plain('#3f7d74'), 0.03)),
    ],
    planes: [
      { normal: [0, 1, 0], offset: 0, material: glazed(boards('#c9b597', '#b49d7c', 1.5), 0.35, 0.015) },
      {
        normal: [0, 0, 1],
        offset: -4.2,
        material: matte(
          layered(cloudy('#b9c0b4', '#a9b2a8', 2.4, 5, 1.5), plain('#e6e2d8'), (x, y, z) =>
            y < 0.5 + 0.004 * clouds(x, y, z, 2) ? 1 : 0,
          ),
        ),
      },
    ],
    key: { towards: normalised([-1.15, 1.5, 1.0]), colour: [2.5, 2.36, 2.1], spread: 0.17 },
    sky: (_dx, dy, dz, out) => {
      const light = 0.3 + 0.18 * Math.max(0, dy) + 0.1 * Math.max(0, dz);
      out[0] = light * 0.97;
      out[1] = light;
      out[2] = light * 1.06;
    },
    fill: { above: [0.44, 0.46, 0.5], below: [0.24, 0.2, 0.16] },
    exposure: 0.7,
  };
}
