/**
 * The deepest point of a network whose results are pictures again (U-Net, U²-Net): where its encoder ends.
 *
 * There the trunk from picture to result is short, because every stage is also carried across to the decoder. But what
 * dominates the deepest tensor (lies on every way to it) are the encoder's stages. Deepest is what has the most drops in
 * resolution among its dominators, then the most residual sums (U²-Net's blocks are U-Nets themselves), then the most
 * dominators of any kind. Dominators by the rule of Cooper, Harvey and Kennedy (2001); one pass does, as graphs have no cycles.
 */

import type { StaticGraph } from '../graph.ts';
import { nodeInputs } from '../structure.ts';
import { spatialShape } from './trunk.ts';

/** A tensor's place in the dominator tree, and what was counted on the way to it. */
interface Place {
  parent: string | null;
  depth: number;
  drops: number;
  sums: number;
  /** The coarsest resolution so far. */
  rows: number;
}

const DROP = 0.75;

/** The name of the deepest tensor that `source` decides; null where the picture decides no map. */
export function findDeepest(
  graph: StaticGraph,
  source: string,
  batch: number,
  picture: { rows: number; columns: number },
): string | null {
  const places = new Map<string, Place>([[source, { parent: null, depth: 0, drops: 0, sums: 0, rows: picture.rows }]]);
  const commonDominator = (a: string, b: string): string => {
    let [p, q] = [a, b];
    while (p !== q) {
      if (places.get(p)!.depth >= places.get(q)!.depth) p = places.get(p)!.parent!;
      else q = places.get(q)!.parent!;
    }
    return p;
  };
  let deepest: { name: string; place: Place } | null = null;
  for (const node of graph.nodes) {
    const inputs = nodeInputs(node).filter((name) => places.has(name));
    if (inputs.length === 0) continue;
    const parent = inputs.reduce(commonDominator);
    const above = places.get(parent)!;
    for (const name of node.outputs) {
      if (!name) continue;
      const shape = spatialShape(graph.shapes.get(name) ?? [], batch, picture);
      // One place is what pooling leaves (squeeze and excitation), not a resolution.
      const rows = shape && shape.rows * shape.columns > 1 ? Math.min(shape.rows, above.rows) : above.rows;
      const place: Place = {
        parent,
        depth: above.depth + 1,
        drops: above.drops + (rows <= DROP * above.rows ? 1 : 0),
        sums: above.sums + (node.op === 'Add' && inputs.length > 1 ? 1 : 0),
        rows,
      };
      places.set(name, place);
      if (shape?.rows === rows && (!deepest || isDeeper(place, deepest.place))) deepest = { name, place };
    }
  }
  return deepest?.name ?? null;
}

const isDeeper = (a: Place, b: Place) =>
  a.drops !== b.drops ? a.drops > b.drops : a.sums !== b.sums ? a.sums > b.sums : a.depth > b.depth;
