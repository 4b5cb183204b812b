/**
 * The light that comes back along a ray: a broad key light with soft shadows, light from all around where a place lies
 * open to it, and what polished surfaces mirror, the window that the key light comes through included.
 *
 * Nothing is drawn by lot but the direction of rough mirroring, so pictures have no grain however few samples they take.
 */

import type { Vector } from './field.ts';
import type { Colour, Material, Scene } from './scene.ts';
import { Tracer } from './trace.ts';

/** What is seen in a mirror is lit from all around a little less: its openness is not asked for. */
const IN_MIRROR = 0.7;
/** Half the breadth of the bars between a window's panes, as a share of half its own. */
const PANES = 0.07;
/** Above this share mirrored head on, a surface is metal, and tints what it mirrors. */
const METAL = 0.2;

export class Shader {
  readonly tracer: Tracer;
  /** Luminance of the light on what the eye hit last, before its own colour, and the normal there. */
  lit = 0;
  readonly normal = new Float64Array(3);
  private readonly albedo: Colour = new Float64Array(3);
  private readonly light: Colour = new Float64Array(3);
  private readonly mirrored: Colour = new Float64Array(3);

  /** @param size how far openness reaches, about as long as the things in the scene */
  constructor(
    private readonly scene: Scene,
    private readonly size: number,
  ) {
    this.tracer = new Tracer(scene);
  }

  /**
   * Adds the colour of a ray to `out`.
   *
   * @param o where the ray begins; the tracer has just followed it, to distance t (Infinity: it hit nothing)
   * @param u, v random numbers in 0..1 for a rough mirror
   */
  look(o: Vector, dx: number, dy: number, dz: number, t: number, u: number, v: number, out: Colour): void {
    const { tracer, albedo, light, mirrored } = this;
    const material = this.material();
    if (!material) {
      this.scene.sky(dx, dy, dz, light);
      this.lit = 1;
      for (let c = 0; c < 3; c++) out[c] = out[c]! + light[c]!;
      return;
    }
    const x = o[0] + t * dx;
    const y = o[1] + t * dy;
    const z = o[2] + t * dz;
    tracer.normalAt(x, y, z, t);
    const { nx, ny, nz } = tracer;
    this.normal[0] = nx;
    this.normal[1] = ny;
    this.normal[2] = nz;
    const lift = 0.003 * t;
    const px = x + lift * nx;
    const py = y + lift * ny;
    const pz = z + lift * nz;
    this.direct(px, py, pz, nx, ny, nz, light);
    this.around(ny, tracer.openness(px, py, pz, nx, ny, nz, this.size), light);
    this.lit = 0.2126 * light[0]! + 0.7152 * light[1]! + 0.0722 * light[2]!;
    const along = nx * dx + ny * dy + nz * dz;
    // Schlick 1994; what grazes is mirrored more, though no real glaze is as clean as the formula.
    const share = material.mirror && material.mirror + 0.8 * (1 - material.mirror) * (1 - Math.max(0, -along)) ** 5;
    const metal = material.mirror > METAL;
    if (share > 0.004) {
      const q = scattered(dx - 2 * along * nx, dy - 2 * along * ny, dz - 2 * along * nz, material.rough, u, v);
      this.mirror(px, py, pz, q[0], q[1], q[2]);
    }
    material.paint(x, y, z, albedo);
    for (let c = 0; c < 3; c++) {
      const tint = metal ? albedo[c]! : 1;
      out[c] = out[c]! + (1 - share) * albedo[c]! * light[c]! + (share > 0.004 ? share * tint * mirrored[c]! : 0);
    }
  }

  private material(): Material | null {
    return (this.tracer.body ?? this.tracer.plane)?.material ?? null;
  }

  /** Light of the key on a place, before its colour; sets `out`. */
  private direct(x: number, y: number, z: number, nx: number, ny: number, nz: number, out: Colour): void {
    const { towards, colour, spread } = this.scene.key;
    const facing = nx * towards[0] + ny * towards[1] + nz * towards[2];
    const share = facing > 0 ? facing * this.tracer.seen(x, y, z, towards[0], towards[1], towards[2], spread) : 0;
    for (let c = 0; c < 3; c++) out[c] = share * colour[c]!;
  }

  /** Light from above and below on a place that lies so open; adds to `out`. */
  private around(ny: number, open: number, out: Colour): void {
    const { above, below } = this.scene.fill;
    const up = 0.5 + 0.5 * ny;
    for (let c = 0; c < 3; c++) out[c] = out[c]! + open * (below[c]! + up * (above[c]! - below[c]!));
  }

  /** What a mirror shows in a direction; sets `mirrored`. */
  private mirror(x: number, y: number, z: number, dx: number, dy: number, dz: number): void {
    const { tracer, albedo, mirrored } = this;
    const t = tracer.hit(x, y, z, dx, dy, dz);
    const material = this.material();
    if (!material) {
      this.scene.sky(dx, dy, dz, mirrored);
      this.window(dx, dy, dz, mirrored);
      return;
    }
    const [hx, hy, hz] = [x + t * dx, y + t * dy, z + t * dz];
    tracer.normalAt(hx, hy, hz, Math.max(1, t));
    const { nx, ny, nz } = tracer;
    const lift = 0.004 * Math.max(1, t);
    this.direct(hx + lift * nx, hy + lift * ny, hz + lift * nz, nx, ny, nz, mirrored);
    this.around(ny, IN_MIRROR, mirrored);
    material.paint(hx, hy, hz, albedo);
    for (let c = 0; c < 3; c++) mirrored[c] = mirrored[c]! * albedo[c]!;
  }

  /** The key light as a mirror shows it: a window of four panes. Adds to `out`. */
  private window(dx: number, dy: number, dz: number, out: Colour): void {
    const { towards, colour, spread } = this.scene.key;
    const facing = towards[0] * dx + towards[1] * dy + towards[2] * dz;
    if (facing < 0.5) return;
    const [px, py, pz, qx, qy, qz] = across(towards[0], towards[1], towards[2]);
    const a = Math.abs(px * dx + py * dy + pz * dz) / (facing * spread);
    const b = Math.abs(qx * dx + qy * dy + qz * dz) / (facing * spread);
    if (Math.max(a, b) > 1 || Math.min(a, b) < PANES) return;
    for (let c = 0; c < 3; c++) out[c] = out[c]! + colour[c]! / (4 * spread * spread);
  }
}

/** Two unit vectors across a unit vector and each other (Duff et al. 2017). */
function across(x: number, y: number, z: number): [number, number, number, number, number, number] {
  const sign = z < 0 ? -1 : 1;
  const k = -1 / (sign + z);
  const m = x * y * k;
  return [1 + sign * x * x * k, sign * m, -sign * x, m, sign + y * y * k, -y];
}

/** A direction scattered about another: a point on a disc of radius `spread` at distance one. */
function scattered(x: number, y: number, z: number, spread: number, u: number, v: number): [number, number, number] {
  if (spread === 0) return [x, y, z];
  const [radius, turn] = [spread * Math.sqrt(u), 2 * Math.PI * v];
  const [a, b] = [radius * Math.cos(turn), radius * Math.sin(turn)];
  const [px, py, pz, qx, qy, qz] = across(x, y, z);
  const [sx, sy, sz] = [x + a * px + b * qx, y + a * py + b * qy, z + a * pz + b * qz];
  const length = Math.sqrt(sx * sx + sy * sy + sz * sz);
  return [sx / length, sy / length, sz / length];
}
