/**
 * What a scene is made of: a camera, solids, endless planes, one broad light and a sky. Lengths are in decimetres or what
 * the scene likes, y is up, colours are linear light.
 */

import type { Field, Vector } from './field.ts';

/** Red, green, blue, written to by whoever is asked for a colour. */
export type Colour = Float64Array;

export interface Material {
  /** Colour of a place on the surface, in the world's coordinates. */
  paint: (x: number, y: number, z: number, out: Colour) => void;
  /** Share of light mirrored head on: 0 for chalk, 0.04 for glaze, 0.6 for metal. */
  mirror: number;
  /** How far mirrored rays scatter, 0 for polish. */
  rough: number;
}

export interface Body {
  field: Field;
  /** A ball that holds the body: rays that miss it never ask the field. */
  centre: Vector;
  reach: number;
  material: Material;
  /** Whether it is what the picture is of. */
  subject: boolean;
}

/** All points p with normal · p = offset; lit on the side that the normal looks to. */
export interface Plane {
  normal: Vector;
  offset: number;
  material: Material;
}

export interface Camera {
  eye: Vector;
  target: Vector;
  /** Angle across the picture's longer side, degrees. */
  angle: number;
  /** Turn about the line of sight, radians. */
  roll: number;
}

export interface Scene {
  camera: Camera;
  bodies: Body[];
  planes: Plane[];
  /** Unit vector towards the key light, its colour, and its radius as seen from the scene, radians. */
  key: { towards: Vector; colour: Vector; spread: number };
  /** What is seen where nothing is, and lights from there. */
  sky: (dx: number, dy: number, dz: number, out: Colour) => void;
  /** Light from all around, where rays do not look for it: colour from above and from below. */
  fill: { above: Vector; below: Vector };
  exposure: number;
}

/** '#c2663f' as linear light. */
export function linear(hex: string): Vector {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

export function normalised([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** A solid where it stands, without asking its maker how large it is: `reach` is given with its middle. */
export function body(field: Field, centre: Vector, reach: number, material: Material, subject = true): Body {
  return { field, centre, reach, material, subject };
}
