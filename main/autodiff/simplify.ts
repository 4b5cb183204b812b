import type { StaticGraph } from './graph.ts';
export function simplify(graph: StaticGraph, _keep: readonly string[] = []): StaticGraph {
  return graph;
}
