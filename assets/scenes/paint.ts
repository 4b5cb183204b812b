/**
 * What surfaces look like: one colour, stripes, squares, wood, marble, speckles, and mixtures of them.
 *
 * A paint is a function of a place. Colours are given as '#rrggbb' and become linear light.
 */

import type { Field, Vector } from './field.ts';
import { clouds, hash, noise } from './noise.ts';
import { type Colour, linear, type Material } from './scene.ts';

export type Paint = Material['paint'];

export const matte = (paint: Paint): Material => ({ paint, mirror: 0, rough: 0 });
export const glazed = (paint: Paint, rough = 0.02, mirror = 0.045): Material => ({ paint, mirror, rough });

export function plain(hex: string): Paint {
  const [r, g, b] = linear(hex);
  return (_x, _y, _z, out) => set(out, r, g, b);
}

/** Between two colours by a share, 0 to 1, that depends on the place. */
export function mixed(a: string, b: string, share: Field): Paint {
  const [p, q] = [linear(a), linear(b)];
  return (x, y, z, out) => {
    const t = Math.min(1, Math.max(0, share(x, y, z)));
    set(out, p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2]));
  };
}

/** Two paints, the second where `share` is near 1. */
export function layered(under: Paint, over: Paint, share: Field): Paint {
  const top = new Float64Array(3);
  return (x, y, z, out) => {
    under(x, y, z, out);
    const t = Math.min(1, Math.max(0, share(x, y, z)));
    if (t === 0) return;
    over(x, y, z, top);
    set(out, out[0]! + t * (top[0]! - out[0]!), out[1]! + t * (top[1]! - out[1]!), out[2]! + t * (top[2]! - out[2]!));
  };
}

/** Cloudy patches of two colours; `size` is how long a patch is. */
export const cloudy = (a: string, b: string, size: number, octaves = 4, contrast = 2.2): Paint =>
  mixed(a, b, (x, y, z) => 0.5 + contrast * (clouds(x / size, y / size, z / size, octaves) - 0.5));

/** Boards along x, each of its own shade, with grain and dark seams. */
export function boards(a: string, b: string, width: number, along: 'x' | 'z' = 'x'): Paint {
  return mixed(a, b, (x, y, z) => {
    const [u, v] = along === 'x' ? [x, z] : [z, x];
    const row = Math.floor(v / width);
    const within = v / width - row;
    const seam = Math.min(within, 1 - within) < 0.012 ? 0.75 : 0;
    const own = 0.35 * hash(row, 3, 7);
    const ends = u / (9 * width) + 5 * hash(row, 1, 1);
    const butt = Math.abs(ends - Math.round(ends)) < 0.0025 ? 0.7 : 0;
    const grain = clouds(u / (2.6 * width), (9 * v) / width + 40 * hash(row, Math.round(ends), 2), y, 4);
    const ring = 0.5 + 0.5 * Math.sin(34 * (grain + 0.15 * clouds(u / width, v / width, 3, 2)));
    return own + 0.3 * grain + 0.16 * ring + seam + butt;
  });
}

/** Stripes across an axis. */
export function stripes(a: string, b: string, axis: Vector, width: number, soft = 0.1): Paint {
  return mixed(a, b, (x, y, z) => {
    const wave = Math.sin((Math.PI * (axis[0] * x + axis[1] * y + axis[2] * z)) / width);
    return 0.5 + (0.5 * wave) / Math.max(soft, Math.abs(wave));
  });
}

/** Squares in space. */
export const squares = (a: string, b: string, size: number): Paint =>
  mixed(
    a,
    b,
    (x, y, z) => (Math.floor(x / size + 0.01) + Math.floor(y / size + 0.01) + Math.floor(z / size + 0.01)) & 1,
  );

/** Bricks or tiles on a floor (`upright` false) or on walls, with joints. */
export function tiles(a: string, b: string, joint: string, wide: number, tall: number, upright: boolean): Paint {
  const face = mixed(a, b, (x, y, z) => {
    const [u, v] = upright ? [x + z, y] : [x, z];
    const row = Math.floor(v / tall);
    return 0.6 * hash(Math.floor(u / wide + (row & 1) / 2), row, 5) + 0.5 * clouds(u / tall, v / tall, 1, 3);
  });
  return layered(face, plain(joint), (x, y, z) => {
    const [u, v] = upright ? [x + z, y] : [x, z];
    const row = Math.floor(v / tall);
    const du = u / wide + (row & 1) / 2;
    const edge = Math.min(
      (du - Math.floor(du)) * wide,
      (1 - du + Math.floor(du)) * wide,
      v - row * tall,
      (row + 1) * tall - v,
    );
    return 1 - edge / (0.035 * tall);
  });
}

/** Veins of marble. */
export const marble = (a: string, b: string, size: number): Paint =>
  mixed(a, b, (x, y, z) => {
    const bend = 6 * clouds(x / size, y / size, z / size, 5);
    return Math.abs(Math.sin((x + 0.6 * y + 0.4 * z) / size + bend)) ** 6 * 0.8;
  });

/** Small dots of another colour, as on an egg or a strawberry. */
export const speckled = (under: Paint, dot: string, size: number, amount: number): Paint =>
  layered(under, plain(dot), (x, y, z) => {
    const n = noise(x / size, y / size, z / size);
    return (n - (1 - amount)) * 12;
  });

function set(out: Colour, r: number, g: number, b: number): void {
  out[0] = r;
  out[1] = g;
  out[2] = b;
}
