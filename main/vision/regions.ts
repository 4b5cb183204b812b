/**
 * Everything in a picture that might be an object by itself: regions of like colour behind edges, largest first.
 *
 * Felzenszwalb, Huttenlocher, Efficient Graph-Based Image Segmentation, IJCV 2004: pixels are joined along their weakest
 * differences while a difference is small beside what the two regions already hold. Then the most alike neighbours are
 * joined until few are left, as hierarchical segmentation does (Arbeláez et al., TPAMI 2011), by colour and by how
 * strong the edge between them is.
 */

import { connectedComponents } from './components.ts';

export interface Regions {
  /** The region of each pixel, from 0, largest first [height · width]. */
  label: Int32Array;
  /** Pixels of each region. */
  size: number[];
}

/** Felzenszwalb's k, in units of Lab: larger makes larger regions at first. */
const SCALE = 40;
/** Regions smaller than this share of the picture are joined to a neighbour. */
const LEAST = 0.004;
/** Neighbours that differ by less, in units of Lab, are joined however few regions there are. */
const ALIKE = 7;

/**
 * @param lab [height · width · 3]
 * @param most regions that are left, at least 1
 */
export function findRegions(lab: Float32Array, width: number, height: number, most: number): Regions {
  const forest = new Forest(lab);
  const edges = gridEdges(lab, width, height);
  for (const { a, b, difference } of edges) forest.join(a, b, difference, SCALE);
  const least = LEAST * width * height;
  for (const { a, b } of edges) forest.joinSmall(a, b, least);
  joinAlike(forest, edges, most);
  return numbered(forest, width, height);
}

interface Edge {
  a: number;
  b: number;
  difference: number;
}

/** Neighbours to the right, below, and below to both sides, the most alike first. */
function gridEdges(lab: Float32Array, width: number, height: number): Edge[] {
  const edges: Edge[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const a = y * width + x;
      for (const [dx, dy] of [
        [1, 0],
        [0, 1],
        [1, 1],
        [-1, 1],
      ] as const) {
        if (x + dx < 0 || x + dx >= width || y + dy >= height) continue;
        const b = a + dy * width + dx;
        edges.push({ a, b, difference: apart(lab, 3 * a, lab, 3 * b) });
      }
    }
  return edges.sort((p, q) => p.difference - q.difference || p.a - q.a || p.b - q.b);
}

function apart(from: ArrayLike<number>, a: number, to: ArrayLike<number>, b: number): number {
  return Math.hypot(from[a]! - to[b]!, from[a + 1]! - to[b + 1]!, from[a + 2]! - to[b + 2]!);
}

/** Disjoint sets of pixels that know their size, their mean colour and their largest inner difference. */
class Forest {
  readonly parent: Int32Array;
  readonly size: Int32Array;
  private readonly sum: Float64Array;
  private readonly inner: Float32Array;

  constructor(lab: Float32Array) {
    this.parent = Int32Array.from({ length: lab.length / 3 }, (_, i) => i);
    this.size = new Int32Array(this.parent.length).fill(1);
    this.inner = new Float32Array(this.parent.length);
    this.sum = Float64Array.from(lab);
  }

  root(i: number): number {
    let at = i;
    while (this.parent[at] !== at) {
      this.parent[at] = this.parent[this.parent[at]!]!;
      at = this.parent[at]!;
    }
    return at;
  }

  /** Joins two pixels' regions where their difference is small beside what both hold. */
  join(a: number, b: number, difference: number, scale: number): void {
    const [p, q] = [this.root(a), this.root(b)];
    if (p === q) return;
    const most = (r: number) => this.inner[r]! + scale / this.size[r]!;
    if (difference <= Math.min(most(p), most(q))) this.unite(p, q, difference);
  }

  joinSmall(a: number, b: number, least: number): void {
    const [p, q] = [this.root(a), this.root(b)];
    if (p !== q && Math.min(this.size[p]!, this.size[q]!) < least) this.unite(p, q, this.inner[p]!);
  }

  unite(p: number, q: number, difference: number): void {
    const [into, from] = this.size[p]! >= this.size[q]! ? [p, q] : [q, p];
    this.parent[from] = into;
    this.size[into] = this.size[into]! + this.size[from]!;
    this.inner[into] = Math.max(this.inner[into]!, this.inner[from]!, difference);
    for (let c = 0; c < 3; c++) this.sum[3 * into + c] = this.sum[3 * into + c]! + this.sum[3 * from + c]!;
  }

  /** Distance of two roots' mean colours, units of Lab. */
  colourApart(p: number, q: number): number {
    const mean = (r: number) => [0, 1, 2].map((c) => this.sum[3 * r + c]! / this.size[r]!);
    return apart(mean(p), 0, mean(q), 0);
  }
}

/** Joins the most alike neighbours until `most` regions are left and no two are nearly the same. */
function joinAlike(forest: Forest, edges: readonly Edge[], most: number): void {
  for (;;) {
    const borders = new Map<string, { p: number; q: number; total: number; count: number }>();
    const roots = new Set<number>();
    for (const { a, b, difference } of edges) {
      const [p, q] = [forest.root(a), forest.root(b)];
      roots.add(p);
      roots.add(q);
      if (p === q) continue;
      const key = p < q ? `${p} ${q}` : `${q} ${p}`;
      const border = borders.get(key) ?? { p, q, total: 0, count: 0 };
      border.total += difference;
      border.count++;
      borders.set(key, border);
    }
    const ranked = [...borders.values()]
      .map(({ p, q, total, count }) => ({ p, q, cost: costOf(forest, p, q, total / count) }))
      .sort((one, other) => one.cost - other.cost);
    const joined = new Set<number>();
    let left = roots.size;
    // Several pairs a pass, as long as none shares a region: the picture is walked over a few times, not once a region.
    for (const { p, q, cost } of ranked) {
      if (left <= most && cost >= ALIKE) break;
      if (joined.has(p) || joined.has(q)) continue;
      if (joined.size > 0 && left <= 2 * most) break;
      forest.unite(p, q, 0);
      joined.add(p).add(q);
      left--;
    }
    if (!joined.size) return;
  }
}

/** Ward's linkage by colour, so that small regions go first, and the edge between the two. */
function costOf(forest: Forest, p: number, q: number, edge: number): number {
  const [m, n] = [forest.size[p]!, forest.size[q]!];
  const weight = Math.min(1, (m * n) / (m + n) / (LEAST * forest.size.length * 5));
  return (0.6 * forest.colourApart(p, q) + 0.4 * edge) * (0.3 + 0.7 * weight);
}

function numbered(forest: Forest, width: number, height: number): Regions {
  const count = new Map<number, number>();
  for (let i = 0; i < width * height; i++) {
    const root = forest.root(i);
    count.set(root, (count.get(root) ?? 0) + 1);
  }
  const ordered = [...count].sort(([a, m], [b, n]) => n - m || a - b);
  const rank = new Map(ordered.map(([root], index) => [root, index]));
  const label = Int32Array.from({ length: width * height }, (_, i) => rank.get(forest.root(i))!);
  return { label, size: ordered.map(([, size]) => size) };
}

/** One region's largest part: 1 where it is [height · width]. */
export function regionMask({ label }: Regions, region: number, width: number, height: number): Uint8Array {
  const mask = Uint8Array.from(label, (one) => (one === region ? 1 : 0));
  const { label: part, size } = connectedComponents(mask, width, height);
  const largest = size.indexOf(Math.max(...size.slice(1)), 1);
  return mask.map((_, i) => (part[i] === largest ? 1 : 0));
}
