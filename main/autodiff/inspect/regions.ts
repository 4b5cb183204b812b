/**
 * What the nodes between two trunk tensors are together: an activation, a norm, a change of layout, a convolution, a
 * residual sum. Exporters write one module as one node or as ten; by kind of node and size of constants they agree.
 */

import type { Node, StaticGraph } from '../graph.ts';
import { count } from '../tensor.ts';
import type { TrunkTensor } from './trunk.ts';

const ACTIVATIONS: ReadonlySet<string> = new Set([
  'BiasGelu',
  'Celu',
  'Clip',
  'Elu',
  'Erf',
  'FastGelu',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'LeakyRelu',
  'Max',
  'Min',
  'Mish',
  'PRelu',
  'QuickGelu',
  'Relu',
  'Selu',
  'Sigmoid',
  'Softplus',
  'Swish',
  'Tanh',
]);

/** What an activation written out is made of, beside the above. */
const ARITHMETIC: ReadonlySet<string> = new Set([
  'Add',
  'Cast',
  'Div',
  'Exp',
  'Identity',
  'Mul',
  'Neg',
  'Pow',
  'Reciprocal',
  'Sqrt',
  'Sub',
]);

const NORMS: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'GroupNormalization',
  'InstanceNormalization',
  'LayerNormalization',
  'LpNormalization',
  'MeanVarianceNormalization',
  'RMSNormalization',
  'SimplifiedLayerNormalization',
]);

const REDUCTIONS: ReadonlySet<string> = new Set(['ReduceMean', 'ReduceSum', 'ReduceSumSquare', 'ReduceL2']);

const LAYOUT: ReadonlySet<string> = new Set([
  'Cast',
  'Dropout',
  'Flatten',
  'Identity',
  'Pad',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/** Only moves or copies elements: reshapes, transpositions, padding. */
export function isLayout(tensor: TrunkTensor): boolean {
  return tensor.region.length > 0 && tensor.region.every((node) => LAYOUT.has(node.op));
}

/** One nonlinearity without weights of its own, in one node or written out. */
export function isActivation(graph: StaticGraph, tensor: TrunkTensor): boolean {
  const { region } = tensor;
  return (
    region.some((node) => ACTIVATIONS.has(node.op)) &&
    region.every((node) => node.op === 'PRelu' || (isElementwise(node) && hasScalarsOnly(graph, node)))
  );
}

const isElementwise = (node: Node) => ACTIVATIONS.has(node.op) || ARITHMETIC.has(node.op);

const hasScalarsOnly = (graph: StaticGraph, node: Node) =>
  node.inputs.every((name) => !graph.initializers.has(name) || count(graph.initializers.get(name)!.dims) <= 1);

/** A norm with its scale and shift and nothing else: one node, or a mean and a variance written out. */
export function isNorm(graph: StaticGraph, tensor: TrunkTensor): boolean {
  const { region } = tensor;
  if (region.length === 0) return false;
  const norm = region.some((node) => NORMS.has(node.op) || REDUCTIONS.has(node.op));
  const whole = graph.shapes.get(region[0]!.inputs[0]!);
  const same = count(whole ?? []) === count(tensor.dims);
  return norm && same && region.every((node) => isNormPart(node));
}

const isNormPart = (node: Node) =>
  NORMS.has(node.op) || REDUCTIONS.has(node.op) || LAYOUT.has(node.op) || ARITHMETIC.has(node.op);

/** Multiplication or addition of weights, one a channel: what is left of a norm that was folded in part, a layer scale. */
export function isAffine(tensor: TrunkTensor): boolean {
  const { region } = tensor;
  return region.length > 0 && region.every((node) => ARITHMETIC.has(node.op) || node.op === 'BatchNormalization');
}

/** Tensors that a sum or a concatenation joins, if the tensor is one: two or more that the picture decides. */
export function joined(graph: StaticGraph, tensor: TrunkTensor): string[] {
  const node = tensor.region.at(-1);
  if (!node || !['Add', 'Sum', 'Concat'].includes(node.op)) return [];
  const inputs = node.inputs.filter((name) => name && !graph.initializers.has(name));
  if (inputs.length < 2) return [];
  if (node.op === 'Concat') return inputs;
  return inputs.filter((name) => count(graph.shapes.get(name) ?? []) === count(tensor.dims)).length >= 2 ? inputs : [];
}

/** What is known of the one convolution that a trunk tensor comes out of. */
interface Convolution {
  channelsIn: number;
  channelsOut: number;
  depthwise: boolean;
  pointwise: boolean;
}

/** The convolution, if the region is one, alone or with its norm and bias. */
export function convolution(graph: StaticGraph, tensor: TrunkTensor): Convolution | null {
  const convs = tensor.region.filter((node) => node.op === 'Conv');
  if (convs.length !== 1) return null;
  const [conv] = convs as [Node];
  if (!tensor.region.every((node) => node === conv || isNormPart(node))) return null;
  const weight = graph.shapes.get(conv.inputs[1]!);
  if (!weight) return null;
  const group = conv.attributes['group']?.kind === 'int' ? conv.attributes['group'].value : 1;
  const channelsIn = weight[1]! * group;
  return {
    channelsIn,
    channelsOut: weight[0]!,
    depthwise: group > 1 && group === channelsIn,
    pointwise: group === 1 && weight.slice(2).every((size) => size === 1),
  };
}
