/**
 * Scenes by chance, from a seed: what the depth network learns from, and, from other seeds, what it is measured on.
 *
 * Settings are those of photos: a floor that runs to the horizon under a sky, a room's floor with one or two walls, a
 * table's top seen from above, something before a wall or the sky alone. A thing stands in the middle, mostly; others
 * stand about, nearer and farther. Some things hang in the air, and some are so near that the border cuts them.
 */

import { Random } from '../../main/sketch/random.ts';
import { moved, scaled, type Vector } from './field.ts';
import { clouds } from './noise.ts';
import {
  boards,
  cloudy,
  glazed,
  marble,
  matte,
  mixed,
  type Paint,
  plain,
  speckled,
  squares,
  stripes,
  tiles,
} from './paint.ts';
import { type Body, type Colour, type Material, normalised, type Plane, type Scene } from './scene.ts';
import { randomThing } from './things.ts';

type Draw = (low: number, high: number) => number;

/** The scene of a seed. */
export function randomScene(seed: number): Scene {
  const random = new Random(seed, 11);
  const draw: Draw = (low, high) => low + (high - low) * random.uniform();
  const setting = random.below(10);
  const outdoors = setting < 4;
  const table = setting === 4 || setting === 5;
  const bare = setting === 9;

  const distance = 1.3 + 3.2 * draw(0, 1) ** 1.5;
  const pitch = bare ? draw(-0.2, 0.5) : table ? draw(0.35, 1.2) : draw(0.02, 0.55);
  const aim: Vector = [draw(-0.5, 0.5), draw(0.1, 0.9), draw(-0.3, 0.3)];
  const eye: Vector = [
    aim[0] + draw(-0.2, 0.2),
    Math.max(0.12, aim[1] + distance * Math.sin(pitch)),
    aim[2] + distance * Math.cos(pitch),
  ];
  const bodies = someBodies(random, draw, eye, distance, bare);
  const sky = skyOf(random, draw);
  const planes: Plane[] = [];
  const level = bare ? -draw(2, 20) : 0;
  if (!bare || draw(0, 1) < 0.3)
    planes.push({ normal: [0, 1, 0], offset: level, material: matte(ground(random, draw, false)) });
  if (!outdoors && draw(0, 1) < (table ? 0.6 : 0.9)) {
    const lean = draw(-0.5, 0.5);
    const wall = matte(ground(random, draw, true));
    planes.push({ normal: [Math.sin(lean), 0, Math.cos(lean)], offset: -draw(0.7, 5), material: wall });
    if (draw(0, 1) < 0.35) {
      const side = random.below(2) ? 1 : -1;
      planes.push({
        normal: [-side * Math.cos(lean), 0, side * side * Math.sin(lean)],
        offset: -draw(1.4, 3.5),
        material: wall,
      });
    }
  }
  const [key, fill] = [draw(1.2, 3.4), draw(0.25, 1)];
  const warm = draw(-0.12, 0.2);
  const turn = draw(0, 2 * Math.PI);
  const above: Colour = new Float64Array(3);
  sky(0, 1, 0, above);
  return {
    camera: { eye, target: aim, angle: draw(26, 60), roll: draw(-1, 1) * draw(0, 0.09) },
    bodies,
    planes,
    key: {
      towards: normalised([Math.cos(turn), draw(0.45, 2.2), Math.sin(turn) + 0.5]),
      colour: [key * (1 + warm), key, key * (1 - warm)],
      spread: draw(0.02, 0.25),
    },
    sky,
    fill: {
      above: [fill * (0.3 + 0.7 * above[0]!), fill * (0.3 + 0.7 * above[1]!), fill * (0.3 + 0.7 * above[2]!)],
      below: [fill * 0.35, fill * 0.32, fill * 0.3],
    },
    exposure: draw(0.4, 0.95),
  };
}

function someBodies(random: Random, draw: Draw, eye: Vector, distance: number, bare: boolean): Body[] {
  const count = [1, 1, 1, 2, 2, 3, 4, 6][random.below(8)]!;
  const bodies: Body[] = [];
  const spots: [number, number, number][] = [];
  for (let i = 0; i < count; i++) {
    const { field, centre, reach } = randomThing(random);
    const main = i === 0;
    const size = main ? draw(0.7, 1.5) : draw(0.3, 1.4);
    let [x, z] = main ? [draw(-0.3, 0.3), draw(-0.3, 0.3)] : [draw(-2.2, 2.2), draw(-4, distance * 0.6)];
    // Things keep out of each other and out of the eye.
    for (let attempt = 0; attempt < 12; attempt++) {
      const clear = spots.every(([a, b, r]) => Math.hypot(a - x, b - z) > 0.7 * (r + size * reach));
      if (main || (clear && Math.hypot(eye[0] - x, eye[2] - z) > size * reach + 0.4)) break;
      [x, z] = [draw(-2.5, 2.5), draw(-6, distance * 0.5)];
    }
    spots.push([x, z, size * reach]);
    const lift = bare ? draw(-0.3, 0.3) : draw(0, 1) < 0.1 ? draw(0.1, 1) : 0;
    const at: Vector = [x, lift, z];
    bodies.push({
      field: moved(scaled(field, size), at),
      centre: [x + size * centre[0], lift + size * centre[1], z + size * centre[2]],
      reach: size * reach,
      material: surface(random, draw),
      subject: true,
    });
  }
  return bodies;
}

function tone(random: Random, draw: Draw): string {
  const hue = draw(0, 6);
  // Most things are not very colourful.
  const chroma = 0.85 * draw(0, 1) ** 2;
  const value = draw(0.12, 1) ** 0.8;
  const channels = [5, 3, 1].map((n) => {
    const k = (n + hue) % 6;
    return value * (1 - chroma * Math.max(0, Math.min(k, 4 - k, 1)));
  });
  if (random.below(4) === 0) channels.fill(value);
  return `#${channels
    .map((v) =>
      Math.round(255 * v)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function paint(random: Random, draw: Draw, size: number): Paint {
  const [a, b] = [tone(random, draw), tone(random, draw)];
  const wide = size * draw(0.06, 0.4);
  const kinds: (() => Paint)[] = [
    () => plain(a),
    () => plain(a),
    () => cloudy(a, b, 2 * wide),
    () => cloudy(a, b, wide, 5, 3.5),
    () => stripes(a, b, normalised([draw(-1, 1), draw(-1, 1), draw(-1, 1)]), wide, draw(0.05, 1)),
    () => speckled(plain(a), b, 0.5 * wide, draw(0.2, 0.5)),
    () => squares(a, b, wide),
    () => marble(a, b, wide),
    () => mixed(a, b, (_x, y) => y / (3 * wide)),
  ];
  return kinds[random.below(kinds.length)]!();
}

function surface(random: Random, draw: Draw): Material {
  const look = paint(random, draw, 1);
  const kind = draw(0, 1);
  if (kind < 0.65) return matte(look);
  return kind < 0.95 ? glazed(look, draw(0, 0.2)) : glazed(look, draw(0, 0.15), 0.55);
}

function ground(random: Random, draw: Draw, upright: boolean): Paint {
  const [a, b] = [tone(random, draw), tone(random, draw)];
  const kind = random.below(5);
  if (kind === 0) return upright ? plain(a) : boards(a, b, draw(0.1, 0.5), random.below(2) ? 'x' : 'z');
  if (kind === 1) return tiles(a, b, tone(random, draw), draw(0.2, 1), draw(0.12, 0.5), upright);
  return kind === 2 ? plain(a) : paint(random, draw, draw(0.5, 4));
}

/** A gradient from the horizon upwards, hills or woods on it, and clouds, each perhaps. */
function skyOf(random: Random, draw: Draw): Scene['sky'] {
  const { colour: high } = sampled(tone(random, draw));
  const { colour: low } = sampled(tone(random, draw));
  const { colour: hill } = sampled(tone(random, draw));
  const bright = draw(0.4, 1.2);
  const hills = random.below(2) ? draw(0.02, 0.25) : -1;
  const [rough, offset] = [draw(2, 14), draw(0, 100)];
  const cover = random.below(3) ? 0 : draw(0.3, 0.9);
  return (dx, dy, dz, out) => {
    const t = Math.min(1, Math.max(0, dy * 1.6));
    const cloud = cover ? cover * Math.max(0, clouds(3 * dx + offset, 8 * dy, 3 * dz, 3) - 0.45) * 2 : 0;
    const ridge = hills > 0 ? hills * clouds(rough * dx + offset, 1, rough * dz, 4) : -1;
    for (let c = 0; c < 3; c++) {
      const air = low[c]! + t * (high[c]! - low[c]!);
      out[c] =
        dy < ridge
          ? hill[c]! * (0.6 + 0.8 * clouds(40 * dx, 40 * dy, 40 * dz + offset, 2))
          : bright * (air + cloud * (1 - air));
    }
  };
}

function sampled(hex: string): { colour: Colour } {
  const colour: Colour = new Float64Array(3);
  plain(hex)(0, 0, 0, colour);
  return { colour };
}
