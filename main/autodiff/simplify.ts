/**
 * Rewrites a graph of known shapes into a smaller one that computes the same: nodes that change nothing vanish, batch
 * norm goes into the convolution before it, and what older operator sets made of Softmax becomes one node again.
 *
 * It matters twice: every node that is left costs a forward and a reverse pass, and ONNX Runtime's own fusions cannot
 * do this work later, because the reverse pass reads the tensors in between.
 */

import { floatOf, intOf } from './attributes.ts';
import type { Node, StaticGraph, Tensor } from './graph.ts';
import { needed, prune } from './structure.ts';
import { count, floatTensor, toNumbers } from './tensor.ts';

/**
 * The graph with less in it. Tensors that stay keep their names.
 *
 * @param keep interior tensors that must survive, besides the outputs
 */
export function simplify(graph: StaticGraph, keep: readonly string[] = []): StaticGraph {
  const outputs = graph.outputs.map((output) => output.name);
  const fixed = new Set([...outputs, ...keep]);
  let simple = joinSoftmax(dropNoOps(graph, fixed), fixed);
  simple = foldBatchNorm(simple, fixed);
  const pruned = prune(simple, [...fixed]);
  return { ...pruned, outputs: pruned.outputs.slice(0, outputs.length) };
}

/** Operators that change nothing when shape, type and the given condition agree. */
const NO_OPS: Record<string, (node: Node, constant: (index: number) => number[] | null) => boolean> = {
  Cast: () => true,
  CastLike: () => true,
  Concat: (node) => node.inputs.length === 1,
  Dropout: () => true,
  Expand: () => true,
  Flatten: () => true,
  Identity: () => true,
  Pad: (_, constant) => constant(1)?.every((pad) => pad === 0) ?? false,
  Reshape: () => true,
  Slice: (_, constant) => constant(4)?.every((step) => step > 0) ?? true,
  Squeeze: () => true,
  Tile: () => true,
  Transpose: (node) => {
    const order = node.attributes['perm'];
    return order?.kind === 'ints' && order.value.every((axis, i) => axis === i);
  },
  Unsqueeze: () => true,
};

function sameDims(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** Readers of a node that changes nothing read its input instead. */
function dropNoOps(graph: StaticGraph, fixed: ReadonlySet<string>): StaticGraph {
  const instead = new Map<string, string>();
  const resolve = (name: string): string => instead.get(name) ?? name;
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(resolve);
    const current = { ...node, inputs };
    const [input, output] = [inputs[0] ?? '', node.outputs[0]!];
    const constant = (index: number) => {
      const tensor = graph.initializers.get(inputs[index] ?? '');
      return tensor ? toNumbers(tensor) : null;
    };
    const isNoOp =
      node.domain === '' &&
      NO_OPS[node.op]?.(current, constant) === true &&
      sameDims(graph.shapes.get(input), graph.shapes.get(output)) &&
      graph.types.get(input) === graph.types.get(output);
    if (isNoOp && !fixed.has(output)) instead.set(output, input);
    else nodes.push(current);
  }
  return { ...graph, nodes };
}

/** How often each tensor is read. */
function countReaders(graph: StaticGraph): Map<string, number> {
  const readers = new Map<string, number>();
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  return readers;
}

/** Flatten, Softmax along axis 1, Reshape back (see `upgrade.ts`) is a Softmax along the last axis where it fits. */
function joinSoftmax(graph: StaticGraph, fixed: ReadonlySet<string>): StaticGraph {
  const makers = new Map(graph.nodes.map((node) => [node.outputs[0]!, node]));
  const readers = countReaders(graph);
  const isPrivate = (name: string) => readers.get(name) === 1 && !fixed.has(name);
  const nodes = graph.nodes.map((node) => {
    if (node.op !== 'Reshape') return node;
    const soft = makers.get(node.inputs[0]!);
    if (!soft || !['Softmax', 'LogSoftmax', 'Hardmax'].includes(soft.op) || !isPrivate(soft.outputs[0]!)) return node;
    const flat = makers.get(soft.inputs[0]!);
    const [from, to] = [graph.shapes.get(flat?.inputs[0] ?? ''), graph.shapes.get(node.outputs[0]!)];
    if (flat?.op !== 'Flatten' || !sameDims(from, to) || intOf(soft, 'axis', -1) !== 1) return node;
    if (graph.shapes.get(soft.inputs[0]!)![1] !== to!.at(-1)) return node;
    return {
      ...soft,
      inputs: [flat.inputs[0]!],
      outputs: node.outputs,
      attributes: { axis: { kind: 'int' as const, value: -1 } },
    };
  });
  const alive = needed({ ...graph, nodes }, fixed).nodes;
  return { ...graph, nodes: alive };
}

/** y = s·(conv(x) + b − μ) + β with s = γ/√(σ² + ε): the convolution's own weights times s, its bias s·(b − μ) + β. */
function foldBatchNorm(graph: StaticGraph, fixed: ReadonlySet<string>): StaticGraph {
  const makers = new Map(graph.nodes.map((node) => [node.outputs[0]!, node]));
  const readers = countReaders(graph);
  const initializers = new Map(graph.initializers);
  const shapes = new Map(graph.shapes);
  const types = new Map(graph.types);
  const folded = new Set<Node>();
  const nodes = graph.nodes.map((node) => {
    if (node.op !== 'BatchNormalization' || node.domain !== '') return node;
    const conv = makers.get(node.inputs[0]!);
    if (!conv || !['Conv', 'ConvTranspose'].includes(conv.op) || conv.domain !== '') return node;
    if (readers.get(node.inputs[0]!) !== 1 || fixed.has(node.inputs[0]!)) return node;
    const parameters = node.inputs.slice(1, 5).map((name) => initializers.get(name));
    const weights = initializers.get(conv.inputs[1]!);
    const bias = conv.inputs[2] ? initializers.get(conv.inputs[2]) : undefined;
    if (!weights || parameters.some((tensor) => !tensor) || (conv.inputs[2] && !bias)) return node;
    const isForward = conv.op === 'Conv';
    if (!isForward && intOf(conv, 'group', 1) !== 1) return node;
    const made = foldInto(weights, bias, parameters as Tensor[], floatOf(node, 'epsilon', 1e-5), isForward);
    const names = [`${node.outputs[0]} weights`, `${node.outputs[0]} bias`] as const;
    for (const [name, tensor] of [
      [names[0], made.weights],
      [names[1], made.bias],
    ] as const) {
      initializers.set(name, tensor);
      shapes.set(name, tensor.dims);
      types.set(name, 'float32');
    }
    folded.add(conv);
    return { ...conv, inputs: [conv.inputs[0]!, ...names], outputs: node.outputs.slice(0, 1) };
  });
  return { ...graph, nodes: nodes.filter((node) => !folded.has(node)), initializers, shapes, types };
}

/** The output channels are a convolution's first weight axis and a transposed convolution's second. */
function foldInto(
  weights: Tensor,
  bias: Tensor | undefined,
  [gamma, beta, mean, variance]: Tensor[],
  epsilon: number,
  isForward: boolean,
): { weights: Tensor; bias: Tensor } {
  const [g, b, m, v] = [gamma!, beta!, mean!, variance!].map(toNumbers) as [number[], number[], number[], number[]];
  const scale = g.map((value, i) => value / Math.sqrt(v[i]! + epsilon));
  const area = count(weights.dims.slice(2));
  const channels = scale.length;
  const block = isForward ? count(weights.dims.slice(1)) : area;
  // A plain loop: a callback for each of a large encoder's weights takes seconds.
  const data = new Float32Array(weights.data as Float32Array);
  for (let first = 0, channel = 0; first < data.length; first += block, channel = (channel + 1) % channels) {
    const factor = scale[channel]!;
    for (let i = first; i < first + block; i++) data[i]! *= factor;
  }
  const old = bias ? toNumbers(bias) : new Array<number>(channels).fill(0);
  const shifted = scale.map((value, i) => value * (old[i]! - m[i]!) + b[i]!);
  return { weights: floatTensor(data, weights.dims), bias: floatTensor(shifted, [channels]) };
}
