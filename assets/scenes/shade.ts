/**
 * The light that comes back along a ray: a broad key light with soft shadows, light from all around, and mirrored rays.
 *
 * In `fine` light each sample also looks in one random direction about the normal (one bounce of a path tracer, cosine
 * weighted), so colours spill over and corners darken as they do; else openness stands for that, which costs less and
 * has no grain.
 */

import type { Vector } from './field.ts';
import type { Colour, Material, Scene } from './scene.ts';
import { Tracer } from './trace.ts';

/** How far below the sky's own light bounced light is taken to be, where it is not followed further. */
const INDIRECT = 0.7;

/** Random numbers of one sample, each 0..1: two for the light, two for the bounce, two for the mirror. */
export type Luck = Float64Array;

export class Shader {
  readonly tracer: Tracer;
  /** Luminance of the light on what the eye hit last, before its own colour. */
  lit = 0;
  /** The normal there. */
  readonly normal = new Float64Array(3);
  private readonly albedo: Colour = new Float64Array(3);
  private readonly second: Colour = new Float64Array(3);
  private readonly light: Colour = new Float64Array(3);

  constructor(
    private readonly scene: Scene,
    private readonly fine: boolean,
    /** The part of the key light's breadth that one sample's shadow covers by itself. */
    private readonly softness: number,
    /** How far openness reaches. */
    private readonly size: number,
  ) {
    this.tracer = new Tracer(scene);
  }

  /** Colour of a ray that hit at distance t (Infinity: nothing); adds to `out`. */
  look(o: Vector, dx: number, dy: number, dz: number, t: number, luck: Luck, out: Colour): void {
    const { tracer, albedo, light } = this;
    const material = this.material();
    if (!material) {
      this.scene.sky(dx, dy, dz, light);
      this.lit = 1;
      for (let c = 0; c < 3; c++) out[c] = out[c]! + light[c]!;
      return;
    }
    const [x, y, z] = [o[0] + t * dx, o[1] + t * dy, o[2] + t * dz];
    tracer.normalAt(x, y, z, t);
    const { nx, ny, nz } = tracer;
    this.normal[0] = nx;
    this.normal[1] = ny;
    this.normal[2] = nz;
    material.paint(x, y, z, albedo);
    const [r, g, b] = albedo as unknown as [number, number, number];
    const lift = 0.003 * t;
    const [px, py, pz] = [x + lift * nx, y + lift * ny, z + lift * nz];
    this.direct(px, py, pz, nx, ny, nz, luck, light);
    if (this.fine) this.bounce(px, py, pz, nx, ny, nz, luck, light);
    else this.ambient(px, py, pz, nx, ny, nz, 1, light);
    this.lit = 0.2126 * light[0]! + 0.7152 * light[1]! + 0.0722 * light[2]!;
    const facing = Math.max(0, -(nx * dx + ny * dy + nz * dz));
    const share = material.mirror ? material.mirror + (1 - material.mirror) * (1 - facing) ** 5 * 0.8 : 0;
    out[0] = out[0]! + (1 - share) * r * light[0]!;
    out[1] = out[1]! + (1 - share) * g * light[1]!;
    out[2] = out[2]! + (1 - share) * b * light[2]!;
    if (share > 0.004) {
      const twice = 2 * (nx * dx + ny * dy + nz * dz);
      const q = scattered(dx - twice * nx, dy - twice * ny, dz - twice * nz, material.rough, luck[4]!, luck[5]!);
      this.far(px, py, pz, q[0], q[1], q[2], luck, this.second);
      // Metals tint what they mirror.
      const tint = material.mirror > 0.2 ? 1 : 0;
      out[0] = out[0]! + share * this.second[0]! * (tint ? r : 1);
      out[1] = out[1]! + share * this.second[1]! * (tint ? g : 1);
      out[2] = out[2]! + share * this.second[2]! * (tint ? b : 1);
    }
  }

  private material(): Material | null {
    return (this.tracer.body ?? this.tracer.plane)?.material ?? null;
  }

  /** Light of the key on a place, before its colour; sets `out`. */
  private direct(x: number, y: number, z: number, nx: number, ny: number, nz: number, luck: Luck, out: Colour): void {
    const { towards, colour, spread } = this.scene.key;
    const own = spread * this.softness;
    const l = this.fine ? scattered(towards[0], towards[1], towards[2], spread, luck[0]!, luck[1]!) : towards;
    const facing = nx * l[0] + ny * l[1] + nz * l[2];
    const share = facing > 0 ? facing * this.tracer.seen(x, y, z, l[0], l[1], l[2], own) : 0;
    for (let c = 0; c < 3; c++) out[c] = share * colour[c]!;
  }

  /** Light from all around by openness; adds to `out`. */
  private ambient(
    x: number,
    y: number,
    z: number,
    nx: number,
    ny: number,
    nz: number,
    share: number,
    out: Colour,
  ): void {
    const { above, below } = this.scene.fill;
    const open = share * this.tracer.openness(x, y, z, nx, ny, nz, this.size);
    const up = 0.5 + 0.5 * ny;
    for (let c = 0; c < 3; c++) out[c] = out[c]! + open * (below[c]! + up * (above[c]! - below[c]!));
  }

  /** Light from one direction about the normal, cosine weighted (Malley's method); adds to `out`. */
  private bounce(x: number, y: number, z: number, nx: number, ny: number, nz: number, luck: Luck, out: Colour): void {
    const [turn, height] = [2 * Math.PI * luck[2]!, 2 * luck[3]! - 1];
    const flat = Math.sqrt(1 - height * height);
    const [ax, ay, az] = [nx + flat * Math.cos(turn), ny + height, nz + flat * Math.sin(turn)];
    const length = Math.sqrt(ax * ax + ay * ay + az * az) || 1;
    this.far(x, y, z, ax / length, ay / length, az / length, luck, this.second);
    for (let c = 0; c < 3; c++) out[c] = out[c]! + this.second[c]!;
  }

  /** What is seen from a place in a direction, its own indirect light only guessed; sets `out`. */
  private far(x: number, y: number, z: number, dx: number, dy: number, dz: number, luck: Luck, out: Colour): void {
    const { tracer, albedo } = this;
    const t = tracer.hit(x, y, z, dx, dy, dz);
    const material = this.material();
    if (!material) return this.scene.sky(dx, dy, dz, out);
    const [hx, hy, hz] = [x + t * dx, y + t * dy, z + t * dz];
    tracer.normalAt(hx, hy, hz, Math.max(1, t));
    const { nx, ny, nz } = tracer;
    material.paint(hx, hy, hz, albedo);
    const lift = 0.004 * Math.max(1, t);
    const [px, py, pz] = [hx + lift * nx, hy + lift * ny, hz + lift * nz];
    this.direct(px, py, pz, nx, ny, nz, luck, out);
    this.ambient(px, py, pz, nx, ny, nz, INDIRECT, out);
    for (let c = 0; c < 3; c++) out[c] = out[c]! * albedo[c]!;
  }
}

/** A direction scattered about another: a point on a disc of radius `spread` at distance one. */
function scattered(x: number, y: number, z: number, spread: number, u: number, v: number): [number, number, number] {
  if (spread === 0) return [x, y, z];
  const [radius, turn] = [spread * Math.sqrt(u), 2 * Math.PI * v];
  const [a, b] = [radius * Math.cos(turn), radius * Math.sin(turn)];
  // Two directions across the ray (Duff et al. 2017).
  const sign = z < 0 ? -1 : 1;
  const k = -1 / (sign + z);
  const m = x * y * k;
  const [sx, sy, sz] = [
    x + a * (1 + sign * x * x * k) + b * m,
    y + a * sign * m + b * (sign + y * y * k),
    z - a * sign * x - b * y,
  ];
  const length = Math.sqrt(sx * sx + sy * sy + sz * sz);
  return [sx / length, sy / length, sz / length];
}
