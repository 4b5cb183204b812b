/**
 * The trunk of a network: the tensors that everything on the way from the picture to the result passes through.
 *
 * Outputs of residual blocks, stems, pooled vectors are on the trunk; what a shortcut goes around is not. (They are the
 * articulation points of the graph between its source and its sink.) A tensor is on the trunk exactly when, right after
 * it is made, nothing made before is still waited for: then it alone is live. Any topological order gives the same answer.
 */

import type { Node, StaticGraph } from '../graph.ts';
import { needed, nodeInputs, reachable } from '../structure.ts';

/** A tensor of the trunk, and the nodes between the one before and it (the node that makes it comes last). */
export interface TrunkTensor {
  name: string;
  dims: number[];
  region: Node[];
}

/**
 * The trunk from `source` to `sink`, both included, in order; empty where the sink does not depend on the source.
 *
 * @param source the picture's name
 * @param sink a tensor that the picture decides
 */
export function findTrunk(graph: StaticGraph, source: string, sink: string): TrunkTensor[] {
  const fromSource = reachable(graph, [source]);
  if (!fromSource.has(sink)) return [];
  const { nodes } = needed(graph, [sink]);
  const way = nodes.filter((node) => node.outputs.some((name) => fromSource.has(name)));
  const lastUse = new Map<string, number>([[sink, Number.POSITIVE_INFINITY]]);
  way.forEach((node, i) => {
    for (const name of nodeInputs(node)) {
      if (fromSource.has(name) && name !== sink) lastUse.set(name, i);
    }
  });

  const trunk: TrunkTensor[] = [{ name: source, dims: graph.shapes.get(source) ?? [], region: [] }];
  const live = new Set([source]);
  let region: Node[] = [];
  way.forEach((node, i) => {
    region.push(node);
    for (const name of nodeInputs(node)) if (lastUse.get(name) === i) live.delete(name);
    for (const name of node.outputs) if (lastUse.has(name)) live.add(name);
    if (live.size !== 1) return;
    const [name] = live as Set<string>;
    if (!node.outputs.includes(name!)) return;
    trunk.push({ name: name!, dims: graph.shapes.get(name!) ?? [], region });
    region = [];
  });
  return trunk;
}

/** Where the height and width of a picture's features lie in a tensor, if it has such. */
export interface SpatialShape {
  channels: number;
  rows: number;
  columns: number;
  layout: 'channels-first' | 'channels-last';
}

/**
 * Reads a tensor's shape as a map over a picture of `rows` by `columns`: [B, C, h, w], or [B, h, w, C] where the
 * first reading does not have the picture's proportions.
 */
export function spatialShape(
  dims: readonly number[],
  batch: number,
  picture: { rows: number; columns: number },
): SpatialShape | null {
  if (dims.length !== 4 || dims[0] !== batch) return null;
  const [, a, b, c] = dims as [number, number, number, number];
  // Padding makes some maps a little larger than the picture.
  const fits = (rows: number, columns: number) =>
    rows <= picture.rows + PADDING &&
    columns <= picture.columns + PADDING &&
    Math.abs(rows * picture.columns - columns * picture.rows) <= PADDING * Math.max(picture.rows, picture.columns);
  const first = { channels: a, rows: b, columns: c, layout: 'channels-first' as const };
  const last = { channels: c, rows: a, columns: b, layout: 'channels-last' as const };
  if (b * picture.columns === c * picture.rows && fits(b, c)) return first;
  if (a * picture.columns === b * picture.rows && fits(a, b)) return last;
  return fits(b, c) ? first : fits(a, b) ? last : null;
}

/** Pixels by which a map may be off the picture's own proportions. */
const PADDING = 2;
