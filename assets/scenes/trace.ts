/**
 * Rays through a scene: what they hit, how much of a broad light a place sees, how open it lies.
 *
 * Bodies are marched by sphere tracing (Hart 1996), each within the ball that holds it; planes are met by division. Soft
 * shadows and openness come from how near rays pass by (Quilez, "Soft shadows", 2010; Evans, "Fast approximations for
 * global illumination on dynamic scenes", 2006).
 */

import type { Body, Plane, Scene } from './scene.ts';

/** A surface is met when it is this near, for each unit of the ray's length. */
const TOUCH = 4e-4;
const MOST_STEPS = 110;
const SHADOW_STEPS = 40;
/** Openness: how many places above the surface are asked. */
const OPEN_TAPS = 4;

export class Tracer {
  /** What the last `hit` met. */
  body: Body | null = null;
  plane: Plane | null = null;
  /** Unit normal there, towards the ray's origin; set by `normalAt`. */
  nx = 0;
  ny = 0;
  nz = 0;

  constructor(readonly scene: Scene) {}

  /** How far along a ray of unit direction the first surface is; Infinity where there is none. */
  hit(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number {
    this.body = null;
    this.plane = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const plane of this.scene.planes) {
      const nx = plane.normal[0];
      const ny = plane.normal[1];
      const nz = plane.normal[2];
      const towards = nx * dx + ny * dy + nz * dz;
      if (towards >= -1e-9) continue;
      const t = (plane.offset - nx * ox - ny * oy - nz * oz) / towards;
      if (t > 1e-4 && t < nearest) {
        nearest = t;
        this.plane = plane;
      }
    }
    for (const body of this.scene.bodies) {
      const cx = body.centre[0] - ox;
      const cy = body.centre[1] - oy;
      const cz = body.centre[2] - oz;
      const along = cx * dx + cy * dy + cz * dz;
      const half2 = along * along - cx * cx - cy * cy - cz * cz + body.reach * body.reach;
      if (half2 <= 0) continue;
      const half = Math.sqrt(half2);
      const end = Math.min(nearest, along + half);
      let t = Math.max(1e-4, along - half);
      for (let step = 0; step < MOST_STEPS && t < end; step++) {
        const d = body.field(ox + t * dx, oy + t * dy, oz + t * dz);
        if (d < TOUCH * (1 + t)) {
          nearest = t;
          this.body = body;
          this.plane = null;
          break;
        }
        t += d;
      }
    }
    return nearest;
  }

  /** The normal of what was hit last, at this place. */
  normalAt(x: number, y: number, z: number, scale: number): void {
    if (this.plane) [this.nx, this.ny, this.nz] = this.plane.normal;
    if (!this.body) return;
    const { field } = this.body;
    const e = 1e-3 * scale;
    // Four corners of a tetrahedron: the cheapest difference that has no direction of its own.
    const a = field(x + e, y - e, z - e);
    const b = field(x - e, y - e, z + e);
    const c = field(x - e, y + e, z - e);
    const d = field(x + e, y + e, z + e);
    const nx = a - b - c + d;
    const ny = -a - b + c + d;
    const nz = -a + b - c + d;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
    this.nx = nx / length;
    this.ny = ny / length;
    this.nz = nz / length;
  }

  /** The share of a light of radius `spread` (radians) that is seen in this direction, 0 to 1. */
  seen(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, spread: number): number {
    let share = 1;
    for (const body of this.scene.bodies) {
      const cx = body.centre[0] - ox;
      const cy = body.centre[1] - oy;
      const cz = body.centre[2] - oz;
      const along = cx * dx + cy * dy + cz * dz;
      if (along < -body.reach) continue;
      const radius = body.reach + spread * Math.max(0, along);
      const half2 = along * along - cx * cx - cy * cy - cz * cz + radius * radius;
      if (half2 <= 0) continue;
      const half = Math.sqrt(half2);
      const end = along + half;
      let t = Math.max(0.004, along - half);
      for (let step = 0; step < SHADOW_STEPS && t < end; step++) {
        const d = body.field(ox + t * dx, oy + t * dy, oz + t * dz);
        share = Math.min(share, 0.5 + d / (2 * spread * t));
        if (share <= 0.001) return 0;
        t += Math.max(0.004, Math.min(d, 0.25 * body.reach));
      }
    }
    return share * share * (3 - 2 * share);
  }

  /** How open a place with this normal lies, 0 (in a cleft) to 1; `size` is how far walls are felt. */
  openness(x: number, y: number, z: number, nx: number, ny: number, nz: number, size: number): number {
    let closed = 0;
    let weight = 1;
    for (let tap = 1; tap <= OPEN_TAPS; tap++) {
      const h = (size * tap * tap) / (OPEN_TAPS * OPEN_TAPS);
      const d = this.distance(x + h * nx, y + h * ny, z + h * nz, h);
      closed += (weight * Math.max(0, h - d)) / h;
      weight *= 0.7;
    }
    return Math.max(0, 1 - closed / 2.1);
  }

  /** Distance to the nearest surface, `most` where none is nearer. */
  private distance(x: number, y: number, z: number, most: number): number {
    let nearest = most;
    for (const { normal, offset } of this.scene.planes)
      nearest = Math.min(nearest, Math.abs(normal[0] * x + normal[1] * y + normal[2] * z - offset));
    for (const { centre, reach, field } of this.scene.bodies) {
      const away = Math.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2) - reach;
      if (away < nearest) nearest = Math.min(nearest, field(x, y, z));
    }
    return Math.max(0, nearest);
  }
}
