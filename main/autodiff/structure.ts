/**
 * The structure of a graph apart from any mathematics: who reads what, what is reachable, what is dead, fresh names.
 */

import type { Graph, Node, StaticGraph } from './graph.ts';

/** Everything a node reads: its inputs, and what its subgraphs (If, Loop, Scan) take from around them. */
export function nodeInputs(node: Node): string[] {
  const names = node.inputs.filter((name) => name !== '');
  for (const attribute of Object.values(node.attributes)) {
    if (attribute.kind === 'graph') names.push(...captured(attribute.value));
  }
  return names;
}

/** Names that a subgraph uses but does not define. */
function captured(graph: Graph): string[] {
  const own = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  const names = new Set<string>();
  for (const node of graph.nodes) {
    for (const name of nodeInputs(node)) if (!own.has(name)) names.add(name);
    for (const name of node.outputs) own.add(name);
  }
  for (const output of graph.outputs) if (!own.has(output.name)) names.add(output.name);
  return [...names];
}

/** All names of a graph. */
export function allNames(graph: Graph): Set<string> {
  const names = new Set<string>(graph.initializers.keys());
  for (const input of graph.inputs) names.add(input.name);
  for (const node of graph.nodes) for (const output of node.outputs) names.add(output);
  return names;
}

/** The names that depend on any of `sources`, these included. Shape and Size hide what they read, if asked to. */
export function reachable(graph: Graph, sources: Iterable<string>, throughShapes = true): Set<string> {
  const reached = new Set(sources);
  for (const node of graph.nodes) {
    if (!throughShapes && (node.op === 'Shape' || node.op === 'Size')) continue;
    if (nodeInputs(node).some((name) => reached.has(name))) {
      for (const output of node.outputs) if (output) reached.add(output);
    }
  }
  return reached;
}

/** The nodes that `outputs` need, in their order, and the names that these nodes read. */
export function needed(graph: Graph, outputs: Iterable<string>): { nodes: Node[]; names: Set<string> } {
  const names = new Set(outputs);
  const nodes: Node[] = [];
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i]!;
    if (!node.outputs.some((name) => names.has(name))) continue;
    nodes.push(node);
    for (const name of nodeInputs(node)) names.add(name);
  }
  return { nodes: nodes.reverse(), names };
}

/**
 * The graph with the nodes and constants alone that `outputs` need. Inputs stay, needed or not, because they are
 * the graph's face to its callers.
 */
export function prune(graph: StaticGraph, outputs: readonly string[]): StaticGraph {
  const { nodes, names } = needed(graph, outputs);
  const live = new Set([...names, ...graph.inputs.map((input) => input.name)]);
  for (const node of nodes) for (const name of node.outputs) if (name) live.add(name);
  const keep = <T>(map: Map<string, T>) => new Map([...map].filter(([name]) => live.has(name)));
  return {
    ...graph,
    nodes,
    initializers: keep(graph.initializers),
    shapes: keep(graph.shapes),
    types: keep(graph.types),
    outputs: outputs.map((name) => ({
      name,
      type: graph.types.get(name) ?? 'float32',
      dims: graph.shapes.get(name) ?? [null],
    })),
  };
}

/** Nodes in an order in which everything is made before it is read. Files should be so already; edits may not be. */
export function sortNodes(graph: Graph): Node[] {
  const known = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name), '']);
  const made = new Map<string, Node>();
  for (const node of graph.nodes) for (const output of node.outputs) if (output) made.set(output, node);
  const sorted: Node[] = [];
  const placed = new Set<Node>();
  const stack: Node[] = [];
  for (const root of graph.nodes) {
    stack.push(root);
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const waiting = placed.has(node)
        ? []
        : nodeInputs(node).flatMap((name) => {
            const maker = known.has(name) ? undefined : made.get(name);
            return maker && !placed.has(maker) ? [maker] : [];
          });
      if (waiting.length > 0 && stack.length <= graph.nodes.length) {
        stack.push(waiting[0]!);
        continue;
      }
      stack.pop();
      if (placed.has(node)) continue;
      placed.add(node);
      sorted.push(node);
    }
  }
  return sorted;
}
