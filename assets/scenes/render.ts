/**
 * A scene as a picture, with what a photo never has: the true mask and the true depth of every pixel.
 *
 * Samples of a pixel are spread evenly over its area and over the light (the R sequence, Roberts 2018), shifted by a
 * hash of the pixel, so the same scene gives the same bytes on any number of threads: rows are independent.
 */

import type { Vector } from './field.ts';
import { hash } from './noise.ts';
import { type Camera, normalised, type Scene } from './scene.ts';
import { Shader } from './shade.ts';

export interface Film {
  width: number;
  height: number;
  /** Samples a pixel. */
  samples: number;
  /** The rows to render, from and up to; all where left out. */
  rows?: readonly [number, number];
}

export interface Picture {
  /** 8-bit sRGB [rows · width · 3]. */
  rgb: Uint8Array;
  /** The subject's share of each pixel, 0..255. */
  mask: Uint8Array;
  /** Distance along the line of sight, at each pixel's centre; Infinity for the sky. */
  depth: Float32Array;
  /** What lies at the centre: 0 sky, 1 a plane, from 2 the bodies in their order. */
  what: Uint8Array;
  /** Luminance of the light there, before the surface's own colour, in sixty-fourths; 255 at most. */
  lit: Uint8Array;
  /** A place on the surface there as a texture's two coordinates, in 256ths of a repeat. */
  place: Uint8Array;
}

/** Random numbers of a sample: two for its place, two for rough mirrors. */
const LUCK = 4;
/** Fractions of the powers of the root of x⁵ = x + 1: they fill a cube of four dimensions evenly. */
const EVEN = Float64Array.from({ length: LUCK }, (_, k) => (1 / rootOf(LUCK)) ** (k + 1) % 1);

function rootOf(dimensions: number): number {
  let x = 1.5;
  for (let i = 0; i < 40; i++) x = (1 + x) ** (1 / (dimensions + 1));
  return x;
}

/** Renders the rows asked for. */
export function render(scene: Scene, film: Film): Picture {
  const { width, height, samples } = film;
  const [from, to] = film.rows ?? [0, height];
  const pixels = (to - from) * width;
  const picture: Picture = {
    rgb: new Uint8Array(3 * pixels),
    mask: new Uint8Array(pixels),
    depth: new Float32Array(pixels),
    what: new Uint8Array(pixels),
    lit: new Uint8Array(pixels),
    place: new Uint8Array(2 * pixels),
  };
  const eye = scene.camera.eye;
  const ray = rayThrough(scene.camera, width, height);
  const size = 0.35 * Math.hypot(...sub(scene.camera.target, eye)) * Math.tan((scene.camera.angle * Math.PI) / 360);
  const shader = new Shader(scene, size);
  const colour = new Float64Array(3);
  for (let y = from; y < to; y++)
    for (let x = 0; x < width; x++) {
      const at = (y - from) * width + x;
      colour.fill(0);
      let covered = 0;
      for (let s = 0; s < samples; s++) {
        // The first sample is the centre's, which also tells the depth.
        const [dx, dy, dz] = s === 0 ? ray(x + 0.5, y + 0.5) : ray(x + draw(x, y, s, 0), y + draw(x, y, s, 1));
        const t = shader.tracer.hit(eye[0], eye[1], eye[2], dx, dy, dz);
        const { body, plane } = shader.tracer;
        if (body?.subject) covered++;
        shader.look(eye, dx, dy, dz, t, draw(x, y, s, 2), draw(x, y, s, 3), colour);
        if (s > 0) continue;
        const forward = ray.forward;
        picture.depth[at] = t * (dx * forward[0] + dy * forward[1] + dz * forward[2]);
        picture.what[at] = body ? 2 + scene.bodies.indexOf(body) : plane ? 1 : 0;
        picture.lit[at] = Math.min(255, 64 * shader.lit);
        const [nx, ny, nz] = shader.normal as unknown as Vector;
        const where: Vector = [eye[0] + t * dx, eye[1] + t * dy, eye[2] + t * dz];
        if (body || plane) putPlace(picture.place, at, where, [nx, ny, nz], body?.reach ?? 3 * size);
      }
      picture.mask[at] = Math.round((255 * covered) / samples);
      for (let c = 0; c < 3; c++) picture.rgb[3 * at + c] = encoded((scene.exposure * colour[c]!) / samples);
    }
  return picture;
}

/** The k-th random number of a pixel's sample. */
function draw(x: number, y: number, sample: number, k: number): number {
  return (0.5 + hash(x, y, 17 * k) + (sample + 1) * EVEN[k]!) % 1;
}

/** Unit direction of the ray through a place of the picture, in pixels. */
function rayThrough({ eye, target, angle, roll }: Camera, width: number, height: number) {
  const forward = normalised(sub(target, eye));
  const level = normalised([-forward[2], 0, forward[0]]);
  const top = cross(level, forward);
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  const right = level.map((v, i) => c * v + s * top[i]!) as unknown as Vector;
  const up = top.map((v, i) => c * v - s * level[i]!) as unknown as Vector;
  const scale = (2 * Math.tan((angle * Math.PI) / 360)) / Math.max(width, height);
  const through = (x: number, y: number): Vector => {
    const [a, b] = [scale * (x - width / 2), scale * (height / 2 - y)];
    const d0 = forward[0] + a * right[0] + b * up[0];
    const d1 = forward[1] + a * right[1] + b * up[1];
    const d2 = forward[2] + a * right[2] + b * up[2];
    const length = Math.sqrt(d0 * d0 + d1 * d1 + d2 * d2);
    return [d0 / length, d1 / length, d2 / length];
  };
  return Object.assign(through, { forward });
}

/** The two coordinates across the normal's main axis, `repeat` lengths a repeat. */
function putPlace(place: Uint8Array, at: number, p: Vector, n: Vector, repeat: number): void {
  const [ax, ay, az] = [Math.abs(n[0]), Math.abs(n[1]), Math.abs(n[2])];
  const [u, v] = ay > ax && ay > az ? [p[0], p[2]] : ax > az ? [p[2], -p[1]] : [p[0], -p[1]];
  place[2 * at] = Math.floor((256 * u) / (2 * repeat)) & 255;
  place[2 * at + 1] = Math.floor((256 * v) / (2 * repeat)) & 255;
}

/** Linear light as an 8-bit sRGB value, bright light bent as film bends it (the ACES curve, Narkowicz 2015). */
function encoded(value: number): number {
  const film = Math.min(1, (value * (2.51 * value + 0.03)) / (value * (2.43 * value + 0.59) + 0.14));
  return Math.round(255 * (film <= 0.0031308 ? 12.92 * film : 1.055 * film ** (1 / 2.4) - 0.055));
}

function sub(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
