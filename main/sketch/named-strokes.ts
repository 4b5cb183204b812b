/**
 * The strokes of a draft: where they lie, what they are called for as long as they live, and how wide each is where that
 * does not go by its place in the drawing.
 */

import { fineness } from './emphasis.ts';
import { boldness, meanAlong } from './guide.ts';
import { type Lines, lineWidth } from './line.ts';
import type { Scene } from './scene.ts';

export class NamedStrokes {
  /** Control points in frame units, 8 numbers a stroke, in the order of the stages. */
  points: Float64Array = new Float64Array(0);
  /** The seed, and the how manieth the stroke was to be drawn. */
  ids: string[] = [];
  /** Full widths that a person gave, frame units, by id. */
  private readonly widths = new Map<string, number>();
  /** How much wider than the method's a stroke is by depth and by the detail that is wanted, by id. */
  private readonly bold = new Map<string, number>();
  /** The part of the guide that a stroke was begun for, by id. */
  private readonly parts = new Map<string, number>();
  private named = 0;

  /**
   * @param taken ids that other strokes bear
   * @param scene what it asks for where a stroke is begun says how wide that is
   */
  constructor(
    private readonly seed: number,
    private readonly taken: ReadonlySet<string>,
    private readonly scene: Pick<Scene, 'guide' | 'emphasis'>,
  ) {}

  get count(): number {
    return this.points.length / 8;
  }

  /**
   * Points that are these strokes, or some of the first, and others after them.
   * @param width of the boldest line that has none of its own, frame units
   */
  asLines(points: Float64Array, width: number): Lines {
    if (!this.widths.size && !this.bold.size) return { points };
    const own = new Map<number, number>();
    this.ids.forEach((id, s) => {
      const bold = this.bold.get(id);
      const given = this.widths.get(id) ?? (bold && bold * lineWidth(width, s));
      if (given) own.set(s, given);
    });
    return { points, own };
  }

  /** @param part of the guide; none where a person drew it */
  append(stroke: readonly number[], id = this.name(), part?: number): void {
    this.points = Float64Array.of(...this.points, ...stroke);
    this.ids.push(id);
    if (part !== undefined) this.parts.set(id, part);
    const bold = boldness(this.scene.guide, stroke) * fineness(this.scene.emphasis, stroke);
    if (bold !== 1) this.bold.set(id, bold);
  }

  /** Makes a line so wide, frame units. */
  widen(id: string, width: number): void {
    this.widths.set(id, width);
  }

  remove(s: number): void {
    for (const known of [this.widths, this.bold, this.parts]) known.delete(this.ids[s]!);
    this.ids.splice(s, 1);
    this.points = this.points.filter((_, i) => i >> 3 !== s);
  }

  /** Puts strokes first … first + order.length − 1 in another order, given by their places in it now. */
  reorder(first: number, order: number[]): void {
    const points = this.points.slice(8 * first);
    const ids = this.ids.slice(first);
    order.forEach((from, to) => {
      this.points.set(points.subarray(8 * from, 8 * from + 8), 8 * (first + to));
      this.ids[first + to] = ids[from]!;
    });
  }

  /** How many were begun for a part of the guide. */
  inPart(part: number): number {
    return this.ids.filter((id) => this.parts.get(id) === part).length;
  }

  /** How near strokes first … end − 1 are, 0..1; null where that does not order them. */
  nearness(first: number, end: number): number[] | null {
    const { guide } = this.scene;
    const near = guide?.by.order ? guide.near : null;
    if (!near) return null;
    const cubic = (s: number) => this.points.subarray(8 * s, 8 * s + 8);
    return Array.from({ length: end - first }, (_, i) => meanAlong(near, cubic(first + i)));
  }

  private name(): string {
    for (;;) {
      const id = `${this.seed}-${this.named++}`;
      if (!this.taken.has(id) && !this.ids.includes(id)) return id;
    }
  }
}
