/**
 * Takes sequences of tensors out of a graph, where exporters made them only to take them apart again: PyTorch's
 * TorchScript exporter writes `split`, `chunk` and `unbind` of unknown sizes as SplitToSequence and SequenceAt, and
 * `stack` and `cat` of lists as SequenceConstruct and ConcatFromSequence. Each pair is a Slice, a Gather or a Concat.
 */

import { intOf } from './attributes.ts';
import type { Attribute, Graph, Node, Tensor } from './graph.ts';
import { intTensor, toNumbers } from './tensor.ts';

/** The graph with such pairs replaced; what cannot be resolved stays, and will be refused by its operator's name. */
export function unrollSequences(graph: Graph): Graph {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const initializers = new Map(graph.initializers);
  const constant = (name: string, tensor: Tensor): string => {
    initializers.set(name, tensor);
    return name;
  };
  const nodes = graph.nodes.flatMap((node) => {
    const sequence = makers.get(node.inputs[0] ?? '');
    if (!sequence) return [node];
    if (node.op === 'ConcatFromSequence' && sequence.op === 'SequenceConstruct')
      return joined(node, sequence, constant);
    if (node.op !== 'SequenceAt') return [node];
    const index = initializers.get(node.inputs[1] ?? '');
    if (!index) return [node];
    const [place] = toNumbers(index) as [number];
    if (sequence.op === 'SequenceConstruct') {
      return [made(node, 'Identity', [sequence.inputs.at(place)!])];
    }
    if (sequence.op !== 'SplitToSequence') return [node];
    const split = sequence.inputs[1] ? initializers.get(sequence.inputs[1]) : undefined;
    if (sequence.inputs[1] && !split) return [node];
    return [picked(node, sequence, split, place, constant) ?? node];
  });
  return { ...graph, nodes, initializers };
}

function made(node: Node, op: string, inputs: string[], attributes: Record<string, Attribute> = {}): Node {
  return { op, domain: '', name: node.name, inputs, outputs: node.outputs, attributes };
}

/** One part of a split. Null where its place depends on a length that is not known yet. */
function picked(
  node: Node,
  sequence: Node,
  split: Tensor | undefined,
  place: number,
  constant: (name: string, tensor: Tensor) => string,
): Node | null {
  const axis = intOf(sequence, 'axis', 0);
  const [input, output] = [sequence.inputs[0]!, node.outputs[0]!];
  if (!split) {
    // Parts of length 1, whose axis goes or stays.
    const dims = intOf(sequence, 'keepdims', 1) === 1 ? [1] : [];
    const index = constant(`${output}:index`, intTensor([place], dims));
    return made(node, 'Gather', [input, index], { axis: { kind: 'int', value: axis } });
  }
  const sizes = toNumbers(split);
  const isEven = split.dims.length === 0;
  if (isEven && place < 0) return null;
  const at = place < 0 ? place + sizes.length : place;
  const start = isEven ? at * sizes[0]! : sizes.slice(0, at).reduce((a, b) => a + b, 0);
  const ends = start + (isEven ? sizes[0]! : sizes[at]!);
  return made(node, 'Slice', [
    input,
    constant(`${output}:starts`, intTensor([start])),
    constant(`${output}:ends`, intTensor([ends])),
    constant(`${output}:axes`, intTensor([axis])),
  ]);
}

/** A list joined along an axis, which with `new_axis` is a new one. */
function joined(node: Node, sequence: Node, constant: (name: string, tensor: Tensor) => string): Node[] {
  const axis = intOf(node, 'axis', 0);
  const attributes = { axis: { kind: 'int' as const, value: axis } };
  if (intOf(node, 'new_axis', 0) === 0) return [made(node, 'Concat', sequence.inputs, attributes)];
  const axes = constant(`${node.outputs[0]}:axes`, intTensor([axis]));
  const raised = sequence.inputs.map((name, i): Node => {
    const output = `${node.outputs[0]}:${i}`;
    return { op: 'Unsqueeze', domain: '', name: output, inputs: [name, axes], outputs: [output], attributes: {} };
  });
  const parts = raised.map((part) => part.outputs[0]!);
  return [...raised, made(node, 'Concat', parts, attributes)];
}
