/**
 * The minimum cut of a grid: the labelling that agrees best with what each pixel looks like and where the edges are.
 *
 * Boykov and Kolmogorov's maximum flow (An Experimental Comparison of Min-Cut/Max-Flow Algorithms, PAMI 2004): a tree
 * grows from either terminal, a path is saturated where they meet, and the orphans that this leaves seek new parents.
 * Every pixel has its eight neighbours; arcs live in one array, arc = 8 · pixel + direction, so nothing is allocated
 * while the flow runs. Costs are counted in whole units, so that every path saturates an arc exactly and the flow ends.
 */

/** The eight directions; a direction and its opposite differ by 4. */
const STEP_X = [1, 1, 0, -1, -1, -1, 0, 1];
const STEP_Y = [0, 1, 1, 1, 0, -1, -1, -1];
/** The first four directions reach every pair of neighbours once: right, down right, down, down left. */
export const FORWARD_STEPS = [0, 1, 2, 3].map((d) => [STEP_X[d]!, STEP_Y[d]!] as const);

/** Whole units in a cost of 1. */
const UNITS = 1024;

const FREE = 0;
const SOURCE = 1;
const SINK = 2;
const NO_ARC = -1;
const TERMINAL = -2;
const ORPHAN = -3;

export interface Cut {
  /** 1 where the pixel stays with the source (the subject), else 0 [height · width]. */
  labels: Uint8Array;
  /** The cut's cost, less what every labelling pays; to the nearest 1/1024 of every cost. */
  flow: number;
}

/**
 * @param unary cost of the label 0 less that of the label 1, a pixel [height · width]: positive pulls to the subject
 * @param pairwise cost of two neighbours' labels differing, ≥ 0 [4 · height · width], [d · pixels + i] for pixel i and
 *   its neighbour at FORWARD_STEPS[d]; where there is none, it is not looked at
 */
export function minimumCut(unary: Float32Array, pairwise: Float32Array, width: number, height: number): Cut {
  const pixels = width * height;
  const offset = STEP_X.map((x, d) => x + STEP_Y[d]! * width);
  const residual = new Int32Array(8 * pixels);
  for (let d = 0; d < 4; d++) {
    for (let y = 0; y < height; y++) {
      if (y + STEP_Y[d]! >= height) continue;
      const from = Math.max(0, -STEP_X[d]!);
      const to = width - Math.max(0, STEP_X[d]!);
      for (let x = from; x < to; x++) {
        const i = y * width + x;
        const cost = Math.round(UNITS * pairwise[d * pixels + i]!);
        residual[8 * i + d] = cost;
        residual[8 * (i + offset[d]!) + d + 4] = cost;
      }
    }
  }
  const terminal = new Int32Array(pixels);
  for (let i = 0; i < pixels; i++) terminal[i] = Math.round(UNITS * unary[i]!);
  const { labels, flow } = new Flow(pixels, offset, residual, terminal).run();
  return { labels, flow: flow / UNITS };
}

/** One maximum flow. `terminal` holds what is left of each pixel's arc: from the source if positive, to the sink if not. */
class Flow {
  private readonly tree: Uint8Array;
  /** The arc to the pixel's parent, or TERMINAL, ORPHAN, NO_ARC. */
  private readonly parent: Int32Array;
  private readonly distance: Int32Array;
  private readonly stamp: Int32Array;
  private readonly queue: Int32Array;
  private readonly queued: Uint8Array;
  private head = 0;
  private waiting = 0;
  private readonly orphans: number[] = [];
  private time = 0;
  private flow = 0;

  constructor(
    private readonly pixels: number,
    private readonly offset: number[],
    private readonly residual: Int32Array,
    private readonly terminal: Int32Array,
  ) {
    this.tree = new Uint8Array(pixels);
    this.parent = new Int32Array(pixels).fill(NO_ARC);
    this.distance = new Int32Array(pixels);
    this.stamp = new Int32Array(pixels);
    this.queue = new Int32Array(pixels);
    this.queued = new Uint8Array(pixels);
  }

  run(): Cut {
    for (let i = 0; i < this.pixels; i++) {
      if (this.terminal[i] === 0) continue;
      this.tree[i] = this.terminal[i]! > 0 ? SOURCE : SINK;
      this.parent[i] = TERMINAL;
      this.distance[i] = 1;
      this.activate(i);
    }
    let pixel = -1;
    for (;;) {
      if (pixel < 0 || this.tree[pixel] === FREE) pixel = this.nextActive();
      if (pixel < 0) break;
      const bridge = this.grow(pixel);
      if (bridge === NO_ARC) {
        pixel = -1;
        continue;
      }
      this.time++;
      this.augment(bridge);
      while (this.orphans.length) this.adopt(this.orphans.pop()!);
    }
    return { labels: this.tree.map((tree) => (tree === SOURCE ? 1 : 0)), flow: this.flow };
  }

  private activate(pixel: number): void {
    if (this.queued[pixel]) return;
    this.queued[pixel] = 1;
    this.queue[(this.head + this.waiting++) % this.pixels] = pixel;
  }

  private nextActive(): number {
    while (this.waiting > 0) {
      const pixel = this.queue[this.head]!;
      this.head = (this.head + 1) % this.pixels;
      this.waiting--;
      this.queued[pixel] = 0;
      if (this.tree[pixel] !== FREE) return pixel;
    }
    return -1;
  }

  private neighbour(arc: number): number {
    return (arc >> 3) + this.offset[arc & 7]!;
  }

  /** The same pair's arc the other way. */
  private reverse(arc: number): number {
    return 8 * this.neighbour(arc) + ((arc + 4) & 7);
  }

  /** What the tree may still carry over an arc away from its pixel towards a child: along it, or against it. */
  private carries(arc: number, tree: number): number {
    return this.residual[tree === SOURCE ? arc : this.reverse(arc)]!;
  }

  /** Lets the pixel's tree take its free neighbours; the arc from the source's tree into the sink's, if they meet. */
  private grow(pixel: number): number {
    const tree = this.tree[pixel]!;
    for (let d = 0; d < 8; d++) {
      const arc = 8 * pixel + d;
      const next = pixel + this.offset[d]!;
      if (next < 0 || next >= this.pixels || !(this.carries(arc, tree) > 0)) continue;
      if (this.tree[next] === FREE) {
        this.tree[next] = tree;
        this.parent[next] = this.reverse(arc);
        this.stamp[next] = this.stamp[pixel]!;
        this.distance[next] = this.distance[pixel]! + 1;
        this.activate(next);
      } else if (this.tree[next] !== tree) {
        return tree === SOURCE ? arc : this.reverse(arc);
      } else if (this.stamp[next]! <= this.stamp[pixel]! && this.distance[next]! > this.distance[pixel]!) {
        this.parent[next] = this.reverse(arc);
        this.stamp[next] = this.stamp[pixel]!;
        this.distance[next] = this.distance[pixel]! + 1;
      }
    }
    return NO_ARC;
  }

  /** Sends as much as goes from source to sink over the bridge; pixels whose arc to the parent is full are orphans. */
  private augment(bridge: number): void {
    const { residual, terminal, parent } = this;
    let least = residual[bridge]!;
    let i = bridge >> 3;
    for (; parent[i] !== TERMINAL; i = this.neighbour(parent[i]!))
      least = Math.min(least, residual[this.reverse(parent[i]!)]!);
    least = Math.min(least, terminal[i]!);
    for (i = this.neighbour(bridge); parent[i] !== TERMINAL; i = this.neighbour(parent[i]!))
      least = Math.min(least, residual[parent[i]!]!);
    least = Math.min(least, -terminal[i]!);

    this.push(bridge, least);
    for (i = bridge >> 3; parent[i] !== TERMINAL; ) {
      const up = parent[i]!;
      this.push(this.reverse(up), least);
      if (residual[this.reverse(up)] === 0) this.orphan(i);
      i = this.neighbour(up);
    }
    terminal[i] = terminal[i]! - least;
    if (terminal[i] === 0) this.orphan(i);
    for (i = this.neighbour(bridge); parent[i] !== TERMINAL; ) {
      const up = parent[i]!;
      this.push(up, least);
      if (residual[up] === 0) this.orphan(i);
      i = this.neighbour(up);
    }
    terminal[i] = terminal[i]! + least;
    if (terminal[i] === 0) this.orphan(i);
    this.flow += least;
  }

  private push(arc: number, amount: number): void {
    const back = this.reverse(arc);
    this.residual[arc] = this.residual[arc]! - amount;
    this.residual[back] = this.residual[back]! + amount;
  }

  private orphan(pixel: number): void {
    this.parent[pixel] = ORPHAN;
    this.orphans.push(pixel);
  }

  /** Steps from the pixel up to its terminal, or -1 where the way ends in an orphan. Marks the way as looked at. */
  private origin(pixel: number): number {
    let steps = 0;
    let i = pixel;
    for (;;) {
      if (this.stamp[i] === this.time) {
        steps += this.distance[i]!;
        break;
      }
      const up = this.parent[i]!;
      steps++;
      if (up === TERMINAL) {
        this.stamp[i] = this.time;
        this.distance[i] = 1;
        break;
      }
      if (up === ORPHAN || up === NO_ARC) return -1;
      i = this.neighbour(up);
    }
    let left = steps;
    for (i = pixel; this.stamp[i] !== this.time; i = this.neighbour(this.parent[i]!)) {
      this.stamp[i] = this.time;
      this.distance[i] = left--;
    }
    return steps;
  }

  /** Finds the orphan the parent nearest to the terminal, or frees it and orphans its children. */
  private adopt(pixel: number): void {
    const tree = this.tree[pixel]!;
    let best = NO_ARC;
    let nearest = Number.POSITIVE_INFINITY;
    for (let d = 0; d < 8; d++) {
      const arc = 8 * pixel + d;
      const next = pixel + this.offset[d]!;
      if (next < 0 || next >= this.pixels || this.tree[next] !== tree) continue;
      if (!(this.carries(this.reverse(arc), tree) > 0)) continue;
      const steps = this.origin(next);
      if (steps >= 0 && steps < nearest) {
        nearest = steps;
        best = arc;
      }
    }
    if (best !== NO_ARC) {
      this.parent[pixel] = best;
      this.stamp[pixel] = this.time;
      this.distance[pixel] = nearest + 1;
      return;
    }
    this.tree[pixel] = FREE;
    this.parent[pixel] = NO_ARC;
    for (let d = 0; d < 8; d++) {
      const arc = 8 * pixel + d;
      const next = pixel + this.offset[d]!;
      if (next < 0 || next >= this.pixels || this.tree[next] !== tree) continue;
      if (this.carries(this.reverse(arc), tree) > 0) this.activate(next);
      const up = this.parent[next]!;
      if (up >= 0 && this.neighbour(up) === pixel) this.orphan(next);
    }
  }
}
