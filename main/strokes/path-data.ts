/**
 * SVG path data as cubic Béziers: every line, quadratic and arc becomes cubics, one a stroke.
 *
 * Numbers may be as tight as the grammar allows (`1.5.5-2`, arc flags without a space). As the standard wants, a path
 * with a mistake in it is drawn up to the mistake. Lines and quadratics are raised exactly; arcs are cut at every
 * quarter turn, where a cubic leaves the ellipse by less than 3e-4 of its radius.
 * Source: SVG 2 (W3C), chapter 9 and appendix B.2.4 (arcs: from end points to a centre).
 */

/** Four control points, x0 y0 ... x3 y3. */
export type Curve = number[];

export interface PathCurves {
  curves: Curve[];
  /** Where the reading stopped, as half a sentence; null when all was read. */
  error: string | null;
}

/** How many numbers each command takes. */
const TAKES: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const SPACE = /[\s,]*/y;
const LETTER = /[A-Za-z]/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const FLAG = /[01]/y;

/** The curves of path data such as `M 10 20 c 5 0 5 5 0 5 z`. At most `most` are read. */
export function readPathData(data: string, most = Number.POSITIVE_INFINITY): PathCurves {
  const pen = new Pen();
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    SPACE.lastIndex = at;
    SPACE.exec(data);
    pattern.lastIndex = SPACE.lastIndex;
    const found = pattern.exec(data);
    if (found) at = pattern.lastIndex;
    return found ? found[0] : null;
  };
  const stop = (error: string | null): PathCurves => ({ curves: pen.curves, error });

  let command = '';
  for (;;) {
    const letter = match(LETTER);
    if (letter !== null) {
      command = letter;
      if (!Object.hasOwn(TAKES, command.toUpperCase())) return stop(`there is no path command '${letter}'`);
      if (!pen.placed && command.toUpperCase() !== 'M') return stop('a path must begin with M');
    } else {
      SPACE.lastIndex = at;
      SPACE.exec(data);
      if (SPACE.lastIndex >= data.length) return stop(null);
      if (!command || command.toUpperCase() === 'Z') return stop(`'${data.slice(at, at + 12).trim()}' is no command`);
      // Numbers that go on after a move are lines.
      if (command === 'M') command = 'L';
      else if (command === 'm') command = 'l';
    }
    const kind = command.toUpperCase();
    const numbers: number[] = [];
    while (numbers.length < TAKES[kind]!) {
      const text = match(kind === 'A' && (numbers.length === 3 || numbers.length === 4) ? FLAG : NUMBER);
      const value = text === null ? Number.NaN : Number(text);
      if (!Number.isFinite(value)) return stop(`${command} has too few numbers, or one that is none`);
      numbers.push(value);
    }
    pen.run(kind, numbers, command !== kind);
    if (pen.curves.length > most) return stop(null);
  }
}

/** Where the pen is, and the curves it has drawn. */
class Pen {
  readonly curves: Curve[] = [];
  placed = false;
  private x = 0;
  private y = 0;
  private startX = 0;
  private startY = 0;
  /** Whether the subpath has drawn anything yet. */
  private drawn = false;
  /** The last control point, for the commands that mirror it, and which kind of curve it was of. */
  private control: [x: number, y: number, kind: string] = [0, 0, ''];

  run(kind: string, n: number[], relative: boolean): void {
    const dx = relative ? this.x : 0;
    const dy = relative ? this.y : 0;
    const at = (i: number): [number, number] => [n[i]! + dx, n[i + 1]! + dy];
    switch (kind) {
      case 'M':
        [this.x, this.y] = [this.startX, this.startY] = at(0);
        this.placed = true;
        this.drawn = false;
        break;
      case 'L':
        this.line(...at(0));
        break;
      case 'H':
        this.line(n[0]! + dx, this.y);
        break;
      case 'V':
        this.line(this.x, n[0]! + dy);
        break;
      case 'C':
        this.cubic(at(0), at(2), at(4));
        break;
      case 'S':
        this.cubic(this.mirrored('C'), at(0), at(2));
        break;
      case 'Q':
        this.quadratic(at(0), at(2));
        break;
      case 'T':
        this.quadratic(this.mirrored('Q'), at(0));
        break;
      case 'A':
        this.arc(n, at(5));
        break;
      default:
        // A dot (M x y Z) is drawn; a subpath that is back already needs no closing line.
        if (!this.drawn || this.x !== this.startX || this.y !== this.startY) this.line(this.startX, this.startY);
        this.drawn = false;
    }
    if (!'CSQT'.includes(kind)) this.control = [this.x, this.y, ''];
  }

  private mirrored(kind: string): [number, number] {
    const [x, y, last] = this.control;
    return last === kind ? [2 * this.x - x, 2 * this.y - y] : [this.x, this.y];
  }

  private push(points: Curve): void {
    this.curves.push(points);
    [this.x, this.y] = [points[6]!, points[7]!];
    this.drawn = true;
  }

  private line(x: number, y: number): void {
    this.push(lineCurve(this.x, this.y, x, y));
  }

  private cubic(a: [number, number], b: [number, number], end: [number, number]): void {
    this.push([this.x, this.y, ...a, ...b, ...end]);
    this.control = [...b, 'C'];
  }

  private quadratic(c: [number, number], end: [number, number]): void {
    const { x, y } = this;
    const a = [x + (2 / 3) * (c[0] - x), y + (2 / 3) * (c[1] - y)];
    const b = [end[0] + (2 / 3) * (c[0] - end[0]), end[1] + (2 / 3) * (c[1] - end[1])];
    this.push([x, y, ...a, ...b, ...end]);
    this.control = [...c, 'Q'];
  }

  private arc([rx, ry, degrees, large, sweep]: number[], [x, y]: [number, number]): void {
    if (x === this.x && y === this.y) return;
    const from: [number, number] = [this.x, this.y];
    for (const curve of arcCurves(from, [x, y], rx!, ry!, degrees!, large === 1, sweep === 1)) this.push(curve);
  }
}

/** A straight stroke, its control points at the thirds. */
export function lineCurve(x0: number, y0: number, x1: number, y1: number): Curve {
  const [dx, dy] = [(x1 - x0) / 3, (y1 - y0) / 3];
  return [x0, y0, x0 + dx, y0 + dy, x1 - dx, y1 - dy, x1, y1];
}

/** An elliptical arc between two points as cubics of at most a quarter turn; a line when a radius is zero. */
function arcCurves(
  [x0, y0]: [number, number],
  [x1, y1]: [number, number],
  radiusX: number,
  radiusY: number,
  degrees: number,
  large: boolean,
  sweep: boolean,
): Curve[] {
  let [rx, ry] = [Math.abs(radiusX), Math.abs(radiusY)];
  if (rx === 0 || ry === 0) return [lineCurve(x0, y0, x1, y1)];
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  // Half the chord, in the ellipse's own axes (B.2.4, step 1).
  const px = (cos * (x0 - x1) + sin * (y0 - y1)) / 2;
  const py = (cos * (y0 - y1) - sin * (x0 - x1)) / 2;
  // Radii that do not reach are scaled up until they do (B.2.5).
  const reach = Math.hypot(px / rx, py / ry);
  if (reach > 1) [rx, ry] = [rx * reach, ry * reach];
  const u = px / rx;
  const v = py / ry;
  const k = Math.sqrt(Math.max(0, 1 / (u * u + v * v) - 1)) * (large === sweep ? -1 : 1);
  // The centre, in units of the radii.
  const [cx, cy] = [k * v, -k * u];
  const from = Math.atan2(v - cy, u - cx);
  let angle = Math.atan2(-v - cy, -u - cx) - from;
  if (sweep && angle < 0) angle += 2 * Math.PI;
  if (!sweep && angle > 0) angle -= 2 * Math.PI;

  const [midX, midY] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const place = (s: number, t: number) => {
    const [ex, ey] = [rx * (cx + s), ry * (cy + t)];
    return [cos * ex - sin * ey + midX, sin * ex + cos * ey + midY];
  };
  const pieces = Math.max(1, Math.ceil(Math.abs(angle) / (Math.PI / 2) - 1e-9));
  const step = angle / pieces;
  const handle = (4 / 3) * Math.tan(step / 4);
  const curves: Curve[] = [];
  for (let i = 0; i < pieces; i++) {
    const [a, b] = [from + i * step, from + (i + 1) * step];
    const start = i === 0 ? [x0, y0] : curves[i - 1]!.slice(6);
    const end = i === pieces - 1 ? [x1, y1] : place(Math.cos(b), Math.sin(b));
    const first = place(Math.cos(a) - handle * Math.sin(a), Math.sin(a) + handle * Math.cos(a));
    const second = place(Math.cos(b) + handle * Math.sin(b), Math.sin(b) - handle * Math.cos(b));
    curves.push([...start, ...first, ...second, ...end]);
  }
  return curves;
}
