/**
 * Things drawn by chance, for scenes to learn from and to be measured on: vessels, blocks, animals, people, furniture,
 * plants, heaps of simple solids. None is a portrait of anything; together they stand, lean, branch and gape as things do.
 *
 * Each stands on y = 0 about the origin, about one high or wide, and says which ball holds it.
 */

import type { Random } from '../../main/sketch/random.ts';
import {
  ball,
  blend,
  box,
  bumpy,
  carve,
  cylinder,
  ellipsoid,
  type Field,
  limb,
  mirroredX,
  moved,
  ring,
  tube,
  turned,
  union,
  type Vector,
} from './field.ts';
import { lathe, type SectionPoint } from './lathe.ts';
import { clouds } from './noise.ts';

export interface Thing {
  field: Field;
  centre: Vector;
  reach: number;
}

type Draw = (low: number, high: number) => number;

const thing = (field: Field, height: number, half: number): Thing => ({
  field,
  centre: [0, height / 2, 0],
  reach: Math.hypot(height / 2, half) * 1.04,
});

function vessel(draw: Draw): Thing {
  const height = draw(0.5, 1.4);
  const spans = 3 + Math.floor(draw(0, 3));
  const section: SectionPoint[] = [[0, 0]];
  let widest = 0;
  for (let i = 0; i <= spans; i++) {
    const r = draw(0.1, 0.45);
    widest = Math.max(widest, r);
    section.push([r, (height * i) / spans]);
  }
  section.push([0, height * draw(0.96, 1)]);
  let field = lathe(section);
  const mouth = section[section.length - 2]![0];
  if (draw(0, 1) < 0.6) field = carve(0.02, field, moved(cylinder(mouth * 0.8, height * 0.3), [0, height, 0]));
  let half = widest * 1.1;
  if (draw(0, 1) < 0.35) {
    const size = draw(0.12, 0.22) * height;
    field = union(field, moved(turned(ring(size, 0.035), 'x', Math.PI / 2), [widest * 0.9, height * 0.5, 0]));
    half = widest + size + 0.05;
  }
  return thing(field, height * 1.05, half);
}

function block(draw: Draw): Thing {
  const [x, y, z] = [draw(0.15, 0.6), draw(0.1, 0.6), draw(0.15, 0.6)];
  return thing(moved(box(x, y, z, draw(0.005, 0.06)), [0, y, 0]), 2 * y, Math.hypot(x, z));
}

function solid(draw: Draw): Thing {
  const r = draw(0.2, 0.5);
  const kind = draw(0, 5);
  if (kind < 1.5) return thing(moved(ball(r), [0, r, 0]), 2 * r, r);
  if (kind < 2.5) return thing(moved(cylinder(r, 0.5, 0.03), [0, 0.5, 0]), 1, r);
  if (kind < 3.3) return thing(limb([0, 0.02, 0], [0, 1, 0], r, 0.02), 1.05, r + 0.05);
  if (kind < 4) {
    const tube = r * draw(0.2, 0.45);
    const lying = draw(0, 1) < 0.5;
    const whole = ring(r, tube);
    if (lying) return thing(moved(whole, [0, tube, 0]), 2 * tube, r + tube);
    return thing(moved(turned(whole, 'x', Math.PI / 2), [0, r + tube, 0]), 2 * (r + tube), r + tube);
  }
  const [a, b, c] = [draw(0.2, 0.5), draw(0.15, 0.4), draw(0.2, 0.5)];
  return thing(moved(ellipsoid(a, b, c), [0, b, 0]), 2 * b, Math.max(a, c));
}

function heap(draw: Draw): Thing {
  const parts = Array.from({ length: 3 + Math.floor(draw(0, 4)) }, () => {
    const r = draw(0.12, 0.32);
    return moved(draw(0, 1) < 0.7 ? ball(r) : box(r, r * 0.8, r, 0.04), [
      draw(-0.35, 0.35),
      draw(r, 0.9),
      draw(-0.35, 0.35),
    ]);
  });
  return thing(blend(draw(0.02, 0.3), ...parts), 1.3, 0.8);
}

/** Four legs, a trunk, a neck, a head, and what else it may have. */
function animal(draw: Draw): Thing {
  const [long, thick] = [draw(0.35, 0.6), draw(0.13, 0.26)];
  const legs = draw(0.12, 0.6);
  const stride = draw(-0.12, 0.12);
  const foot = draw(0.03, 0.06);
  const height = legs + thick;
  const neck = draw(0.05, 0.5);
  const lean = draw(0.05, 0.35);
  const [hx, hy] = [long + lean, height + neck];
  const head = draw(0.1, 0.2);
  const leg = (x: number, swing: number) =>
    union(
      limb([x, height, thick * 0.55], [x + swing, foot, thick * 0.6], foot * 2, foot),
      limb([x, height, -thick * 0.55], [x - swing, foot, -thick * 0.6], foot * 2, foot),
    );
  const parts: Field[] = [
    moved(turned(ellipsoid(long, thick, thick * draw(0.8, 1.1)), 'z', draw(-0.12, 0.12)), [0, height, 0]),
    leg(long * 0.65, stride),
    leg(-long * 0.65, stride),
    limb([long * 0.7, height + 0.03, 0], [hx, hy, 0], thick * 0.7, head * 0.7),
    moved(turned(ellipsoid(head * draw(1, 1.6), head * 0.8, head * 0.75), 'z', -draw(0, 0.7)), [
      hx + head * 0.4,
      hy,
      0,
    ]),
    tube(
      [
        [-long * 0.9, height, 0],
        [-long * 1.2, height + draw(-0.2, 0.15), 0],
        [-long * 1.35, height + draw(-0.35, 0.35), 0],
      ],
      (share) => foot * (1.2 - 0.7 * share),
    ),
  ];
  const ear = limb(
    [hx - 0.02, hy + head * 0.5, head * 0.45],
    [hx - 0.05, hy + head * draw(0.9, 1.8), head * 0.7],
    head * 0.25,
    0.02,
  );
  parts.push(union(ear, (x, y, z) => ear(x, y, -z)));
  const top = Math.max(height + thick, hy + 2 * head) + 0.1;
  return thing(blend(0.06, ...parts), top, long * 1.35 + lean * 0.6 + 2.2 * head);
}

/** On two legs, arms anywhere; also cut off by the picture's edge, as portraits are. */
function person(draw: Draw): Thing {
  const head = draw(0.09, 0.16);
  const [hip, shoulder] = [0.55, 1.05];
  const wide = draw(0.14, 0.24);
  const arm = (side: number): Field => {
    const elbow: Vector = [side * (wide + draw(0.05, 0.22)), shoulder - draw(0, 0.3), draw(-0.15, 0.2)];
    const hand: Vector = [elbow[0] + draw(-0.15, 0.15), elbow[1] + draw(-0.28, 0.28), elbow[2] + draw(-0.05, 0.25)];
    return tube([[side * wide, shoulder, 0], elbow, hand], () => 0.05);
  };
  const leg = (side: number): Field =>
    tube(
      [
        [side * wide * 0.6, hip, 0],
        [side * wide * draw(0.5, 1), 0.3, draw(-0.05, 0.15)],
        [side * wide * draw(0.4, 1.2), 0.05, draw(-0.15, 0.1)],
      ],
      (share) => 0.09 - 0.03 * share,
    );
  const trunk = limb([0, hip, 0], [0, shoulder - 0.06, 0], wide * 0.8, wide);
  const skull = moved(ellipsoid(head * 0.85, head * 1.15, head), [
    draw(-0.03, 0.03),
    shoulder + 0.06 + head * 1.3,
    0.02,
  ]);
  const parts = [trunk, limb([0, shoulder, 0], [0, shoulder + 0.12, 0], 0.06), skull, arm(1), arm(-1), leg(1), leg(-1)];
  if (draw(0, 1) < 0.5)
    parts.push(moved(ellipsoid(head * 1.1, head * 1.1, head * 1.1), [0, shoulder + 0.1 + head * 1.5, -head * 0.35]));
  return thing(blend(0.05, ...parts), shoulder + 4 * head, 0.75);
}

function bird(draw: Draw): Thing {
  const [long, thick] = [draw(0.22, 0.38), draw(0.13, 0.22)];
  const legs = draw(0.05, 0.6);
  const y = legs + thick;
  const neck = draw(0.05, 0.4);
  const head = draw(0.07, 0.11);
  const [hx, hy] = [long * 0.9 + draw(0, 0.1), y + thick * 0.5 + neck];
  const parts = [
    moved(turned(ellipsoid(long, thick, thick * 0.9), 'z', draw(0, 0.7)), [0, y, 0]),
    tube(
      [
        [long * 0.6, y, 0],
        [long * draw(0.5, 1.1), y + neck * 0.6, 0],
        [hx, hy, 0],
      ],
      () => head * 0.7,
    ),
    moved(ball(head), [hx, hy, 0]),
    limb([hx + head * 0.6, hy, 0], [hx + head * draw(1.6, 2.6), hy - 0.03, 0], head * 0.45, 0.01),
    limb([-long * 0.6, y, 0], [-long * draw(1.2, 2), y + draw(-0.2, 0.25), 0], thick * 0.5, 0.05),
    union(
      limb([0.02, y, 0.07], [0.02, 0.01, 0.08], 0.025, 0.018),
      limb([0.02, y, -0.07], [0.04, 0.01, -0.08], 0.025, 0.018),
    ),
  ];
  return thing(blend(0.05, ...parts), hy + 2 * head, long * 2 + head * 2);
}

/** A table, a chair or a stool: a board on legs, perhaps with a back. */
function furniture(draw: Draw): Thing {
  const [x, z, y] = [draw(0.25, 0.6), draw(0.25, 0.45), draw(0.35, 0.7)];
  const leg = cylinder(draw(0.02, 0.05), y / 2);
  const legs: Field = (px, py, pz) => leg(Math.abs(px) - x * 0.85, py - y / 2, Math.abs(pz) - z * 0.85);
  const parts = [moved(box(x, 0.03, z, 0.01), [0, y, 0]), legs];
  let top = y + 0.05;
  if (draw(0, 1) < 0.6) {
    const back = draw(0.3, 0.7);
    const slat = cylinder(0.02, back / 2);
    const slats: Field = (px, py, pz) =>
      slat(px - 0.16 * x * Math.max(-5, Math.min(5, Math.round(px / (0.16 * x)))), py - y - back / 2, pz + z * 0.9);
    parts.push(moved(box(x, 0.04, 0.025, 0.01), [0, y + back, -z * 0.9]));
    parts.push(draw(0, 1) < 0.5 ? slats : moved(box(x, back / 2, 0.02, 0.01), [0, y + back / 2, -z * 0.9]));
    top = y + back + 0.05;
  }
  return thing(union(...parts), top, Math.hypot(x, z));
}

function plant(draw: Draw): Thing {
  const trunk = draw(0.2, 0.8);
  const crown = Array.from({ length: 4 + Math.floor(draw(0, 4)) }, () => {
    const r = draw(0.12, 0.3);
    return moved(ball(r), [draw(-0.3, 0.3), trunk + draw(0, 0.5), draw(-0.3, 0.3)]);
  });
  const leaves = bumpy(blend(0.08, ...crown), (x, y, z) => 0.07 * clouds(9 * x, 9 * y, 9 * z, 2), 0.07);
  const stem = limb([0, 0, 0], [draw(-0.08, 0.08), trunk + 0.2, 0], draw(0.04, 0.09), 0.03);
  return thing(union(stem, leaves), trunk + 0.9, 0.66);
}

/** A car, a boat or a house from afar: a body with a smaller one on it, perhaps wheels. */
function vehicle(draw: Draw): Thing {
  const [x, y, z] = [draw(0.5, 0.8), draw(0.12, 0.2), draw(0.2, 0.3)];
  const wheel = draw(0.08, 0.15);
  const disc = turned(cylinder(wheel, 0.04, 0.02), 'x', Math.PI / 2);
  const wheels: Field = (px, py, pz) => disc(Math.abs(px) - x * 0.62, py - wheel, Math.abs(pz) - z);
  const cabin = moved(box(x * draw(0.35, 0.7), y, z * 0.85, 0.07), [draw(-0.2, 0.1), wheel + 2.8 * y, 0]);
  const hull = blend(0.05, moved(box(x, y, z, 0.08), [0, wheel + y, 0]), cabin);
  return thing(union(hull, wheels), wheel + 4 * y, Math.hypot(x, z) + 0.08);
}

/** Parts on both sides of a middle: butterflies, insects, lamps and what else is alike on both sides. */
function twoSided(draw: Draw): Thing {
  const parts: Field[] = [limb([0, 0.15, 0], [0, 0.85, 0], draw(0.04, 0.15), draw(0.03, 0.12))];
  for (let i = 0; i < 3; i++) {
    const wing = ellipsoid(draw(0.15, 0.35), draw(0.05, 0.25), draw(0.02, 0.1));
    parts.push(moved(turned(wing, 'z', draw(-0.8, 0.8)), [draw(0.1, 0.35), draw(0.2, 0.9), draw(-0.1, 0.1)]));
  }
  return thing(mirroredX(blend(0.03, ...parts)), 1.1, 0.75);
}

const KINDS = [
  vessel,
  vessel,
  block,
  solid,
  solid,
  heap,
  animal,
  animal,
  animal,
  person,
  person,
  bird,
  furniture,
  plant,
  vehicle,
  twoSided,
];

/** One thing by chance, turned about its upright axis, and sometimes fallen over. */
export function randomThing(random: Random): Thing {
  const draw: Draw = (low, high) => low + (high - low) * random.uniform();
  const { field, centre, reach } = KINDS[random.below(KINDS.length)]!(draw);
  const about = moved(field, [-centre[0], -centre[1], -centre[2]]);
  const fallen = draw(0, 1) < 0.07;
  const leaning = fallen ? turned(about, random.below(2) ? 'x' : 'z', draw(0.9, 2)) : about;
  const upright = turned(leaning, 'y', draw(0, 2 * Math.PI));
  return { field: moved(upright, [0, centre[1], 0]), centre: [0, centre[1], 0], reach };
}
