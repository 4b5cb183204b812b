/**
 * Angles as a person reads them off the screen: degrees, 0 to the right and growing clockwise, and steps of 15° that
 * hold while Shift is down.
 */

/** Degrees between the directions that Shift allows. */
const ANGLE_STEP = 15;

/** How far and in which direction (0 ≤ degrees < 360) the second point lies from the first. */
export function polar(x0: number, y0: number, x1: number, y1: number): { length: number; degrees: number } {
  const degrees = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
  return { length: Math.hypot(x1 - x0, y1 - y0), degrees: degrees < 0 ? (degrees + 360) % 360 : degrees };
}

/** The point that far away in that direction. */
export function fromPolar(x: number, y: number, length: number, degrees: number): [number, number] {
  // Quarter turns are exact, so that a level line is level.
  const quarters = degrees / 90;
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = Number.isInteger(quarters)
    ? (
        [
          [1, 0],
          [0, 1],
          [-1, 0],
          [0, -1],
        ] as const
      )[((quarters % 4) + 4) % 4]!
    : [Math.cos(turn), Math.sin(turn)];
  return [x + length * cos, y + length * sin];
}

/**
 * The second point brought to the nearest allowed direction from the first: the foot of its perpendicular there. Allowed
 * are steps of 15° and further directions, which win where they are as near.
 *
 * @param also degrees; each counts both ways
 * @returns the point, and the direction from the first one that it keeps to
 */
export function snapDirection(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  also: readonly number[] = [],
): { point: [number, number]; degrees: number } {
  const { length, degrees } = polar(x0, y0, x1, y1);
  const off = (to: number): number => Math.abs(((degrees - to + 540) % 360) - 180);
  const both = also.flatMap((one) => [one, one + 180]);
  const nearest = [...both, ANGLE_STEP * Math.round(degrees / ANGLE_STEP)].reduce((a, b) => (off(b) < off(a) ? b : a));
  const along = length * Math.cos((off(nearest) * Math.PI) / 180);
  return { point: fromPolar(x0, y0, along, nearest), degrees: nearest };
}
