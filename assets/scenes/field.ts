/**
 * Solids as signed distance functions: how far a point is from a surface, negative inside.
 *
 * A sphere tracer (Hart 1996) may step as far as such a function says, so each here never says more than the true
 * distance, or says by `slowed` how much it may exaggerate. The exact ones of simple solids follow Quilez, "Distance
 * functions", 2008; rounding is an offset. Everything is a closure over numbers,
 * and no step of a ray makes an array: a picture takes some ten million steps.
 */

export type Field = (x: number, y: number, z: number) => number;
export type Vector = readonly [number, number, number];

/** A ball at the origin. */
export const ball =
  (radius: number): Field =>
  (x, y, z) =>
    Math.sqrt(x * x + y * y + z * z) - radius;

/** An ellipsoid: a bound that is exact on its surface. */
export function ellipsoid(rx: number, ry: number, rz: number): Field {
  const [ax, ay, az] = [1 / rx, 1 / ry, 1 / rz];
  const least = Math.min(rx, ry, rz);
  return (x, y, z) => {
    const k = Math.sqrt((x * ax) ** 2 + (y * ay) ** 2 + (z * az) ** 2);
    const slope = Math.sqrt((x * ax * ax) ** 2 + (y * ay * ay) ** 2 + (z * az * az) ** 2);
    return slope < 1e-9 ? -least : (k * (k - 1)) / slope;
  };
}

/** A box of these half sides, its edges rounded. */
export const box =
  (hx: number, hy: number, hz: number, round = 0): Field =>
  (x, y, z) => {
    const qx = Math.abs(x) - hx + round;
    const qy = Math.abs(y) - hy + round;
    const qz = Math.abs(z) - hz + round;
    const ox = Math.max(qx, 0);
    const oy = Math.max(qy, 0);
    const oz = Math.max(qz, 0);
    return Math.sqrt(ox * ox + oy * oy + oz * oz) + Math.min(Math.max(qx, qy, qz), 0) - round;
  };

/** A standing cylinder of half height `h`, its edges rounded. */
export const cylinder =
  (radius: number, h: number, round = 0): Field =>
  (x, y, z) => {
    const qr = Math.sqrt(x * x + z * z) - radius + round;
    const qy = Math.abs(y) - h + round;
    const or = Math.max(qr, 0);
    const oy = Math.max(qy, 0);
    return Math.sqrt(or * or + oy * oy) + Math.min(Math.max(qr, qy), 0) - round;
  };

/** A lying ring: `radius` to the middle of its tube. */
export const ring =
  (radius: number, tube: number): Field =>
  (x, y, z) => {
    const q = Math.sqrt(x * x + z * z) - radius;
    return Math.sqrt(q * q + y * y) - tube;
  };

/** A limb from a to b, as thick as `ra` there and `rb` here, straight between. */
export function limb(a: Vector, b: Vector, ra: number, rb = ra): Field {
  const [ax, ay, az] = a;
  const [bx, by, bz] = [b[0] - ax, b[1] - ay, b[2] - az];
  const length2 = bx * bx + by * by + bz * bz;
  // A cone's side leans: the distance along the normal of the axis is longer than that to the side.
  const lean = 1 / Math.sqrt(1 + (ra - rb) ** 2 / length2);
  return (x, y, z) => {
    const px = x - ax;
    const py = y - ay;
    const pz = z - az;
    const t = Math.min(1, Math.max(0, (px * bx + py * by + pz * bz) / length2));
    const dx = px - t * bx;
    const dy = py - t * by;
    const dz = pz - t * bz;
    return (Math.sqrt(dx * dx + dy * dy + dz * dz) - ra - t * (rb - ra)) * lean;
  };
}

/** A tube along a line of points. */
export function tube(points: readonly Vector[], radius: (share: number) => number): Field {
  const last = points.length - 1;
  const limbs = points.slice(1).map((to, i) => limb(points[i]!, to, radius(i / last), radius((i + 1) / last)));
  return union(...limbs);
}

/** The nearer of several. */
export function union(...fields: Field[]): Field {
  if (fields.length === 2) {
    const [f, g] = fields as [Field, Field];
    return (x, y, z) => Math.min(f(x, y, z), g(x, y, z));
  }
  return (x, y, z) => {
    let nearest = fields[0]!(x, y, z);
    for (let i = 1; i < fields.length; i++) nearest = Math.min(nearest, fields[i]!(x, y, z));
    return nearest;
  };
}

/** Several grown together: seams of width `k` are filled smoothly (the polynomial minimum). */
export function blend(k: number, ...fields: Field[]): Field {
  return (x, y, z) => {
    let d = fields[0]!(x, y, z);
    for (let i = 1; i < fields.length; i++) {
      const e = fields[i]!(x, y, z);
      const h = Math.max(0, k - Math.abs(d - e)) / k;
      d = Math.min(d, e) - 0.25 * h * h * k;
    }
    return d;
  };
}

/** The first without the second, their edge rounded by `k`. */
export const carve =
  (k: number, from: Field, away: Field): Field =>
  (x, y, z) => {
    const d = from(x, y, z);
    const e = -away(x, y, z);
    const h = Math.max(0, k - Math.abs(d - e)) / k;
    return Math.max(d, e) + 0.25 * h * h * k;
  };

/** What both have in common. */
export const common =
  (f: Field, g: Field): Field =>
  (x, y, z) =>
    Math.max(f(x, y, z), g(x, y, z));

/** A skin of this thickness about the surface. */
export const shell =
  (field: Field, thickness: number): Field =>
  (x, y, z) =>
    Math.abs(field(x, y, z)) - thickness / 2;

/** For what exaggerates distance: steps are taken this much shorter. */
export const slowed =
  (factor: number, field: Field): Field =>
  (x, y, z) =>
    field(x, y, z) * factor;

/** A surface with bumps: `height` moves it outwards. Steps are shortened for slopes up to about one. */
export const bumpy =
  (field: Field, height: Field, most: number): Field =>
  (x, y, z) => {
    const d = field(x, y, z);
    // Away from the surface the bumps do not matter, and are not computed.
    return d > 3 * most ? d - most : (d - height(x, y, z)) * 0.75;
  };

/**
 * The same solid, which is only asked about within `margin` of the ball that holds it: from farther off, the distance to
 * the ball will do. In a blend the margin is at least the seam.
 */
export function held(field: Field, [cx, cy, cz]: Vector, reach: number, margin: number): Field {
  return (x, y, z) => {
    const away = Math.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) - reach;
    return away > margin ? away : field(x, y, z);
  };
}

export const moved =
  (field: Field, [tx, ty, tz]: Vector): Field =>
  (x, y, z) =>
    field(x - tx, y - ty, z - tz);

export const scaled =
  (field: Field, factor: number): Field =>
  (x, y, z) =>
    field(x / factor, y / factor, z / factor) * factor;

/** What is made at positive x is also at negative x. */
export const mirroredX =
  (field: Field): Field =>
  (x, y, z) =>
    field(Math.abs(x), y, z);

/** What is made at positive z is also at negative z. */
export const mirroredZ =
  (field: Field): Field =>
  (x, y, z) =>
    field(x, y, Math.abs(z));

/** Turned about an axis through the origin by an angle in radians, right-handed. */
export function turned(field: Field, axis: 'x' | 'y' | 'z', angle: number): Field {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  if (axis === 'x') return (x, y, z) => field(x, c * y + s * z, c * z - s * y);
  if (axis === 'y') return (x, y, z) => field(c * x - s * z, y, c * z + s * x);
  return (x, y, z) => field(c * x + s * y, c * y - s * x, z);
}
