/**
 * Affine maps of the plane, and the transform lists that SVG writes them as.
 *
 * A map is (a b c d e f): x′ = a·x + c·y + e, y′ = b·x + d·y + f. Source: CSS Transforms 1 (W3C), section 8.
 */

export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Affine = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** The points x0 y0 x1 y1 ... mapped. */
export function mapPoints([a, b, c, d, e, f]: Affine, points: readonly number[]): number[] {
  const mapped: number[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    mapped.push(a * x + c * y + e, b * x + d * y + f);
  }
  return mapped;
}

/** By how much lengths grow, as the square root of how much areas do: exact where the map keeps shapes. */
export function scaleOf([a, b, c, d]: Affine): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** Whether the map keeps shapes (turns, moves, mirrors, scales evenly), to a part in a thousand. */
export function keepsShapes([a, b, c, d]: Affine): boolean {
  const x = Math.hypot(a, b);
  const y = Math.hypot(c, d);
  return Math.abs(x - y) <= 1e-3 * Math.max(x, y) && Math.abs(a * c + b * d) <= 1e-3 * x * y;
}

const turn = (degrees: number): Affine => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
};
const move = (x: number, y = 0): Affine => [1, 0, 0, 1, x, y];
const slope = (degrees: number): number => Math.tan((degrees * Math.PI) / 180);

/** One row a function: how many numbers it takes, and the map it is. */
const FUNCTIONS: Record<string, { counts: number[]; map: (n: number[]) => Affine }> = {
  matrix: { counts: [6], map: (n) => n as unknown as Affine },
  translate: { counts: [1, 2], map: ([x, y]) => move(x!, y) },
  translateX: { counts: [1], map: ([x]) => move(x!) },
  translateY: { counts: [1], map: ([y]) => move(0, y) },
  scale: { counts: [1, 2], map: ([x, y = x]) => [x!, 0, 0, y!, 0, 0] },
  scaleX: { counts: [1], map: ([x]) => [x!, 0, 0, 1, 0, 0] },
  scaleY: { counts: [1], map: ([y]) => [1, 0, 0, y!, 0, 0] },
  rotate: {
    counts: [1, 3],
    map: ([degrees, x = 0, y = 0]) => compose(compose(move(x, y), turn(degrees!)), move(-x, -y)),
  },
  skewX: { counts: [1], map: ([degrees]) => [1, 0, slope(degrees!), 1, 0, 0] },
  skewY: { counts: [1], map: ([degrees]) => [1, slope(degrees!), 0, 1, 0, 0] },
};

/** Characters of a transform list, and of a number in it; longer ones come from nobody's hand. */
const LONGEST_LIST = 20_000;
const LONGEST_NUMBER = 100;

/** Degrees in each unit of angle that CSS allows. */
const ANGLES: Record<string, number> = { deg: 1, rad: 180 / Math.PI, grad: 0.9, turn: 360, px: 1, '': 1 };

/** The map of a transform list such as `translate(10 20) rotate(45)`, or null when it cannot be read. */
export function readTransform(list: string): Affine | null {
  if (list.length > LONGEST_LIST) return null;
  let map = IDENTITY;
  const rest = list.replace(/([A-Za-z]{1,20})\s*\(([^()]*)\)[\s,]*/g, (_, name: string, inside: string) => {
    const row = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : null;
    const numbers = inside.trim()
      ? inside
          .trim()
          .split(/\s*,\s*|\s+/)
          .map(readNumber)
      : [];
    if (!row?.counts.includes(numbers.length) || !numbers.every(Number.isFinite)) return '!';
    map = compose(map, row.map(numbers));
    return '';
  });
  return rest.trim() === '' && map.every(Number.isFinite) ? map : null;
}

function readNumber(text: string): number {
  if (text.length > LONGEST_NUMBER) return Number.NaN;
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*)$/i.exec(text);
  return found ? Number(found[1]) * (ANGLES[found[2]!.toLowerCase()] ?? Number.NaN) : Number.NaN;
}
